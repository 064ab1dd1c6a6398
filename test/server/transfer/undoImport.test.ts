import { describe, expect, it } from 'vitest';
import { agent, projectId, refusal } from '../../../dev/operations/operationsBench.ts';
import { ImportCases } from '../../../dev/transfer/importCases.ts';
import { incomingMemory } from '../../../dev/transfer/listedImporter.ts';
import { editMemoryOperation } from '../../../src/protocol/operations/memories/editMemory.ts';
import { kvDeleteOperation } from '../../../src/protocol/operations/values/kvDelete.ts';
import { kvSetOperation } from '../../../src/protocol/operations/values/kvSet.ts';
import { importBegin } from '../../../src/transfer/importing/importPlace.ts';
import type { Incoming } from '../../../src/transfer/incoming.ts';
import { undoOperation } from '../../../src/protocol/operations/memories/undo.ts';
import { undoImportOperation } from '../../../src/protocol/operations/transfer/undoImport.ts';
import type { UndoImportResult } from '../../../src/protocol/transferResults.ts';

const cases = ImportCases.inFile('undo-import');
const { imported, peerFile, all } = cases;

describe('an import that is taken back', () => {
  it('is gone, but for what was changed since, and is there again when it is imported again', async () => {
    cases.peer.items = ['1', '2', '3', '4'].map((ref) =>
      incomingMemory(ref, ref === '2' ? { links: [{ kind: 'related', to: '1' }] } : {}),
    );
    const file = peerFile();
    const { changeId } = await imported({ path: file });
    await cases.bench.call(editMemoryOperation, { memory_id: '3', title: 'Mine now' });
    const job = await cases.bench.ended(
      await cases.bench.call(undoImportOperation, { change_id: changeId.slice(-10) }),
    );
    expect(job.result as UndoImportResult).toMatchObject({ undone: 3, kept: 1 });
    expect((await all()).filter(({ deletedAt }) => deletedAt === null).map(({ title }) => title)).toEqual([
      'Mine now',
    ]);
    expect((await imported({ path: file })).report.fates).toEqual({ revived: 3, known: 1 });
    expect((await all()).filter(({ deletedAt }) => deletedAt === null)).toHaveLength(4);
  });

  it.each([undoImportOperation, undoOperation])('is not while it is at work: $name', async (operation) => {
    cases.peer.items = ['1', '2'].map((ref) => incomingMemory(ref));
    const { changeId } = await imported({ path: peerFile() });
    const { id } = await cases.bench.store.write(async (unit) => {
      const wish = { kind: 'import', project: null, payload: {}, id: crypto.randomUUID(), createdAt: 1 };
      const job = await unit.jobs.enqueue(wish);
      await unit.jobs.take(['import'], cases.bench.now);
      await unit.jobs.advance(job.id, importBegin(changeId), { done: 0, total: 2 }, cases.bench.now);
      return job;
    });
    const refused = await refusal(cases.bench.call(operation, { change_id: changeId }));
    expect([refused.code, refused.message]).toEqual([
      'conflict',
      expect.stringMatching(/still at work.*jobs cancel [0-9a-f]{10}/),
    ]);
    expect((await all()).filter(({ deletedAt }) => deletedAt !== null)).toEqual([]);
    await cases.bench.store.write((unit) => unit.jobs.cancel(id, cases.bench.now));
    await cases.bench.call(operation, { change_id: changeId });
  });

  it('is found by its job, as one that was broken off has told nothing else', async () => {
    cases.peer.items = ['1', '2'].map((ref) => incomingMemory(ref));
    const { id } = await cases.run({ path: peerFile() });
    expect(await takenBack(id)).toMatchObject({ undone: 2, kept: 0 });
  });

  const rows = (): Promise<unknown[]> =>
    cases.bench.store.read(async (unit) => [
      await Promise.all(
        ['values:', `values:${projectId}`].map((space) => unit.keyValues.list(space, cases.bench.now)),
      ),
      (await unit.projects.list()).map(({ id }) => id),
    ]);
  const value = (key: string, said: unknown, project?: string): Incoming => ({
    kind: 'value',
    ref: `v:${key}`,
    key,
    value: said,
    ...(project === undefined ? {} : { project: { name: project } }),
  });
  const takenBack = async (changeId: string): Promise<UndoImportResult> =>
    (await cases.bench.ended(await cases.bench.call(undoImportOperation, { change_id: changeId })))
      .result as UndoImportResult;

  it.each(['skip', 'update'] as const)(
    'takes its values and projects along, and leaves what was changed since: %s',
    async (duplicates) => {
      await cases.bench.remember('Known');
      await cases.bench.call(kvSetOperation, { key: 'mine', value: 'first' });
      const before = await rows();
      cases.peer.items = [
        incomingMemory('1', { project: { name: 'new-project' } }),
        incomingMemory('2', { project: { name: 'lived-in' } }),
        value('mine', 'theirs', projectId),
        value('step', 2, projectId),
        value('for all', [1]),
        value('changed', 'a', projectId),
        value('gone', 'a', projectId),
      ];
      const path = peerFile();
      const { changeId } = await imported({ path, duplicates });
      const brought = await rows();
      await cases.bench.call(kvSetOperation, { key: 'changed', value: 'mine by now' });
      await cases.bench.call(kvDeleteOperation, { key: 'gone' });
      await cases.bench.remember('One of mine', {}, { project: 'lived-in' });
      const result = await takenBack(changeId.slice(-10));
      expect(result).toMatchObject({
        undone: 2,
        kept: 0,
        values: duplicates === 'update' ? 3 : 2,
        keptValues: [`changed (${projectId})`],
        projects: ['new-project'],
        keptProjects: ['lived-in'],
      });
      await cases.bench.call(kvDeleteOperation, { key: 'changed' });
      const [values, projects] = (await rows()) as [unknown, string[]];
      expect(values).toEqual(before[0]);
      expect(projects).toEqual([...(before[1] as string[]), 'lived-in'].toSorted());
      // Nothing is taken back twice, and a later import brings all of it again.
      await cases.bench.call(kvSetOperation, { key: 'step', value: '2' });
      expect(await takenBack(changeId)).toMatchObject({ undone: 0, values: 0, projects: [], keptValues: [] });
      await cases.bench.call(kvDeleteOperation, { key: 'step' });
      await imported({ path, duplicates });
      expect((await rows())[1]).toEqual(brought[1]);
      expect((await rows())[0]).toEqual(brought[0]);
    },
  );

  it('that brought values alone is known by its id all the same', async () => {
    cases.peer.items = [value('step', 2)];
    const { changeId } = await imported({ path: peerFile() });
    expect(await takenBack(changeId.slice(-10))).toMatchObject({ undone: 0, values: 1 });
    expect(((await rows())[0] as unknown[][])[0]).toEqual([]);
    expect((await refusal(takenBack(changeId))).code).toBe('not_found');
  });

  it('brings nothing beside in a dry run', async () => {
    cases.peer.items = [value('step', 2), incomingMemory('1', { project: { name: 'new-project' } })];
    const before = await rows();
    const { changeId } = await imported({ path: peerFile(), dry_run: true });
    expect(await rows()).toEqual(before);
    expect((await refusal(takenBack(changeId))).code).toBe('not_found');
  });

  it('may be undone in one step with its values and projects, and one of its changes without them', async () => {
    await cases.bench.remember('Known');
    cases.peer.items = [
      incomingMemory('1', { project: { name: 'new-project' } }),
      incomingMemory('2'),
      value('step', 2),
    ];
    const { changeId } = await imported({ path: peerFile() });
    const [change] = await cases.bench.store.read((unit) =>
      unit.history.ofGroup(changeId, { after: undefined, limit: 1 }),
    );
    const one = await cases.bench.call(undoOperation, { change_id: change?.id ?? '' });
    expect(one.beside).toBeUndefined();
    await cases.bench.call(undoOperation, { change_id: one.changeId });
    const all = await cases.bench.call(undoOperation, { change_id: changeId });
    expect(all.beside).toEqual({ values: 1, keptValues: [], projects: ['new-project'], keptProjects: [] });
  });

  it('may be undone in one step as any change while it is small', async () => {
    cases.peer.items = [incomingMemory('1'), incomingMemory('2')];
    const { changeId } = await imported({ path: peerFile() });
    expect((await cases.bench.call(undoOperation, { change_id: changeId })).undone).toBe(2);
    expect((await all()).every(({ deletedAt }) => deletedAt !== null)).toBe(true);
  });

  it('is a matter of persons, and of imports', async () => {
    cases.peer.items = [incomingMemory('1')];
    const { changeId } = await imported({ path: peerFile() });
    const refused = await refusal(
      cases.bench.call(undoImportOperation, { change_id: changeId }, { actor: agent }),
    );
    expect(refused.code).toBe('forbidden');
    expect(refused.message).toContain(
      `Only a person can take an import back, at a terminal: "memory-bridge undo-import ${changeId}"`,
    );
    const { changeId: other } = await cases.bench.remember('No import');
    expect((await refusal(cases.bench.call(undoImportOperation, { change_id: other }))).code).toBe(
      'not_found',
    );
  });
});
