import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OperationsBench, refusal } from '../../../dev/operations/operationsBench.ts';
import {
  changeOfRow,
  comparableMemory,
  type ComparableMemory,
  memoryOfRow,
} from '../../../dev/store/kept/comparableMemory.ts';
import { type KeptContents, keptStores } from '../../../dev/store/kept/keptStore.ts';
import { loadBuiltInEmbedder } from '../../../src/embed/builtIn/loadBuiltInEmbedder.ts';
import type { InputOf } from '../../../src/protocol/operation.ts';
import { reviewInboxTool } from '../../../src/protocol/tools/reviewInboxTool.ts';
import { listMemoriesOperation } from '../../../src/protocol/operations/memories/listMemories.ts';
import { getHistoryOperation } from '../../../src/protocol/operations/memories/getHistory.ts';
import { undoOperation } from '../../../src/protocol/operations/memories/undo.ts';
import { recallOperation } from '../../../src/protocol/operations/recall/recall.ts';
import { sessionTool } from '../../../src/protocol/tools/sessionTool.ts';

/** What a release answered about the store that it left is what the verbs answer about it now. */
describe.each(keptStores())('the store of $name', (kept) => {
  const { answers, tables } = kept.contents;
  const caller = { project: answers.project, actor: { kind: 'editor', name: 'vscode' } } as const;
  let bench: OperationsBench;

  beforeAll(async () => {
    bench = await OperationsBench.open(loadBuiltInEmbedder(), (home) => kept.place(home));
    bench.now = answers.answeredAt;
  });
  afterAll(() => bench.close());

  it.each(answers.lists)('lists the same for $input', async ({ input, ids }) => {
    const asked = { limit: 1000, ...input } as InputOf<typeof listMemoriesOperation>;
    const { memories } = await bench.call(listMemoriesOperation, asked, caller);
    expect(memories.map(({ id }) => id)).toEqual(ids);
  });

  it('tells the same history of each memory', async () => {
    const told: Record<string, unknown> = {};
    for (const id of Object.keys(answers.histories)) {
      const { changes } = await bench.call(getHistoryOperation, { memory_id: id, limit: 200 }, caller);
      told[id] = changes.map(({ id: change, action, undone, before }) => [
        change,
        action,
        undone,
        before !== null,
      ]);
    }
    expect(told).toEqual(answers.histories);
  });

  it('has the same in the Inbox', async () => {
    const { memories } = await bench.call(reviewInboxTool, { action: 'list', all_projects: true }, caller);
    expect(memories.map(({ id }) => id)).toEqual(answers.inbox);
  });

  it('knows who is at work, and what they hold', async () => {
    const { sessions } = await bench.call(sessionTool, { action: 'list' }, { ...caller, project: undefined });
    const plain = (list: readonly { readonly id: string; readonly claims: readonly object[] }[]) =>
      list.map(({ id, claims }) => ({ id, claims })).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    expect(plain(sessions)).toEqual(plain(answers.sessions));
  });

  // What comes after the first answer may be ranked otherwise by each version.
  it.each(answers.recall.filter(({ ids }) => ids.length > 0))(
    'finds what it found first for "$query"',
    async ({ query, ids: [first] }) => {
      const { memories } = await bench.call(recallOperation, { query, limit: 8 }, caller);
      expect(memories.map(({ id }) => id)).toContain(first);
    },
  );

  const undo = (id: string) => bench.call(undoOperation, { change_id: id }, caller);

  it.each(lastChanges(tables).filter((each) => !each.isThinned))(
    'takes back $kind, and takes that back',
    async ({ change, before, after }) => {
      const { changeId } = await undo(change);
      expect(stateOf(comparableMemory(await bench.stored(after.id)))).toMatchObject(
        before ?? { ...after, deletedAt: bench.now },
      );
      await undo(changeId);
      expect(stateOf(comparableMemory(await bench.stored(after.id)))).toMatchObject(after);
    },
  );

  it.each(lastChanges(tables).filter((each) => each.isThinned))(
    'does not take back $kind of which it is not known any more what was before',
    async ({ change }) => {
      expect(await refusal(undo(change))).toMatchObject({ code: 'not_found' });
    },
  );

  it('takes back a group of changes as a whole', async () => {
    const sizes = new Map<string, number>();
    for (const { group_id: group, action, undone_by: undone } of tables['history']?.rows ?? [])
      if (action === 'delete' && undone === null)
        sizes.set(String(group), (sizes.get(String(group)) ?? 0) + 1);
    const [group = '', size] = [...sizes].toSorted(([, a], [, b]) => b - a)[0] ?? [];
    expect(size).toBeGreaterThan(1);
    const answer = await bench.call(undoOperation, { change_id: group }, caller);
    expect([answer.undone, answer.memories.map(({ deletedAt }) => deletedAt)]).toEqual([
      size,
      Array.from({ length: Number(size) }, () => null),
    ]);
  });
});

interface LastChange {
  readonly kind: string;
  /** Its id. */
  readonly change: string;
  readonly before: object | null;
  readonly after: ComparableMemory & { readonly id: string };
  readonly isThinned: boolean;
}

/** Of each kind of change the last one of some memory, with the states before and after as they were kept. */
function lastChanges({ memories, history }: KeptContents['tables']): LastChange[] {
  const after = new Map(memories?.rows?.map((row) => [row['id'], memoryOfRow(row)]));
  const latest = new Map(history?.rows?.map((row) => [row['memory_id'], row]));
  const found = new Map<string, LastChange>();
  for (const [id, row] of latest) {
    const { action, before } = changeOfRow(row);
    const isThinned = before === null && action !== 'create';
    const memory = after.get(id);
    if (!memory || row['undone_by'] !== null) continue;
    found.set(`${String(action)} ${isThinned}`, {
      kind: String(action),
      change: String(row['id']),
      before: before === null ? null : stateOf(before as object),
      after: { ...stateOf(memory), id: String(id) },
      isThinned,
    });
  }
  return [...found.values()];
}

/** Being undone is a change of its own, and being recalled is none. */
function stateOf(memory: object): ComparableMemory {
  return { ...memory, updatedAt: 0, revision: 0, lastRecalledAt: 0, recallCount: 0 };
}
