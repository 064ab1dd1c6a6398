import { expect, it, vi } from 'vitest';
import type { MemoryFilter } from '../../../src/store/ports/memoryFilter.ts';
import type { ReadUnit } from '../../../src/store/ports/readUnit.ts';
import { Database } from '../../../src/sqlite/database.ts';
import { sampleMemory } from '../../../dev/memory/sampleMemory.ts';
import { StoreBench } from '../../../dev/store/storeBench.ts';

const global: MemoryFilter = { projects: [null], statuses: ['active'], acceptedOnly: true, seenFrom: null };

/** What is asked of all memories at once. Their rows are as long as their texts, and a thousand times as many. */
const questions: Record<string, (unit: ReadUnit) => Promise<unknown>> = {
  'what stands first in a category': (unit) =>
    unit.memories.list({ ...global, categories: ['fact'] }, { limit: 10, pinnedFirst: true }),
  'what stands first in two': (unit) =>
    unit.memories.list({ ...global, categories: ['plan', 'context'] }, { limit: 10, pinnedFirst: true }),
  'how many of a category a project sees': (unit) =>
    unit.memories.counts({ ...global, projects: [null, 'x'], categories: ['fact'] }),
  'how many there are of each kind': (unit) => unit.memories.counts({}),
  'how many a project has': (unit) => unit.memories.counts({ projects: ['x'] }),
  'how memories were used': (unit) => unit.memories.usage(undefined, { since: 1, most: 10 }),
  'how those of a project were used': (unit) => unit.memories.usage([null], { since: 1, most: 10 }),
  'the newest': (unit) => unit.memories.list({}, { limit: 10 }),
  'the newest of a project': (unit) => unit.memories.list({ projects: ['x'] }, { limit: 10 }),
};

it.each(Object.entries(questions))('answers from indexes alone: %s', async (_question, ask) => {
  await using bench = await StoreBench.create();
  const store = await bench.open();
  await store.write((unit) => unit.memories.insert(sampleMemory()));
  const all = vi.spyOn(Database.prototype, 'all').mockClear();
  await store.read(ask);
  const database = all.mock.contexts[0] as Database;
  const asked = all.mock.calls.filter(([sql]) => sql.includes('FROM memories ') && !sql.includes(' seq IN '));
  const reads = asked.flatMap(([sql, ...parameters]) =>
    database
      .all(`EXPLAIN QUERY PLAN ${sql}`, ...parameters)
      .map(({ detail }) => String(detail))
      .filter((line) => /^(SCAN|SEARCH) memories/.test(line)),
  );
  expect(reads.length).toBeGreaterThanOrEqual(asked.length);
  expect(asked).not.toHaveLength(0);
  expect(reads.filter((line) => !line.includes('COVERING INDEX'))).toEqual([]);
});

it.each<[string, (unit: ReadUnit, id: string) => Promise<unknown>]>([
  ['a page of a conversation', (unit, id) => unit.turns.list(id, { limit: 10 })],
  [
    'what was said around a turn',
    (unit, id) => unit.turns.around(id, { seq: 1, key: 'a', speaker: 'user', saidAt: 5, content: 'gate' }, 1),
  ],
  ['how much a conversation is', (unit, id) => unit.turns.count(id)],
  [
    'how many turns await vectors',
    async (unit) => {
      const [space] = await unit.vectors.spaces();
      expect(await unit.turnVectors.awaiting(space?.id ?? 0, 5)).toBe(1);
    },
  ],
  ['turns by their words', (unit) => unit.turns.search({ terms: [{ text: 'gate' }], phrases: [] }, {}, 5)],
])('reads no turns but those that are asked for: %s', async (_question, ask) => {
  await using bench = await StoreBench.create();
  const store = await bench.open();
  const memory = sampleMemory();
  await store.write(async (unit) => {
    await unit.vectors.openSpace({ provider: 'built-in', model: 'words', dimensions: 8 }, 1);
    await unit.memories.insert(memory);
    await unit.turns.put(memory, [{ key: 'a', speaker: 'user', saidAt: 5, content: 'the gate' }]);
  });
  const all = vi.spyOn(Database.prototype, 'all').mockClear();
  await store.read((unit) => ask(unit, memory.id));
  const database = all.mock.contexts[0] as Database;
  const plan = all.mock.calls
    // How many there are is counted once a process.
    .filter(([sql]) => /\bturns\b/.test(sql) && !sql.startsWith('SELECT count(*) AS count'))
    .flatMap(([sql, ...parameters]) => database.all(`EXPLAIN QUERY PLAN ${sql}`, ...parameters))
    .map(({ detail }) => String(detail));
  expect(plan.some((line) => /^SEARCH (t|turns) /.test(line))).toBe(true);
  expect(plan.filter((line) => /^SCAN (t|turns|memories|m)\b|TEMP B-TREE FOR ORDER/.test(line))).toEqual([]);
});
