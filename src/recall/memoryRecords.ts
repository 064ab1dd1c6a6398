import { ageLabel } from '../core/text/ageLabel.ts';
import { isQuestion } from '../core/memory/isQuestion.ts';
import type { LexicalHit } from '../store/ports/textIndex.ts';
import type { RankedHit } from './rankedHit.ts';
import type { Evidence } from '../core/memory/evidence.ts';
import type { Memory } from '../core/memory/memory.ts';
import { snippetOf } from '../core/memory/memoryLine.ts';
import { shortId } from '../core/shortId.ts';
import type { MemoryLine, MemoryRecord, MemoryRow } from '../protocol/memoryRecord.ts';

/** A memory as it leaves the process. */
export function toMemoryRecord(memory: Memory, now: number): MemoryRecord {
  return {
    ...memory,
    entities: [...memory.entities],
    anchors: [...memory.anchors],
    tags: [...memory.tags],
    source: { ...memory.source },
    quarantine: quarantineRecord(memory.quarantine),
    evidence: memory.evidence.map(toEvidenceRecord),
    links: memory.links.map((link) => ({ ...link })),
    metadata: { ...memory.metadata },
    shortId: shortId(memory.id),
    age: ageLabel(memory.createdAt, now),
  };
}

const quarantineRecord = (quarantine: Memory['quarantine']): MemoryRecord['quarantine'] =>
  quarantine && { ...quarantine, reasons: [...quarantine.reasons] };

/** Most are in none, and their lines say nothing of it. */
const quarantined = ({ quarantine }: Memory): Pick<MemoryLine, 'quarantine'> =>
  quarantine ? { quarantine: { ...quarantine, reasons: [...quarantine.reasons] } } : {};

function toEvidenceRecord({ files, redacted, ...rest }: Evidence): MemoryRecord['evidence'][number] {
  return { ...rest, ...(files && { files: [...files] }), ...(redacted && { redacted: [...redacted] }) };
}

/** A memory as one line of a list. `snippet` is the text around a hit. */
export function toMemoryLine(
  memory: Memory,
  now: number,
  extra: { snippet?: string; score?: number; length?: number } = {},
): MemoryLine {
  return {
    id: memory.id,
    shortId: shortId(memory.id),
    category: memory.category,
    scope: memory.scope,
    project: memory.project,
    title: memory.title,
    entities: [...memory.entities],
    source: { ...memory.source },
    trust: memory.trust,
    pinned: memory.pinned,
    status: memory.status,
    createdAt: memory.createdAt,
    age: ageLabel(memory.createdAt, now),
    ...quarantined(memory),
    ...(extra.score === undefined ? {} : { score: Math.round(extra.score * 1_000) / 1_000 }),
    snippet: snippetOf(memory, extra.snippet, extra.length),
  };
}

/** A hit as one line, with its score and the text around what matched. */
export const toHitLine = (
  {
    memory,
    match,
    score,
  }: Pick<RankedHit, 'memory'> & {
    score: Pick<RankedHit['score'], 'total'>;
    match: Pick<LexicalHit, 'snippet'> | undefined;
  },
  now: number,
): MemoryLine =>
  toMemoryLine(memory, now, { score: score.total, ...(match ? { snippet: match.snippet } : {}) });

/** A memory as a list shows it that has its texts fetched one by one. */
export function toMemoryRow(memory: Memory): MemoryRow {
  return {
    id: memory.id,
    shortId: shortId(memory.id),
    category: memory.category,
    scope: memory.scope,
    project: memory.project,
    title: memory.title,
    entities: [...memory.entities],
    source: { ...memory.source },
    trust: memory.trust,
    pinned: memory.pinned,
    status: memory.status,
    createdAt: memory.createdAt,
    updatedAt: memory.updatedAt,
    deletedAt: memory.deletedAt,
    isQuestion: isQuestion(memory),
    ...quarantined(memory),
  };
}
