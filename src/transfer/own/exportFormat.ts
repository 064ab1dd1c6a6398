import type { Change } from '../../core/memory/history.ts';
import type { Memory } from '../../core/memory/memory.ts';
import type { WholeMemory } from '../../store/ports/transferRepository.ts';

/** What the first lines of an export say that it is. */
export const exportFormat = 'memory-bridge';
/**
 * Grows when a reader of before could not understand what is written now. A field more is no reason: readers pass over what
 * they do not know, and take what is missing as never said.
 */
export const exportVersion = 1;

/** Which part of a store an export holds; the same wish on the same store is the same file. Times in ms. */
export interface ExportWish {
  readonly format: 'json' | 'markdown';
  /** Keys of a project, its id first; left out: of all. */
  readonly projects?: readonly (string | null)[] | undefined;
  readonly categories?: readonly Memory['category'][] | undefined;
  /** Said at or after. */
  readonly since?: number | undefined;
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
  readonly withHistory: boolean;
  readonly withDeleted: boolean;
}

/** Only some memories are wanted: then what belongs to no memory is not written either. */
export const isPart = ({ categories, since, limit, offset }: ExportWish): boolean =>
  categories !== undefined || since !== undefined || limit !== undefined || (offset ?? 0) > 0;

/** What stands in the file of the wish. */
export function heldBy(wish: ExportWish): Record<string, unknown> {
  const { projects, categories, since, limit, offset, withHistory, withDeleted } = wish;
  const said = {
    project: projects?.[0] ?? undefined,
    categories,
    since,
    limit,
    offset,
    history: withHistory,
    deleted: withDeleted,
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}

/** Every field of a memory, in the order in which it is written. */
const fields = [
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
  'entities',
  'anchors',
  'tags',
  'source',
  'trust',
  'confidence',
  'pinned',
  'status',
  'supersededBy',
  'createdAt',
  'updatedAt',
  'resolvedAt',
  'expiresAt',
  'deletedAt',
  'lastRecalledAt',
  'recallCount',
  'lastOpenedAt',
  'openedCount',
  'reminder',
  'review',
  'position',
  'quarantine',
  'revision',
  'evidence',
  'links',
  'metadata',
] as const satisfies readonly (keyof Memory)[];

type Unwritten = Exclude<keyof Memory, (typeof fields)[number]>;
/** A field that is not written does not compile. */
export const allFieldsAreWritten: Unwritten extends never ? true : never = true;

/** A memory as an export has it. */
export function exportedMemory({ memory, origins, history, turns }: WholeMemory): Record<string, unknown> {
  return {
    ...inOrder(memory),
    ...(turns.length > 0 ? { turns } : {}),
    ...(origins.length > 0 ? { origins } : {}),
    ...(history.length > 0 ? { history: history.map(exportedChange) } : {}),
  };
}

/** Objects of one content are of one text: the order of fields is that of the list, whoever made them. */
const inOrder = (memory: Memory): Record<string, unknown> =>
  Object.fromEntries(fields.map((field) => [field, memory[field]]));

/** Without the memory that it stands in. */
function exportedChange({
  id,
  groupId,
  action,
  actor,
  at,
  before,
  revision,
  undoneBy,
}: Change): Record<string, unknown> {
  return { id, groupId, action, actor, at, before: before && inOrder(before), revision, undoneBy };
}
