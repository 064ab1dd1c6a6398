import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Memory } from '../../../src/core/memory/memory.ts';
import type { InputOf } from '../../../src/protocol/operation.ts';
import { cleanupOperation } from '../../../src/protocol/operations/memories/cleanup.ts';
import { undoOperation } from '../../../src/protocol/operations/memories/undo.ts';
import { OperationsBench, person, projectId } from '../../../dev/operations/operationsBench.ts';

type Input = InputOf<typeof cleanupOperation>;

const day = 24 * 60 * 60_000;
let bench: OperationsBench;
let ids: Record<string, string>;

/** One of each kind that a selection can meet: what it is called says what it is. */
const kept: Readonly<Record<string, Partial<Memory>>> = {
  fresh: {},
  old: { createdAt: -100 * day },
  oldDecision: { category: 'decision', createdAt: -100 * day },
  oldPinned: { pinned: true, createdAt: -100 * day },
  archived: { status: 'archived' },
  oldArchived: { status: 'archived', createdAt: -100 * day },
  candidate: { status: 'candidate', createdAt: -100 * day },
  global: { scope: 'global', project: null, createdAt: -100 * day },
  elsewhere: { project: 'other.example/group/app', createdAt: -100 * day },
  deleted: { deletedAt: 1, createdAt: -100 * day },
};

beforeEach(async () => {
  bench = await OperationsBench.open();
  ids = {};
  for (const [name, fields] of Object.entries(kept)) {
    const { createdAt = 0 } = fields;
    const at = bench.now + createdAt;
    const memory = await bench.insert({
      category: 'fact',
      project: projectId,
      content: name,
      title: name,
      ...fields,
      createdAt: at,
      updatedAt: at,
    });
    ids[name] = memory.id;
  }
});
afterEach(() => bench.close());

const cleanUp = async (input: Input) => bench.call(cleanupOperation, input, { actor: person });
const titles = ({ memories }: { memories: readonly { title: string }[] }) =>
  memories.map(({ title }) => title).toSorted();
const living = async (): Promise<string[]> => {
  const all = await bench.store.read((unit) => unit.memories.getMany(Object.values(ids)));
  return all.filter(({ deletedAt }) => deletedAt === null).map(({ title }) => title);
};

describe('a cleanup', () => {
  it.each<[string, () => Input, string[]]>([
    ['by age', () => ({ older_than_days: 90 }), ['old', 'oldArchived', 'oldDecision']],
    ['by age and category', () => ({ older_than_days: 90, category: ['decision'] }), ['oldDecision']],
    ['by age and status', () => ({ older_than_days: 90, status: ['archived'] }), ['oldArchived']],
    ['by status', () => ({ status: ['archived'] }), ['archived', 'oldArchived']],
    ['by ids', () => ({ only_ids: [ids['fresh'] ?? '', ids['oldPinned'] ?? ''] }), ['fresh', 'oldPinned']],
    [
      'by ids and age',
      () => ({ only_ids: [ids['fresh'] ?? '', ids['old'] ?? ''], older_than_days: 90 }),
      ['old'],
    ],
    ['by an id of another project', () => ({ only_ids: [ids['elsewhere'] ?? ''] }), ['elsewhere']],
    [
      'by an id, in a project that it is not of',
      () => ({ only_ids: [ids['elsewhere'] ?? ''], project: projectId }),
      [],
    ],
    ['of what is for all projects', () => ({ scope: 'global', older_than_days: 90 }), ['global']],
    ['of everything, of one scope', () => ({ all: true, scope: 'global' }), ['global']],
    ['of everything, of one category', () => ({ all: true, category: ['decision'] }), ['oldDecision']],
    ['of everything', () => ({ all: true }), ['archived', 'fresh', 'old', 'oldArchived', 'oldDecision']],
  ])(
    '%s deletes what everything applies to, as it has listed it, and is undone at once',
    async (_what, say, wanted) => {
      const before = await living();
      const input = say();
      const dry = await cleanUp({ ...input, dry_run: true });
      expect(titles(dry)).toEqual(wanted.toSorted());
      expect(dry.changeId).toBe('');
      expect(await living()).toEqual(before);
      const done = await cleanUp(input);
      expect(titles(done)).toEqual(titles(dry));
      expect(await living()).toEqual(before.filter((each) => !wanted.includes(each)));
      if (wanted.length > 0) await bench.call(undoOperation, { change_id: done.changeId }, { actor: person });
      expect(await living()).toEqual(before);
    },
  );

  it('is of nothing when nothing is said, and of no project where none is known', async () => {
    await expect(cleanUp({})).rejects.toThrow('Say what to delete');
    await expect(
      bench.call(cleanupOperation, { older_than_days: 1 }, { actor: person, project: undefined }),
    ).rejects.toThrow('No project is known');
    await expect(cleanUp({ only_ids: ['ffffffffff'] })).rejects.toThrow('ffffffffff');
  });

  it('lists the oldest first', async () => {
    const { memories, total } = await cleanUp({ all: true, dry_run: true });
    const ages = memories.map(({ createdAt }) => createdAt);
    expect(ages).toEqual(ages.toSorted((left, right) => left - right));
    expect(total).toBe(5);
  });
});
