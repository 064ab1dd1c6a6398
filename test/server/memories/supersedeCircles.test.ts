import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemoryBridgeError } from '../../../src/core/errors.ts';
import type { Memory } from '../../../src/core/memory/memory.ts';
import type { InputOf } from '../../../src/protocol/operation.ts';
import { reviewInboxTool } from '../../../src/protocol/tools/reviewInboxTool.ts';
import { undoOperation } from '../../../src/protocol/operations/memories/undo.ts';
import { updateMemoryTool } from '../../../src/protocol/tools/updateMemoryTool.ts';
import { seededRandom } from '../../../dev/random/seededRandom.mjs';
import { day, OperationsBench, refusal } from '../../../dev/operations/operationsBench.ts';

let bench: OperationsBench;
beforeEach(async () => {
  bench = await OperationsBench.open();
});
afterEach(() => bench.close());

type Action = InputOf<typeof updateMemoryTool>['action'];
const update = (memory_id: string, action: Action, rest: object = {}) =>
  bench.call(updateMemoryTool, { memory_id, action, ...rest });
const supersede = (memory: string, superseded_by: string) => update(memory, 'supersede', { superseded_by });
const undo = (change_id: string) => bench.call(undoOperation, { change_id });
const remembered = async (content: string) => (await bench.remember(content)).memory.id;
const circles = () => bench.store.read((unit) => unit.memories.supersedeCircles());
const stored = async (...ids: string[]) =>
  (await bench.store.read((unit) => unit.memories.getMany(ids))).map(({ supersededBy }) => supersededBy);

