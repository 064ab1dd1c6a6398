import type { Forges } from '../../core/forge/forges.ts';
import { expiredReason, withArchiveReason } from '../../core/memory/archiveReason.ts';
import type { Memory, Scope } from '../../core/memory/memory.ts';
import type { IdGenerator } from '../../core/ports.ts';
import type { Project } from '../../core/project/project.ts';
import { entitiesOf, tagsOf, titleOf } from '../../memories/memoryWording.ts';
import { inForce } from '../../core/memory/memoryStates.ts';
import type { IncomingMemory } from '../incoming.ts';

export interface IncomingContext {
  readonly project: Project | undefined;
  readonly ids: IdGenerator;
  /** Wall clock, ms: for what the other system does not say when it was. */
  readonly now: number;
  readonly forges: Forges;
}

/** Doubt that is left of what another system has kept and says nothing of. */
const usualConfidence = 0.7;

/** A memory of another system as one of ours. Its texts are clean, and links and successors are found later. */
export function memoryOfIncoming(
  item: IncomingMemory,
  { project, ids, now, forges }: IncomingContext,
): Memory {
  const scope: Scope = item.scope ?? (project ? 'project' : 'global');
  const projectId = scope === 'global' ? null : (project?.id ?? null);
  const { content, title, what, why, learned } = item;
  const createdAt = item.createdAt ?? item.updatedAt ?? now;
  const isExpired = inForce(item.status ?? 'active') && (item.expiresAt ?? Infinity) <= now;
  const status = isExpired ? 'archived' : (item.status ?? 'active');
  const archiveReason = isExpired ? expiredReason : item.archiveReason;
  const metadata = { ...item.metadata };
  return {
    id: ids.next(),
    category: item.category,
    scope,
    project: projectId,
    session: item.session ?? null,
    title: titleOf(content, title === undefined || title.trim() === '' ? undefined : title),
    content,
    what: what ?? null,
    why: why ?? null,
    learned: learned ?? null,
    entities: entitiesOf(
      item.entities ?? [],
      [title, withoutMarks(content, item.tagMarks), what, why, learned],
      projectId,
      forges,
    ),
    anchors: [],
    tags: tagsOf(item.tags),
    source: { kind: 'import', ...item.source },
    trust: item.trust ?? 'external',
    confidence: item.confidence ?? usualConfidence,
    pinned: item.pinned ?? false,
    status,
    supersededBy: null,
    createdAt,
    updatedAt: item.updatedAt ?? createdAt,
    resolvedAt: item.resolvedAt ?? null,
    expiresAt: item.expiresAt ?? null,
    deletedAt: item.deletedAt ?? null,
    lastRecalledAt: item.lastRecalledAt ?? null,
    recallCount: item.recallCount ?? 0,
    lastOpenedAt: null,
    openedCount: 0,
    reminder: item.reminder ?? null,
    review: item.review ?? null,
    position: null,
    revision: 1,
    evidence: [],
    quarantine: null,
    links: [],
    metadata: archiveReason === undefined ? metadata : withArchiveReason(metadata, archiveReason),
  };
}

/** The text as references are looked for in it: what is a tag there names nothing. */
function withoutMarks(content: string, marks: readonly string[] = []): string {
  const isMark = new Set(marks);
  if (isMark.size === 0) return content;
  return content.replaceAll(/(?<!\S)#\S+/g, (word) =>
    isMark.has(withoutEnd(word)) ? ' '.repeat(word.length) : word,
  );
}

/** A word without what ends a sentence behind it. */
function withoutEnd(word: string): string {
  let end = word.length;
  while (end > 0 && ').,;:!?'.includes(word.charAt(end - 1))) end -= 1;
  return word.slice(0, end);
}
