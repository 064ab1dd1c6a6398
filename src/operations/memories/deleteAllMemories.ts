import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { Memory, Scope } from '../../core/memory/memory.ts';
import { projectKeys } from '../../core/project/project.ts';
import { shortId } from '../../core/shortId.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { actOn } from '../../memories/act.ts';
import { MemoryChanges } from '../../memories/memoryChanges.ts';
import { mayAct } from '../../memories/whoMay.ts';
import type { OutputOf, ParsedInputOf } from '../../protocol/operation.ts';
import { deleteAllMemoriesOperation } from '../../protocol/operations/memories/deleteAllMemories.ts';
import type { MemoryFilter } from '../../store/ports/memoryFilter.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';
import type { Store } from '../../store/ports/store.ts';
import type { ControlOperation, OperationContext } from '../operation.ts';
import { counted } from '../shared/rendering.ts';

type Output = OutputOf<typeof deleteAllMemoriesOperation>;
type Deleted = Pick<Memory, 'id' | 'category'>;

/** As many as this are deleted in one unit of work, so that whatever ends the server leaves all of them or none. */
const mostWhole = 5_000;
/** Of more, in one unit of work: others wait behind each. */
const atOnce = 50;
/** In a row, before whoever asks whether the server lives is answered. */
const inRow = 25;
/** Read at a time. */
const page = 500;

/**
 * Deletes everything of a scope, very many in short units of work, and one undo takes it back. What was counted is what is
 * deleted: the token is a sum of the ids, so that a memory that came in between is never among them.
 */
export function createDeleteAllMemories(
  store: Pick<Store, 'read' | 'write'>,
): ControlOperation<typeof deleteAllMemoriesOperation> {
  return {
    definition: deleteAllMemoriesOperation,

    async run({ scope, confirm }: ParsedInputOf<typeof deleteAllMemoriesOperation>, context) {
      const filter = filterOf(scope, context);
      const { meant, kept } = await store.read((unit) => deletable(unit, filter, context));
      const token = tokenOf(scope, meant);
      const answer = (done: Pick<Output, 'confirm' | 'deleted' | 'changeId'>): Output => ({
        scope,
        project: scope === 'global' ? null : (context.project?.id ?? null),
        count: meant.length,
        byCategory: countsOf(meant),
        kept,
        ...done,
      });
      if (meant.length === 0 || confirm === undefined)
        return answer({ confirm: meant.length === 0 ? null : token, deleted: 0, changeId: '' });
      if (confirm.trim() !== token)
        throw new MemoryBridgeError(
          'conflict',
          `These are not the memories that were counted: there are ${counted(meant.length, 'memory', 'memories')} now. Nothing was deleted. Call again without confirm, and then with the token of that answer.`,
          { details: { count: meant.length } },
        );
      const groupId = context.ids.next();
      const deleted = await deleteInTurns(store, meant, groupId, context);
      return answer({ confirm: null, deleted, changeId: deleted === 0 ? '' : groupId });
    },

    render({ scope, project, count, byCategory, kept, confirm, deleted, changeId }) {
      const where =
        scope === 'project'
          ? ` of ${oneLine(project ?? '')}`
          : scope === 'session'
            ? ' of this session'
            : ' for all projects';
      const what = `${counted(confirm === null ? deleted : count, 'memory', 'memories')}${where}`;
      const left =
        kept === 0 ? [] : [`${counted(kept, 'memory', 'memories')} left: only a person may delete those.`];
      if (count === 0) return ['There is nothing to delete.', ...left].join('\n');
      if (confirm === null) return [`Deleted ${what} (undo ${shortId(changeId)}).`, ...left].join('\n');
      const kinds = Object.entries(byCategory)
        .map(([category, each]) => counted(each, oneLine(category)))
        .join(', ');
      return [
        `Would delete ${what}: ${kinds}.`,
        ...left,
        `Nothing is deleted yet. If the person wants that, call again with confirm ${oneLine(confirm)}.`,
      ].join('\n');
    },
  };
}

function filterOf(scope: Scope, { project, sessionId }: OperationContext): MemoryFilter {
  if (scope === 'global') return { scope };
  if (scope === 'session') {
    if (sessionId === undefined) throw missing('session');
    return { scope, session: sessionId };
  }
  if (!project) throw missing('project');
  return { projects: projectKeys(project) };
}

const missing = (what: 'project' | 'session'): MemoryBridgeError =>
  new MemoryBridgeError(
    'invalid_input',
    `scope: ${what} needs a ${what}, and none is known for this call.${what === 'project' ? ' Name it with "project".' : ''}`,
    { details: { field: 'scope' } },
  );

/** What the caller may delete, and how much it may not. */
async function deletable(
  { memories }: ReadUnit,
  filter: MemoryFilter,
  { actor }: OperationContext,
): Promise<{ meant: Deleted[]; kept: number }> {
  const meant: Deleted[] = [];
  let kept = 0;
  for (let cursor: string | null | undefined; cursor !== null;) {
    const found = await memories.list(filter, { limit: page, ...(cursor === undefined ? {} : { cursor }) });
    for (const memory of found.memories)
      if (mayAct(memory, 'delete', actor)) meant.push({ id: memory.id, category: memory.category });
      else kept += 1;
    cursor = found.nextCursor;
  }
  return { meant, kept };
}

function tokenOf(scope: Scope, meant: readonly Deleted[]): string {
  const ids = meant.map(({ id }) => id).toSorted();
  return createHash('sha256')
    .update([scope, ...ids].join(' '))
    .digest('hex')
    .slice(0, 12);
}

function countsOf(meant: readonly Deleted[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { category } of meant) counts[category] = (counts[category] ?? 0) + 1;
  return counts;
}

async function deleteInTurns(
  store: Pick<Store, 'write'>,
  meant: readonly Deleted[],
  groupId: string,
  context: OperationContext,
): Promise<number> {
  let deleted = 0;
  const step = meant.length <= mostWhole ? mostWhole : atOnce;
  for (let from = 0; from < meant.length; from += step) {
    const ids = meant.slice(from, from + step).map(({ id }) => id);
    const changes = await store.write(async (unit) => {
      const made = new MemoryChanges(unit, context, groupId);
      for (let at = 0; at < ids.length; at += inRow) {
        if (at > 0) await setImmediate();
        for (const memory of await unit.memories.getMany(ids.slice(at, at + inRow)))
          if (mayAct(memory, 'delete', context.actor)) await actOn(memory, 'delete', made);
      }
      return made;
    });
    changes.announce();
    deleted += changes.size;
  }
  return deleted;
}