describe('no door makes a circle of successors', () => {
  it('neither the undoing of an undo, nor what comes after', async () => {
    const [a, b, d] = [
      await remembered('Use npm'),
      await remembered('Use pnpm'),
      await remembered('Use bun'),
    ];
    const first = await supersede(a, b);
    const undone = await undo(first.changeId);
    // Turned round after the undo, as a person may well want it.
    await supersede(b, a);
    const refused = await refusal(undo(undone.changeId));
    expect(refused).toMatchObject({
      code: 'conflict',
      message: `[${a.slice(-10)}] cannot be superseded by [${b.slice(-10)}], because [${b.slice(-10)}] is superseded by [${a.slice(-10)}]. To turn them round, restore [${b.slice(-10)}] first.`,
    });
    expect(await stored(a, b)).toEqual([null, a]);
    expect((await supersede(d, a)).memory.supersededBy).toBe(a);
    // And what the refusal advises works.
    await update(b, 'restore');
    await undo(undone.changeId);
    expect(await stored(a, b)).toEqual([b, null]);
  });

  it('nor a supersede, at whatever remove', async () => {
    const ids = [];
    for (const word of ['one', 'two', 'three', 'four', 'five']) ids.push(await remembered(`Take ${word}`));
    for (const [at, id] of ids.entries()) if (ids[at + 1]) await supersede(id, ids[at + 1] ?? '');
    for (const [at, id] of ids.slice(0, -1).entries()) {
      const refused = await refusal(supersede(ids.at(-1) ?? '', id));
      expect(refused.code).toBe('conflict');
      expect(refused.message.includes('by way of')).toBe(at < 3);
    }
    expect((await refusal(supersede(ids.at(-1) ?? '', ids.at(-1) ?? ''))).message).toContain('by itself');
    expect(await circles()).toEqual([]);
  });

  it('nor a memory that is archived while it is superseded, and superseded anew', async () => {
    const [a, b] = [await remembered('Use npm'), await remembered('Use pnpm')];
    await supersede(a, b);
    await update(a, 'archive');
    const undone = await undo((await update(a, 'restore')).changeId);
    expect(await stored(a)).toEqual([b]);
    expect((await refusal(supersede(b, a))).code).toBe('conflict');
    await undo(undone.changeId);
    expect((await supersede(b, a)).memory.supersededBy).toBe(a);
  });

  it('nor one that is deleted meanwhile and comes back', async () => {
    const [a, b] = [await remembered('Use npm'), await remembered('Use pnpm')];
    const undone = await undo((await supersede(a, b)).changeId);
    await supersede(b, a);
    await update(b, 'delete');
    expect((await refusal(undo(undone.changeId))).code).toBe('conflict');
    expect((await update(b, 'restore')).memory).toMatchObject({ deletedAt: null, supersededBy: a });
  });

  it('nor a review or a remember, whatever the memory was before', async () => {
    const earlier = await remembered('Use npm');
    const replaces = { links: [{ kind: 'replaces', to: earlier }] } as const;
    const linked = { supersededBy: earlier };
    const { id } = await candidate('Use pnpm', { ...replaces, ...linked });
    expect(await refusal(accept(id))).toMatchObject({ code: 'conflict', details: { memoryId: earlier } });
    expect(await bench.stored(id)).toMatchObject({ status: 'candidate', revision: 1 });
    const known = await bench.insert({ content: 'Use bun', category: 'fact', ...linked });
    const again = await refusal(bench.remember('Use bun', { supersedes: earlier }));
    expect(again).toMatchObject({ code: 'conflict', details: { memoryId: earlier, supersededBy: known.id } });
    expect(await bench.stored(earlier)).toMatchObject({ status: 'active', supersededBy: null, revision: 1 });

    // The same where nothing leads back.
    const fine = await candidate('Use pnpm', replaces);
    await accept(fine.id);
    expect(await stored(earlier)).toEqual([fine.id]);
  });

  it('nor the undoing of an undone group', async () => {
    const earlier = await remembered('Use npm');
    const said = await bench.remember('Use bun', { supersedes: earlier });
    const undone = await undo(said.changeId);
    await update(said.memory.id, 'restore');
    await supersede(said.memory.id, earlier);
    expect((await refusal(undo(undone.changeId))).code).toBe('conflict');
    expect(await stored(earlier, said.memory.id)).toEqual([null, earlier]);
  });

  it('judges a unit of work by how it ends, not by what it is halfway', async () => {
    const [a, b] = [await remembered('Use npm'), await remembered('Use pnpm')];
    await supersede(a, b);
    const link = (memory: Memory, supersededBy: string | null): Memory => ({
      ...memory,
      supersededBy,
      revision: memory.revision + 1,
    });
    const turned = (keepsFirst: boolean) =>
      bench.store.write(async (unit) => {
        const [first, second] = await unit.memories.getMany([a, b]);
        if (!first || !second) throw new Error('They are there.');
        await unit.memories.update(link(second, a));
        if (!keepsFirst) await unit.memories.update(link(first, null));
      });
    expect((await refusal(turned(true))).code).toBe('conflict');
    expect(await stored(a, b)).toEqual([b, null]);
    await turned(false);
    expect(await stored(a, b)).toEqual([null, a]);
  });
});

const accept = (id: string) => bench.call(reviewInboxTool, { action: 'accept', ids: [id] });
const candidate = (content: string, change: Partial<Memory> = {}): Promise<Memory> =>
  bench.insert({
    title: content,
    content,
    status: 'candidate',
    trust: 'external',
    expiresAt: bench.now + 30 * day,
    ...change,
  });

/** Calls that chance picks, on few enough memories that they meet again and again. */
class Mix {
  readonly random: () => number;
  readonly log: string[] = [];
  readonly #memories: string[] = [];
  readonly #changes: string[] = [];

  constructor(seed: number) {
    this.random = seededRandom(seed);
  }

