import { createHash } from 'node:crypto';
import { contentKey } from '../../../core/memory/contentKey.ts';
import type { Anchor } from '../../../core/memory/anchor.ts';
import type { Evidence } from '../../../core/memory/evidence.ts';
import type { Category, Memory, Scope, SourceKind, Status, Trust } from '../../../core/memory/memory.ts';
import type { MemoryLink } from '../../../core/memory/memoryLink.ts';
import type { Quarantine } from '../../../core/memory/quarantine.ts';
import type { Row, SqlValue } from '../../../sqlite/preparedStatement.ts';
import { number, optionalNumber, optionalText, text } from './columns.ts';
import { indexedText } from './indexedText.ts';
import { metadataIn, typedFacts } from './typedFacts.ts';

/** Digits of an id that `findByTail` can tell apart: the last group of a UUID. */
const tailDigits = 12;

/** Columns in the order of `memoryParameters`. */
export const memoryColumns = [
  'id',
  'tail',
  'category',
  'scope',
  'project',
  'session',
  'status',
  'pinned',
  'created_at',
  'updated_at',
  'resolved_at',
  'expires_at',
  'deleted_at',
  'last_recalled_at',
  'recall_count',
  'revision',
  'content_key',
  'superseded_by',
  'source_kind',
  'source_ref',
  'source_actor',
  'trust',
  'confidence',
  'title',
  'content',
  'what',
  'why',
  'learned',
  'entities',
  'tags',
  'anchors',
  'metadata',
  'identifiers',
  'folded',
  'evidence',
  'links',
  'reminder_at',
  'recurrence',
  'reviewed_at',
  'review_days',
  'position',
  'opened_count',
  'last_opened_at',
  'quarantine',
] as const;

/** What `memoryFromRow` reads. The rest is for the index and as long as the texts. */
export const memoryFields = memoryColumns
  .filter((column) => column !== 'identifiers' && column !== 'folded')
  .join(', ');

/** The end of an id, last digit first, so that an index finds ids by how they end. */
export function reversedTail(text: string): string {
  return Array.from(text.slice(-tailDigits).toLowerCase()).toReversed().join('');
}

/** Contents of any length as a key of fixed length; what counts as the same text is the domain's to say. */
export function storedContentKey(key: string): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, 22);
}

/** `identifiers` is the text for the index that `memoryTerms.ts` makes of the memory. */
export function memoryParameters(memory: Memory, identifiers: string): SqlValue[] {
  return [
    memory.id,
    reversedTail(memory.id),
    memory.category,
    memory.scope,
    memory.project,
    memory.session,
    memory.status,
    memory.pinned ? 1 : 0,
    memory.createdAt,
    memory.updatedAt,
    memory.resolvedAt,
    memory.expiresAt,
    memory.deletedAt,
    memory.lastRecalledAt,
    memory.recallCount,
    memory.revision,
    storedContentKey(contentKey(memory.content)),
    memory.supersededBy,
    memory.source.kind,
    memory.source.ref ?? null,
    memory.source.actor ?? null,
    memory.trust,
    memory.confidence,
    memory.title,
    memory.content,
    memory.what,
    memory.why,
    memory.learned,
    JSON.stringify(memory.entities),
    JSON.stringify(memory.tags),
    JSON.stringify(memory.anchors),
    JSON.stringify(memory.metadata),
    identifiers,
    indexedText(memory, identifiers),
    JSON.stringify(memory.evidence),
    JSON.stringify(memory.links),
    memory.reminder?.at ?? null,
    memory.reminder?.recurrence ?? null,
    memory.review?.reviewedAt ?? null,
    memory.review?.everyDays ?? null,
    memory.position,
    memory.openedCount,
    memory.lastOpenedAt,
    memory.quarantine === null ? null : JSON.stringify(memory.quarantine),
  ];
}

export function memoryFromRow(row: Row): Memory {
  return {
    id: text(row, 'id'),
    category: text(row, 'category') as Category,
    scope: text(row, 'scope') as Scope,
    project: optionalText(row, 'project'),
    session: optionalText(row, 'session'),
    title: text(row, 'title'),
    content: text(row, 'content'),
    what: optionalText(row, 'what'),
    why: optionalText(row, 'why'),
    learned: optionalText(row, 'learned'),
    entities: list<string>(row, 'entities'),
    anchors: list<Anchor>(row, 'anchors'),
    tags: list<string>(row, 'tags'),
    source: {
      kind: text(row, 'source_kind') as SourceKind,
      ...(row['source_ref'] === null ? {} : { ref: text(row, 'source_ref') }),
      ...(row['source_actor'] === null ? {} : { actor: text(row, 'source_actor') }),
    },
    trust: text(row, 'trust') as Trust,
    confidence: number(row, 'confidence'),
    pinned: row['pinned'] === 1,
    status: text(row, 'status') as Status,
    supersededBy: optionalText(row, 'superseded_by'),
    createdAt: number(row, 'created_at'),
    updatedAt: number(row, 'updated_at'),
    resolvedAt: optionalNumber(row, 'resolved_at'),
    expiresAt: optionalNumber(row, 'expires_at'),
    deletedAt: optionalNumber(row, 'deleted_at'),
    lastRecalledAt: optionalNumber(row, 'last_recalled_at'),
    recallCount: number(row, 'recall_count'),
    lastOpenedAt: optionalNumber(row, 'last_opened_at'),
    openedCount: number(row, 'opened_count'),
    reminder: reminderIn(row),
    review: reviewIn(row),
    position: optionalNumber(row, 'position'),
    quarantine: quarantineIn(row),
    revision: number(row, 'revision'),
    metadata: metadataIn(JSON.parse(text(row, 'metadata'))),
    evidence: list<Evidence>(row, 'evidence'),
    links: list<MemoryLink>(row, 'links'),
  };
}

/** The same of a row of an older release, which has no columns for some of it. */
export function memoryFromRowOfAnyRelease(row: Row): Memory {
  const isTyped = row['evidence'] !== undefined;
  const memory = memoryFromRow({ ...columnsOfNow, ...row });
  return isTyped ? memory : { ...memory, ...typedFacts(memory) };
}

/** What a row has that was never given any of it. */
const columnsOfNow: Row = {
  evidence: '[]',
  links: '[]',
  reminder_at: null,
  recurrence: null,
  reviewed_at: null,
  review_days: null,
  position: null,
  opened_count: 0,
  last_opened_at: null,
  quarantine: null,
};

function reminderIn(row: Row): Memory['reminder'] {
  const at = optionalNumber(row, 'reminder_at');
  return at === null ? null : { at, recurrence: optionalText(row, 'recurrence') };
}

function reviewIn(row: Row): Memory['review'] {
  const [reviewedAt, everyDays] = [optionalNumber(row, 'reviewed_at'), optionalNumber(row, 'review_days')];
  return reviewedAt === null && everyDays === null ? null : { reviewedAt, everyDays };
}

function quarantineIn(row: Row): Quarantine | null {
  const json = optionalText(row, 'quarantine');
  return json === null ? null : (JSON.parse(json) as Quarantine);
}

/** Most lists are empty; parsing them all shows in the time of a recall. */
function list<T>(row: Row, column: string): T[] {
  const json = text(row, column);
  return json === '[]' ? [] : (JSON.parse(json) as T[]);
}
