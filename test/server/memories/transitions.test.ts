import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OperationsBench, person, projectUrl } from '../../../dev/operations/operationsBench.ts';
import type { Memory } from '../../../src/core/memory/memory.ts';
import type { MemoryBridgeError } from '../../../src/core/errors.ts';
import { undoOperation } from '../../../src/protocol/operations/memories/undo.ts';

let bench: OperationsBench;
let successor: string;
let count = 0;
beforeAll(async () => {
  bench = await OperationsBench.open();
  successor = (await bench.remember('What holds now')).memory.id;
});
afterAll(() => bench.close());

/** Every state that a memory can be in. */
const states: Readonly<Record<string, () => Partial<Memory>>> = {
  active: () => ({}),
  resolved: () => ({ category: 'blocker', status: 'resolved', resolvedAt: bench.now }),
  superseded: () => ({ status: 'superseded', supersededBy: successor }),
  archived: () => ({ status: 'archived' }),
  rejected: () => ({ status: 'rejected' }),
  candidate: () => ({ status: 'candidate', expiresAt: bench.now + 1_000 }),
  deleted: () => ({ deletedAt: bench.now }),
  'deleted, archived': () => ({ status: 'archived', deletedAt: bench.now }),
};

type Verb = 'archive' | 'restore' | 'delete' | 'supersede' | 'bulk' | 'cleanup' | 'purge';
const verbs = ['archive', 'restore', 'delete', 'supersede', 'bulk', 'cleanup'] as const;
const isInShort = (verb: Verb): boolean => verb !== 'bulk' && verb !== 'cleanup' && verb !== 'purge';

/** The call of a verb, as HTTP and MCP make it; `update_memory` is the door of the short list of tools. */
function callOf(verb: Verb, id: string, isShort: boolean): readonly [string, object] {
  if (isShort)
    return [
      'update_memory',
      { memory_id: id, action: verb, ...(verb === 'supersede' ? { superseded_by: successor } : {}) },
    ];
  if (verb === 'supersede') return ['supersede_memory', { memory_id: id, superseded_by: successor }];
  if (verb === 'bulk') return ['bulk_archive', { memory_ids: [id], reason: 'over' }];
  if (verb === 'cleanup') return ['cleanup_memories', { only_ids: [id] }];
  return verb === 'purge' ? ['purge', { ids: [id] }] : [`${verb}_memory`, { memory_id: id }];
}

const stateOf = (memory: Memory | undefined): string =>
  memory ? `${memory.deletedAt === null ? '' : 'deleted '}${memory.status}` : 'gone';

const [conflict, same] = ['refused: conflict', undefined];

/** What comes of each verb in each state: the state after it, the code of a refusal, or `same` where nothing changes. */
const due: Readonly<Record<string, Readonly<Record<Exclude<Verb, 'purge'>, string | undefined>>>> = {
  active: {
    archive: 'archived',
    restore: same,
    delete: 'deleted active',
    supersede: 'superseded',
    bulk: 'archived',
    cleanup: 'deleted active',
  },
  resolved: {
    archive: 'archived',
    restore: same,
    delete: 'deleted resolved',
    supersede: 'superseded',
    bulk: 'archived',
    cleanup: 'deleted resolved',
  },
  superseded: {
    archive: 'archived',
    restore: 'active',
    delete: 'deleted superseded',
    supersede: conflict,
    bulk: 'archived',
    cleanup: 'deleted superseded',
  },
  archived: {
    archive: same,
    restore: 'active',
    delete: 'deleted archived',
    supersede: 'superseded',
    bulk: same,
    cleanup: 'deleted archived',
  },
  rejected: {
    archive: 'archived',
    restore: 'active',
    delete: 'deleted rejected',
    supersede: conflict,
    bulk: same,
    cleanup: 'deleted rejected',
  },
  candidate: {
    archive: conflict,
    restore: conflict,
    delete: 'deleted candidate',
    supersede: 'superseded',
    bulk: same,
    cleanup: same,
  },
  deleted: {
    archive: conflict,
    restore: 'active',
    delete: same,
    supersede: conflict,
    bulk: same,
    cleanup: same,
  },
  'deleted, archived': {
    archive: conflict,
    restore: 'archived',
    delete: same,
    supersede: conflict,
    bulk: same,
    cleanup: same,
  },
};

/** Does it to a memory in a state of its own, and says what came of it. */
async function tried(state: string, verb: Verb, isShort: boolean) {
  count += 1;
  const content = `Memory ${count} of its own`;
  const memory = await bench.insert({ content, trust: 'agent', ...states[state]?.() });
  const [name, input] = callOf(verb, memory.id, isShort);
  try {
    const { result } = await bench.dispatcher.dispatch(name, input, { actor: person, project: projectUrl });
    const after = await bench.store.read((unit) => unit.memories.get(memory.id));
    return { memory, came: stateOf(after), changeId: (result as { changeId?: string }).changeId ?? '' };
  } catch (error) {
    return { memory, came: `refused: ${(error as MemoryBridgeError).code}`, changeId: '' };
  }
}

const plain = (memory: Memory): Memory => ({ ...memory, revision: 1 });

describe.each(Object.keys(states))('a memory that is %s', (state) => {
  const doors = verbs.flatMap((verb) =>
    isInShort(verb) ? [[verb, false] as const, [verb, true] as const] : [[verb, false] as const],
  );

  it.each(doors)('%s, by the short list of tools: %s', async (verb, isShort) => {
    const { memory, came, changeId } = await tried(state, verb, isShort);
    const wanted = due[state]?.[verb];
    expect(came).toBe(wanted ?? stateOf(memory));
    expect(changeId !== '').toBe(wanted !== undefined && wanted !== conflict);
  });

  it.each(doors)('%s, by the short list of tools: %s, and back', async (verb, isShort) => {
    const { memory, changeId } = await tried(state, verb, isShort);
    if (changeId !== '') await bench.call(undoOperation, { change_id: changeId });
    expect(plain(await bench.stored(memory.id))).toEqual(plain(memory));
  });

  it('is gone for good when it is purged', async () => {
    expect(await tried(state, 'purge', false)).toMatchObject({ came: 'gone' });
  });
});