  #pick<T>(from: readonly T[]): T {
    const picked = from[Math.floor(this.random() * from.length)];
    if (picked === undefined) throw new Error('Nothing to pick from.');
    return picked;
  }

  async begin(): Promise<void> {
    for (const word of ['one', 'two', 'three']) this.#memories.push(await remembered(`Take ${word}`));
  }

  async step(): Promise<void> {
    const memory = this.#pick(this.#memories);
    const other = this.#pick(this.#memories);
    const chance = this.random();
    if (chance < 0.3) await this.#try('supersede', () => supersede(memory, other));
    else if (chance < 0.6 && this.#changes.length > 0) {
      // The latest most often: undos of undos of undos.
      const change = this.#pick(this.random() < 0.5 ? this.#changes.slice(-4) : this.#changes);
      await this.#try(`undo ${change.slice(-4)}`, () => undo(change));
    } else if (chance < 0.7) await this.#remember(other);
    else if (chance < 0.78) await this.#review(memory);
    else {
      const action = this.#pick([
        'restore',
        'delete',
        'archive',
        'resolve',
        'reopen',
        'pin',
        'edit',
      ] as const);
      const rest = action === 'edit' ? { content: `Take ${this.#pick(['one', 'two', 'six'])}` } : {};
      await this.#try(action, () => update(memory, action, rest));
    }
  }

  async #remember(supersedes: string): Promise<void> {
    const content = `Take ${this.#pick(['one', 'two', 'three', 'four', 'five'])}`;
    const category = this.#pick(['fact', 'blocker'] as const);
    await this.#try('remember', async () => {
      const said = await bench.remember(content, {
        category,
        ...(this.random() < 0.7 ? { supersedes } : {}),
      });
      if (said.created) this.#memories.push(said.memory.id);
      return said;
    });
  }

  async #review(replaces: string): Promise<void> {
    if (this.random() < 0.5) {
      const { id } = await candidate(`Captured ${this.#memories.length}`, {
        links: [{ kind: 'replaces', to: replaces }],
      });
      this.#memories.push(id);
      this.log.push('candidate');
    }
    const action = this.#pick(['accept_all', 'accept', 'reject'] as const);
    await this.#try(action, () => bench.call(reviewInboxTool, { action, ids: [this.#pick(this.#memories)] }));
  }

  /** Refusals are answers, too; anything else is a fault. */
  async #try(what: string, call: () => Promise<{ changeId: string | null }>): Promise<void> {
    try {
      const { changeId } = await call();
      if (changeId) this.#changes.push(changeId);
      this.log.push(what);
    } catch (error) {
      if (!MemoryBridgeError.is(error, 'conflict', 'not_found', 'invalid_input')) throw error;
      const isCircle = error.message.includes('cannot be superseded by');
      this.log.push(`${what} (${isCircle ? 'a circle' : error.code})`);
    }
  }
}

/** What holds of every memory, whatever was done to it. */
async function checkInvariants(): Promise<void> {
  expect(await circles()).toEqual([]);
  await bench.store.read(async (unit) => {
    const { memories } = await unit.memories.list({ includeDeleted: true }, { limit: 1_000 });
    const ids = new Set(memories.map(({ id }) => id));
    for (const memory of memories) {
      const { id, status, supersededBy, resolvedAt, category, revision, expiresAt } = memory;
      const isReplaced = supersededBy !== null;
      expect(!isReplaced || ids.has(supersededBy), `${id} has a successor that exists`).toBe(true);
      expect(isReplaced || status !== 'superseded', `${id} is superseded by something`).toBe(true);
      expect(!isReplaced || ['superseded', 'archived'].includes(status), `${id} is replaced`).toBe(true);
      const isResolved = category === 'blocker' && resolvedAt !== null;
      expect(status !== 'resolved' || isResolved, `${id} is a resolved blocker`).toBe(true);
      const mayExpire = ['candidate', 'superseded', 'archived'].includes(status);
      expect(expiresAt === null || mayExpire, `${id} may expire`).toBe(true);
      const revisions = (await unit.history.ofMemory(id)).map((change) => change.revision);
      // Candidates are put in here by hand, so theirs begin at the second.
      const first = revisions[0] ?? revision;
      expect(revisions).toEqual(Array.from({ length: revisions.length }, (_, at) => first + at));
      expect(revisions.at(-1) ?? revision).toBe(revision);
    }
  });
}

describe('whatever is mixed', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('never ends in a circle (seed %i)', async (seed) => {
    const mix = new Mix(seed);
    await mix.begin();
    for (let step = 0; step < 120; step += 1) {
      await mix.step();
      await checkInvariants().catch((error: unknown) => {
        throw new Error(`After ${mix.log.slice(-12).join(', ')}`, { cause: error });
      });
    }
    // Chance has both done and been refused what the test is about.
    expect(mix.log).toContain('supersede');
    expect(mix.log.some((line) => /^undo \w+$/.test(line))).toBe(true);
    expect(mix.log.some((line) => line.endsWith('(a circle)'))).toBe(true);
  });
});
