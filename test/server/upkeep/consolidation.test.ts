import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { agedMemories } from '../../../dev/memory/agedMemories.ts';
import {
  OperationsBench,
  agent,
  day,
  person,
  projectId,
  projectUrl,
  refusal,
} from '../../../dev/operations/operationsBench.ts';
import { until } from '../../../dev/processes/until.ts';
import { everyRow } from '../../../dev/store/everyRow.ts';
import { isLive } from '../../../src/core/jobs/job.ts';
import type { Memory } from '../../../src/core/memory/memory.ts';
import type { InputOf } from '../../../src/protocol/operation.ts';
import { undoOperation } from '../../../src/protocol/operations/memories/undo.ts';
import { applyConsolidationOperation } from '../../../src/protocol/operations/upkeep/applyConsolidation.ts';
import { consolidateMemoryOperation } from '../../../src/protocol/operations/upkeep/consolidateMemory.ts';
import { getConsolidationOperation } from '../../../src/protocol/operations/upkeep/getConsolidation.ts';
import { upkeepLogOperation } from '../../../src/protocol/operations/upkeep/upkeepLog.ts';

let bench: OperationsBench;
beforeEach(async () => {
  bench = await OperationsBench.open();
});
afterEach(() => bench.close());

async function look(input: InputOf<typeof consolidateMemoryOperation> = {}) {
  const begun = await bench.call(consolidateMemoryOperation, input, { actor: agent });
  const { error, state } = await until(
    async () => {
      const job = await bench.store.read((unit) => unit.jobs.get(begun.job));
      return job && !isLive(job) && job;
    },
    { timeoutMs: 60_000, what: 'the end of the look' },
  );
  expect([state, error]).toEqual(['done', null]);
  return bench.call(getConsolidationOperation, { job_id: begun.job, limit: 1_000 }, { actor: agent });
}

const apply = async (input: InputOf<typeof applyConsolidationOperation>) =>
  bench.call(applyConsolidationOperation, input);

const old = (days = 400): Partial<Memory> => ({
  createdAt: bench.now - days * day,
  updatedAt: bench.now - days * day,
});

/** The groups of a report by kind and reason, with the titles in them. */
const said = ({ groups }: Awaited<ReturnType<typeof look>>) =>
  groups.map(({ kind, reason, action, memories }) => [
    kind,
    reason,
    action,
    memories.map(({ title }) => title).toSorted(),
  ]);

