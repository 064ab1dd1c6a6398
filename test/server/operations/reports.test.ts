import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { day, OperationsBench, projectUrl } from '../../../dev/operations/operationsBench.ts';
import { backgroundReportOperation } from '../../../src/protocol/operations/reports/backgroundReport.ts';
import { effectivenessReportOperation } from '../../../src/protocol/operations/reports/effectivenessReport.ts';
import { recallOperation } from '../../../src/protocol/operations/recall/recall.ts';
import { archiveMemoryOperation } from '../../../src/protocol/operations/memories/archiveMemory.ts';

let bench: OperationsBench;
beforeEach(async () => {
  bench = await OperationsBench.open();
});
afterEach(() => bench.close());

const report = (input: object = {}) => bench.call(effectivenessReportOperation, input);
const titles = (rows: readonly { title: string }[]) => rows.map(({ title }) => title);

describe('effectiveness_report', () => {
  it('tells what is recalled, opened, stale and never seen', async () => {
    const recalled = await bench.remember('The gateway restarts at night', { category: 'fact' });
    const opened = await bench.remember('Deploy with make ship', { category: 'procedure' });
    const unseen = await bench.remember('Nobody has asked for this', { category: 'fact' });
    const gone = await bench.remember('This is archived', { category: 'fact' });
    await bench.call(archiveMemoryOperation, { memory_id: gone.memory.id });
    await bench.call(recallOperation, { query: 'gateway restarts' });
    await bench.dispatcher.idle();
    const kept = await bench.stored(opened.memory.id);
    await bench.store.write((unit) =>
      unit.memories.update({ ...kept, openedCount: 1, lastOpenedAt: bench.now, revision: kept.revision + 1 }),
    );
    bench.now += 20 * day;
    const fresh = await bench.remember('Said just now', { category: 'decision' });

    const early = await report();
    expect(early).toMatchObject({ total: 4, created: 4, recalled: 1, opened: 1, stale: 0, neverSeen: 0 });
    const late = await report({ days: 10 });
    expect(late).toMatchObject({ total: 4, created: 1, recalled: 0, opened: 0, stale: 3, neverSeen: 1 });
    expect(titles(late.longestUnseen)).toEqual([unseen.memory.title]);
    expect(titles(late.longestStale)).toEqual(
      expect.arrayContaining([recalled.memory.title, opened.memory.title]),
    );
    expect(titles(late.mostRecalled)).toEqual([recalled.memory.title]);
    expect(titles(late.mostOpened)).toEqual([opened.memory.title]);
    expect(late.byCategory.map(({ category, total }) => [category, total])).toEqual([
      ['decision', 1],
      ['fact', 2],
      ['procedure', 1],
    ]);
    expect(titles([...late.longestStale, ...late.longestUnseen])).not.toContain(fresh.memory.title);
  });

  it('is of one project and what is for all, or of every one', async () => {
    await bench.remember('Here', { project: projectUrl });
    await bench.remember('Elsewhere', { project: 'example.com/other/app' });
    await bench.remember('Everywhere', { scope: 'global' });
    expect((await report({ project: projectUrl })).total).toBe(2);
    expect((await report({ all_projects: true })).total).toBe(3);
  });

  it('is empty where nothing is', async () => {
    expect(await report()).toMatchObject({ total: 0, byCategory: [], mostRecalled: [], longestUnseen: [] });
  });
});

describe('background_report', () => {
  it('tells the jobs of the last days, and why some failed', async () => {
    const enqueue = async (id: string, kind: string) =>
      bench.store.write((unit) =>
        unit.jobs.enqueue({ id, kind, project: null, payload: id, createdAt: bench.now }),
      );
    await enqueue('01890000-0000-7000-8000-000000000001', 'reindex');
    bench.now += 30 * day;
    await enqueue('01890000-0000-7000-8000-000000000002', 'backup');
    await bench.store.write(async (unit) => {
      const taken = await unit.jobs.take(['backup'], bench.now);
      await unit.jobs.finish(
        taken?.id ?? '',
        { state: 'failed', error: 'The disk is full.' },
        bench.now + 2_000,
      );
    });
    bench.now += 5_000;
    const report = await bench.call(backgroundReportOperation, {});
    expect(report.jobs).toEqual([{ kind: 'backup', counts: { failed: 1 }, longestMs: 2_000 }]);
    expect(report.failures).toMatchObject([{ kind: 'backup', error: 'The disk is full.' }]);
    expect(report.text).toContain('1 failed');
    expect((await bench.call(backgroundReportOperation, { days: 60 })).jobs).toHaveLength(2);
  });
});
