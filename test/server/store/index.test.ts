import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Memory } from '../../../src/core/memory/memory.ts';
import type { SqliteStore } from '../../../src/store/sqlite/sqliteStore.ts';
import { seededRandom } from '../../../dev/random/seededRandom.mjs';
import { sampleMemory } from '../../../dev/memory/sampleMemory.ts';
import { StoreBench } from '../../../dev/store/storeBench.ts';

const words = (
  'the index is rebuilt when a migration has run and before the first query comes in so that nobody waits ' +
  'deploys go through staging then production after the smoke suite has passed and someone has looked at it'
).split(' ');

let bench: StoreBench;
let store: SqliteStore;

beforeEach(async () => {
  bench = await StoreBench.create();
  store = await bench.open();
});
afterEach(() => bench[Symbol.asyncDispose]());

/** From a hundred characters to fifteen thousand, mostly short. */
function longText(random: () => number, number: number): string {
  const length = 100 * 150 ** (random() ** 2);
  const parts = [`Note ${number}.`];
  for (let size = 20; size < length; size += parts.at(-1)?.length ?? 0)
    parts.push(` ${words[Math.floor(random() * words.length)] ?? ''}`);
  return parts.join('');
}

/** What a busy store sees: new texts, edits, deletions and their undoing. */
async function live(random: () => number, operations: number): Promise<void> {
  const memories: Memory[] = [];
  for (let number = 1; number <= operations; number += 1) {
    const choice = random();
    const index = Math.floor(random() * memories.length);
    const before = memories[index];
    if (choice < 0.55 || !before) {
      const memory = sampleMemory({ content: longText(random, number) });
      memories.push(memory);
      await store.write((unit) => unit.memories.insert(memory));
      continue;
    }
    const change: Partial<Memory> =
      before.deletedAt !== null
        ? { deletedAt: null }
        : choice < 0.85
          ? { content: longText(random, number) }
          : { deletedAt: number };
    const after = { ...before, ...change, revision: before.revision + 1 };
    memories[index] = after;
    await store.write((unit) => unit.memories.update(after));
  }
}

describe('the full-text index', () => {
  it.each([1, 2, 3, 4])('is sound after six hundred edits of long texts (seed %i)', async (seed) => {
    await live(seededRandom(seed), 600);
    const index = await store.checkIntegrity();
    expect(index).not.toContain('index');
  });
});