describe('a look', () => {
  it('finds what nobody has used for long, and nothing that lasts', async () => {
    await bench.insert({ title: 'old', category: 'fact', ...old() });
    await bench.insert({
      title: 'used',
      category: 'fact',
      ...old(),
      lastRecalledAt: bench.now - day,
      recallCount: 1,
    });
    await bench.insert({ title: 'pinned', category: 'fact', ...old(), pinned: true });
    await bench.insert({ title: 'convention', category: 'convention', ...old() });
    await bench.insert({ title: 'young', category: 'fact', ...old(80) });
    expect(said(await look())).toEqual([['stale', 'not_used', 'archive', ['old']]]);
    expect(said(await look({ days_stale: 30 }))).toEqual([
      ['stale', 'not_used', 'archive', ['old', 'young']],
    ]);
  });

  it('finds what is said twice, and keeps what a person has said', async () => {
    const content = 'Orders of the harbour are kept in Postgres because the audit needs transactions';
    const [first, second] = [
      await bench.insert({ title: 'a person', content, trust: 'user', ...old(3) }),
      await bench.insert({ title: 'an agent', content: `${content} today`, trust: 'agent' }),
    ];
    const report = await look();
    expect(said(report)).toEqual([['duplicate', 'same_words', 'supersede', ['a person', 'an agent']]]);
    const job = report.job ?? '';
    const { done, changeId } = await apply({ job_id: job, groups: [1] });
    expect(done).toEqual([{ id: second.id, action: 'supersede', group: 1 }]);
    expect((await bench.stored(second.id)).supersededBy).toBe(first.id);
    await bench.call(undoOperation, { change_id: changeId });
    expect((await bench.stored(second.id)).status).toBe('active');
  });

  it('finds what excludes each other, shows both sides, and links them', async () => {
    const one = await bench.insert({ title: 'one', content: 'The harbour database listens on port 5432' });
    const other = await bench.insert({
      title: 'other',
      content: 'The harbour database listens on port 5433',
    });
    const report = await look();
    expect(said(report)).toEqual([['contradiction', 'value', 'link', ['one', 'other']]]);
    expect(report.text).toContain('Say different values of one thing');
    await apply({ job_id: report.job ?? '', groups: [1] });
    expect((await bench.stored(other.id)).links).toMatchObject([{ kind: 'contradicts', to: one.id }]);
    // Once it is said, somebody has to decide it.
    const again = await look();
    expect(said(again)).toEqual([['contradiction', 'said', 'none', ['one', 'other']]]);
    const decided = await apply({ job_id: again.job ?? '', groups: [1], keep_id: other.id });
    expect(decided.done).toEqual([{ id: one.id, action: 'supersede', group: 1 }]);
    expect(said(await look())).toEqual([]);
  });

  it('finds what is left behind: files, sessions and successors that are gone', async () => {
    const root = path.join(bench.home, 'work');
    await mkdir(root);
    await writeFile(path.join(root, 'there.ts'), '');
    await bench.store.write((unit) =>
      unit.projects.upsert({ id: projectId, name: 'proj', aliases: [], root }),
    );
    const at = (file: string) => ({ anchors: [{ path: file, startLine: 1, endLine: 2 }] });
    await bench.insert({ title: 'file gone', content: 'One', ...at('gone.ts') });
    await bench.insert({ title: 'file there', content: 'Two', ...at('there.ts') });
    await bench.insert({ title: 'elsewhere', content: 'Three', ...at('../gone.ts') });
    await bench.insert({ title: 'session over', content: 'Four', scope: 'session', session: 'over' });
    const lost = await bench.insert({ title: 'replaced', content: 'Five', status: 'superseded' });
    const gone = await bench.insert({ title: 'gone', content: 'Six', deletedAt: bench.now });
    await bench.store.write((unit) => unit.memories.update({ ...lost, supersededBy: gone.id, revision: 2 }));
    expect(said(await look()).toSorted((left, right) => (String(left) < String(right) ? -1 : 1))).toEqual([
      ['orphan', 'anchors_gone', 'archive', ['file gone']],
      ['orphan', 'session_gone', 'archive', ['session over']],
      ['orphan', 'successor_gone', 'restore', ['replaced']],
    ]);
  });

  it('finds blockers about what a forge calls closed', async () => {
    await bench.insert({ title: 'closed', category: 'blocker', content: 'Waits for !12', entities: ['!12'] });
    await bench.insert({
      title: 'open',
      category: 'blocker',
      content: 'Waits for !13',
      entities: ['!12', '!13'],
    });
    const known = (reference: string, state: string) => ({
      reference,
      kind: 'merge_request' as const,
      project: projectId,
      title: 'x',
      state,
      author: null,
      labels: [],
      url: null,
      outcome: 'found' as const,
      etag: null,
      fetchedAt: bench.now,
      triedAt: bench.now,
    });
    await bench.store.write(async (unit) => {
      await unit.entities.put(known(`${projectId}!12`, 'merged'));
      await unit.entities.put(known(`${projectId}!13`, 'opened'));
    });
    const report = await look();
    expect(said(report)).toEqual([['orphan', 'entity_closed', 'resolve', ['closed']]]);
    const { done } = await apply({ job_id: report.job ?? '', all: true });
    expect((await bench.stored(done[0]?.id ?? '')).status).toBe('resolved');
  });

  it('is about the project of the caller, unless all are asked for', async () => {
    await bench.insert({ title: 'here', content: 'One', ...old() });
    await bench.insert({ title: 'elsewhere', content: 'Two', project: 'example.com/elsewhere', ...old() });
    expect(said(await look())).toEqual([['stale', 'not_used', 'archive', ['here']]]);
    expect(said(await look({ all_projects: true }))).toHaveLength(2);
  });

  it('is shown to agents, who apply nothing', async () => {
    await bench.insert({ title: 'old', ...old() });
    const { job } = await look();
    const refused = await refusal(
      bench.call(applyConsolidationOperation, { job_id: job ?? '', all: true }, { actor: agent }),
    );
    expect(refused.code).toBe('forbidden');
    expect((await apply({ job_id: job ?? '', all: true })).done).toHaveLength(1);
  });

  it('is told of by what is there when it is read: what has changed since is left out and left alone', async () => {
    const changed = await bench.insert({ title: 'changed', content: 'One', ...old() });
    await bench.insert({ title: 'as it was', content: 'Two', ...old() });
    const { job } = await look();
    await bench.dispatcher.dispatch(
      'edit_memory',
      { memory_id: changed.id, why: 'new' },
      { actor: person, project: projectUrl },
    );
    const report = await bench.call(getConsolidationOperation, { job_id: job ?? '' });
    expect(said(report)).toEqual([['stale', 'not_used', 'archive', ['as it was']]]);
    const { done, left } = await apply({ job_id: job ?? '', all: true });
    expect([done.length, left]).toEqual([1, 1]);
    expect((await bench.stored(changed.id)).status).toBe('active');
  });
});

/** See retention.test.ts. */
const bookkeeping =
  /^(?:sqlite_|memory_search|term_search|vector_chunks|vector_changes|history$|jobs$|idempotency$)/;
const rows = () =>
  everyRow(bench.store, bookkeeping, (table, row) => {
    if (table === 'key_values' && row['namespace'] === 'upkeep') return undefined;
    return table === 'memories' ? { ...row, revision: 0 } : row;
  });

describe('1,000 memories of all ages and states', () => {
  it.each([11, 12])(
    'the dry run says exactly what is done, pinned ones stay, and undo leaves every row as it was: seed %i',
    async (seed) => {
      const memories = agedMemories(1_000, { seed, now: bench.now, project: projectId });
      await bench.store.write(async (unit) => {
        for (const memory of memories) await unit.memories.insert(memory);
      });
      const { job, groups } = await look({ all_projects: true });
      expect(new Set(groups.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(3);
      const before = await rows();
      const plan = await apply({ job_id: job ?? '', all: true, dry_run: true });
      expect(await rows()).toEqual(before);
      const { done, changeId } = await apply({ job_id: job ?? '', all: true });
      expect(done).toEqual(plan.done);
      expect(done.length).toBeGreaterThan(100);
      const touched = new Set(done.map(({ id }) => id));
      const pinned = memories.filter(({ pinned }) => pinned);
      expect(pinned.filter(({ id }) => touched.has(id))).toEqual([]);
      const stored = await bench.store.read((unit) => unit.memories.getMany(pinned.map(({ id }) => id)));
      expect(stored).toEqual(pinned);
      const { entries } = await bench.call(upkeepLogOperation, {});
      expect(entries).toMatchObject([{ kind: 'consolidation', by: person, changeId }]);
      const { undone } = await bench.call(undoOperation, { change_id: changeId });
      expect(undone).toBe(done.length);
      expect(await rows()).toEqual(before);
    },
    60_000,
  );
});
