import type { Change } from '../../../src/core/memory/history.ts';
import type { Memory } from '../../../src/core/memory/memory.ts';

type Row = Readonly<Record<string, unknown>>;

/** A memory as all versions tell it: what a kept store's rows are turned into, and what is read of it today. */
export type ComparableMemory = Readonly<Record<string, unknown>>;

/** Where a version keeps what is known of a captured memory. */
type Told = Partial<Pick<Memory, 'evidence' | 'links'>> & Pick<Memory, 'metadata'>;

/**
 * The metadata of a memory in one form, whichever version tells it: that of schema 6, where what is known of a captured
 * memory stands in it. Since schema 8 that is evidence and links, and is put back here. A migration that moves more of it
 * does the same, and changes nothing else of this comparison. Written without the code of the migrations, which it judges.
 */
function metadataOf({ metadata, evidence = [], links = [] }: Told): Memory['metadata'] {
  const told: Record<string, unknown> = { ...metadata };
  for (const { kind, to } of links) told[kind] = to;
  for (const { says, ref, place, excerpt, files, filesChanged, fingerprint, redacted, unseen } of evidence) {
    if (says === 'stated') {
      Object.assign(told, { commit: ref, subject: excerpt, files, filesChanged, redacted });
      Object.assign(told, { statement: fingerprint, adr: place });
    } else if (says === 'returned') {
      told['returned'] = ref;
    } else {
      told['ended'] = { reason: says, commit: ref, unseen };
      // A question stands in the commit that says so.
      if (told['ends'] !== undefined) told['commit'] = ref;
    }
  }
  return told;
}

export const comparableMemory = (memory: Told): ComparableMemory =>
  plain({ ...memory, metadata: metadataOf(memory) });

export function comparableChange(change: Change): Readonly<Record<string, unknown>> {
  return plain({ ...change, before: change.before && comparableMemory(change.before) });
}

/** Of a row whose JSON is read already. */
export function memoryOfRow(row: Row): ComparableMemory {
  const { source_kind: kind, source_ref: ref, source_actor: actor } = row;
  const same = [
    'id',
    'category',
    'scope',
    'project',
    'session',
    'title',
    'content',
    'what',
    'why',
    'learned',
  ];
  const alike = [
    ...same,
    'entities',
    'anchors',
    'tags',
    'trust',
    'confidence',
    'status',
    'revision',
    'metadata',
    'evidence',
    'links',
  ];
  const told = Object.fromEntries(alike.map((name) => [name, row[name]])) as unknown as Told;
  return comparableMemory({
    ...told,
    source: { kind, ref: ref ?? undefined, actor: actor ?? undefined },
    pinned: row['pinned'] === 1,
    supersededBy: row['superseded_by'],
    createdAt: row['created_at'],
    updatedAt: row['updated_at'],
    resolvedAt: row['resolved_at'],
    expiresAt: row['expires_at'],
    deletedAt: row['deleted_at'],
    lastRecalledAt: row['last_recalled_at'],
    recallCount: row['recall_count'],
  } as Told);
}

export function changeOfRow(row: Row): Readonly<Record<string, unknown>> {
  return plain({
    id: row['id'],
    groupId: row['group_id'],
    memoryId: row['memory_id'],
    action: row['action'],
    actor: { kind: row['actor_kind'], name: row['actor_name'] ?? undefined },
    at: row['at'],
    before: row['before'] === null ? null : comparableMemory(row['before'] as Told),
    revision: row['revision'],
    undoneBy: row['undone_by'],
  });
}

/** Without what is undefined. */
const plain = (value: object): Record<string, unknown> =>
  JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
