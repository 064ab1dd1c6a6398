import { statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OperationsBench, day, person, refusal } from '../../../dev/operations/operationsBench.ts';
import { recallOperation } from '../../../src/protocol/operations/recall/recall.ts';
import { memoryStatusOperation } from '../../../src/protocol/operations/system/memoryStatus.ts';
import { optimizeOperation } from '../../../src/protocol/operations/upkeep/optimize.ts';
import { upkeepLogOperation } from '../../../src/protocol/operations/upkeep/upkeepLog.ts';
import { vacuumOperation } from '../../../src/protocol/operations/upkeep/vacuum.ts';

let bench: OperationsBench;
beforeEach(async () => {
  bench = await OperationsBench.open();
});
afterEach(() => bench.close());

/** So many memories of some kilobytes, of which all but one are purged. */
async function filledAndEmptied(): Promise<void> {
  const { memory } = await bench.remember('The harbour is closed in winter');
  const ids: string[] = [];
  for (let count = 0; count < 90; count += 1)
    ids.push((await bench.insert({ content: `${count} ${'tide tables '.repeat(800)}` })).id);
  await bench.store.write((unit) => unit.memories.purge(ids));
  expect(memory.id).not.toBe('');
}

const found = async () =>
  (await bench.call(recallOperation, { query: 'harbour winter' })).memories.map(({ title }) => title);

describe('vacuum', () => {
  it('gives back what is empty, says so, and loses nothing', async () => {
    await filledAndEmptied();
    const file = path.join(bench.home, 'memory.db');
    const { before, after, text } = await bench.call(vacuumOperation, {});
    expect(after).toBeLessThan(before / 2);
    expect(statSync(file).size).toBe(after);
    expect(text).toMatch(/^Rewrote the database file: \d+\.\d MB before, \d+\.\d MB now\.$/);
    expect(await found()).toEqual(['The harbour is closed in winter']);
    expect((await bench.call(memoryStatusOperation, { check_integrity: true })).integrity).toBe('ok');
    const { entries } = await bench.call(upkeepLogOperation, {});
    expect(entries).toMatchObject([{ kind: 'vacuum', by: person, bytes: { before, after } }]);
  });

  it.each<[string, () => Promise<void>, string]>([
    [
      'beside a backup',
      async () => {
        const job = { id: crypto.randomUUID(), kind: 'backup', project: null, payload: null };
        await bench.runner.stop();
        await bench.store.write((unit) => unit.jobs.enqueue({ ...job, createdAt: bench.now }));
      },
      'A backup is being made',
    ],
    ['without room on the disk', async () => void (bench.compaction.disk.room = 1_000), 'MB free'],
  ])('is refused %s, and the file stays as it is', async (_what, prepare, words) => {
    await filledAndEmptied();
    const before = (await bench.store.info()).databaseBytes;
    await prepare();
    const { message } = await refusal(bench.call(vacuumOperation, {}));
    expect(message).toContain(words);
    expect((await bench.store.info()).databaseBytes).toBe(before);
  });
});

describe('optimize', () => {
  it('leaves what is found as it was, and the indexes right', async () => {
    for (let count = 0; count < 40; count += 1) await bench.remember(`Berth ${count} is dredged in spring`);
    await bench.remember('The harbour is closed in winter');
    const before = await found();
    await bench.call(optimizeOperation, {});
    expect(await found()).toEqual(before);
    expect(await bench.store.checkIntegrity()).toBe('ok');
  });
});

describe('by the clock', () => {
  const minute = 60_000;

  it('happens when nobody was at work for some minutes, and not more often than it is worth', async () => {
    const { compaction } = bench;
    compaction.noteCall();
    bench.now += 4 * minute;
    expect(await compaction.run()).toBe('busy');
    bench.now += 2 * minute;
    expect(await compaction.run()).toBe('optimized');
    expect(await compaction.run()).toBe('nothing');
    compaction.noteCall();
    bench.now += 8 * day;
    expect(await compaction.run()).toBe('optimized');
  });
});
