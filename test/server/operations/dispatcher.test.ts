import { captureCommitsOperation } from '../../../src/protocol/operations/capture/captureCommits.ts';
import { captureHistoryOperation } from '../../../src/protocol/operations/capture/captureHistory.ts';
import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChangeOperation, Operation } from '../../../src/operations/operation.ts';
import { LocalDispatcher } from '../../../src/operations/dispatch/localDispatcher.ts';
import { createOperations } from '../../../src/operations/registry.ts';
import { defineOperation } from '../../../src/protocol/operation.ts';
import { configureOperation } from '../../../src/protocol/operations/system/configure.ts';
import { configSchema } from '../../../src/protocol/settings/serverSettings.ts';
import { operationDefinitions } from '../../../src/protocol/operations/registry.ts';
import { rememberOperation } from '../../../src/protocol/operations/memories/remember.ts';
import { memoryStatusOperation } from '../../../src/protocol/operations/system/memoryStatus.ts';
import { purgeOperation } from '../../../src/protocol/operations/memories/purge.ts';
import { sessionTool } from '../../../src/protocol/tools/sessionTool.ts';
import { statsOperation } from '../../../src/protocol/operations/system/stats.ts';
import { z } from 'zod';
import { until } from '../../../dev/processes/until.ts';
import { IncomingText } from '../../../src/safety/incomingText.ts';
import { OperationsBench, person, projectId, refusal } from '../../../dev/operations/operationsBench.ts';

let bench: OperationsBench;
beforeEach(async () => {
  bench = await OperationsBench.open();
});
afterEach(() => bench.close());

const stats = () => bench.call(statsOperation, {});

describe('the registry', () => {
  it('does every operation that is defined, in the same order', () => {
    const unused = undefined as never;
    const operations = createOperations({
      store: unused,
      storeFacts: unused,
      backups: unused,
      restore: unused,
      serverFacts: unused,
      config: unused,
      grace: unused,
      users: unused,
      purge: { definition: purgeOperation } as Operation<typeof purgeOperation>,
      token: unused,
      embedding: unused,
      keys: unused,
      ingestion: { feeds: [], isEnabled: unused, stoppedBy: undefined, model: unused, documents: unused },
      enrichment: { store: unused, forge: unused },
      compaction: unused,
      exports: unused,
      captureCommits: { definition: captureCommitsOperation } as Operation<typeof captureCommitsOperation>,
      captureHistory: { definition: captureHistoryOperation } as Operation<typeof captureHistoryOperation>,
    });
    expect(operations.map(({ definition }) => definition)).toEqual(operationDefinitions);
  });
});

describe('the dispatcher', () => {
  it('names fields that mean nothing, with what was probably meant, and does the rest', async () => {
    const dispatch = (name: string, input: object) =>
      bench.dispatcher.dispatch(name, input, { actor: person });
    const kept = await dispatch('remember', {
      content: 'x',
      category: 'fact',
      supersede: 'abc',
      reason: 'y',
      z: null,
    });
    expect(kept.ignored).toEqual(['supersede', 'reason']);
    expect(kept.text).toContain('Ignored: there is no field "supersede". Did you mean supersedes?');
    expect(kept.text).toContain('Ignored: there is no field "reason".');
    expect(await dispatch('recall', { query: 'x', limits: 3 })).toMatchObject({
      ignored: ['limits'],
      text: expect.stringContaining('Did you mean limit?'),
    });
    expect(await dispatch('recall', { query: 'x', limit: 3 })).not.toHaveProperty('ignored');
  });

  it('refuses what is unknown or malformed and writes nothing', async () => {
    expect(await refusal(bench.dispatcher.dispatch('memory_rember', {}, { actor: person }))).toMatchObject({
      code: 'unknown_operation',
      message: 'There is no operation "memory_rember". Did you mean remember?',
    });
    const wrong = { content: 7, category: 'fact' } as never;
    expect(await refusal(bench.call(rememberOperation, wrong))).toMatchObject({
      code: 'invalid_input',
      message: 'content: must be a text.',
      details: { fields: ['content'] },
    });
    expect(await refusal(bench.dispatcher.dispatch('remember', undefined, { actor: person }))).toMatchObject({
      code: 'invalid_input',
    });
    expect((await stats()).memories).toBe(0);
    expect(bench.events).toEqual([]);
  });

  it.each(['  ', '\t', '\u200B', '\u202E\u00AD', ' null '])(
    'takes the project from the header when the argument says nothing: %j',
    async (project) => {
      expect((await bench.remember('x y', { project })).memory.project).toBe(projectId);
      const { memory } = await bench.remember('x z', { project }, { project: '\u200B' });
      expect(memory.project).toBeNull();
    },
  );

  it('takes the project from the argument before the header', async () => {
    const { memory } = await bench.remember('x y', { project: 'https://gitlab.com/group/other.git' });
    expect(memory.project).toBe('gitlab.com/group/other');
    expect((await bench.remember('x y')).memory.project).toBe(projectId);
    expect(await refusal(bench.remember('x y', { project: '/no/such/folder' }))).toMatchObject({
      code: 'not_found',
    });
  });

  it('tells the metrics about every call', async () => {
    await bench.remember('x y', {}, { idempotencyKey: 'k' });
    await bench.remember('x y', {}, { idempotencyKey: 'k' });
    await refusal(bench.remember(' '));
    expect(bench.calls).toMatchObject([
      { operation: 'remember', outcome: 'ok', replayed: false },
      { operation: 'remember', outcome: 'ok', replayed: true },
      { operation: 'remember', outcome: 'invalid_input', replayed: false },
    ]);
    expect(bench.calls.every(({ durationMs }) => durationMs > 0)).toBe(true);
  });

  it('does nothing for a call that was cancelled before', async () => {
    const signal = AbortSignal.abort();
    expect(await refusal(bench.remember('x y', {}, { signal }))).toMatchObject({ code: 'unavailable' });
    expect((await stats()).memories).toBe(0);
  });
});

describe('an idempotency key', () => {
  it('applies a retried write once and answers as before', async () => {
    const first = await bench.remember('Use npm', {}, { idempotencyKey: 'key-1' });
    bench.now += 60_000;
    const again = await bench.remember('Use npm', {}, { idempotencyKey: 'key-1' });
    expect(again).toEqual(first);
    expect((await bench.stored(first.memory.id)).revision).toBe(1);
    expect(bench.events).toHaveLength(1);
  });

  it('applies concurrent twins once', async () => {
    const twins = await Promise.all(
      Array.from({ length: 5 }, () => bench.remember('Use npm', {}, { idempotencyKey: 'key-1' })),
    );
    expect(new Set(twins.map(({ changeId }) => changeId)).size).toBe(1);
    expect((await bench.stored(twins[0]?.memory.id ?? '')).revision).toBe(1);
    expect(bench.events).toHaveLength(1);
  });

  it('belongs to one call', async () => {
    await bench.remember('Use npm', {}, { idempotencyKey: 'key-1' });
    for (const other of [
      () => bench.remember('Use pnpm', {}, { idempotencyKey: 'key-1' }),
      () =>
        bench.remember(
          'Use npm',
          {},
          { idempotencyKey: 'key-1', project: 'https://gitlab.com/group/other.git' },
        ),
      () => bench.call(sessionTool, { action: 'start' }, { idempotencyKey: 'key-1' }),
    ])
      expect(await refusal(other())).toMatchObject({
        code: 'conflict',
        message: expect.stringContaining('idempotency key'),
      });
    expect((await stats()).memories).toBe(1);
  });

  it('is free again after a call that failed', async () => {
    await refusal(bench.remember('x y', { supersedes: 'ffffffffff' }, { idempotencyKey: 'key-1' }));
    expect((await bench.remember('x y', {}, { idempotencyKey: 'key-1' })).created).toBe(true);
  });
});

describe('events and deferred work', () => {
  /** Writes, announces and defers, then fails when asked to. */
  const definition = defineOperation({
    name: 'probe',
    summary: '',
    description: '',
    input: z.object({ fail: z.boolean().default(false), failLater: z.boolean().default(false) }),
    output: z.object({}),
    kind: 'change',
    toolsets: [],
  });
  const probe = (events: string[]): ChangeOperation<typeof definition> => ({
    definition,
    async run(input, context, unit) {
      await unit.keyValues.set('probe', 'ran', true, null, context.now);
      context.emit({ kind: 'config' });
      context.defer(async (later) => {
        events.push('deferred');
        if (input.failLater) throw new Error('later');
        await later.keyValues.set('probe', 'deferred', true, null, context.now);
      });
      if (input.fail) throw new Error('broken');
      return {};
    },
    render: () => 'done',
  });

  function probeDispatcher(events: string[]): LocalDispatcher {
    const silent = () => {};
    return new LocalDispatcher({
      store: bench.store,
      operations: [probe(events)],
      projects: { resolve: async (id) => ({ id, name: id, aliases: [] }), forget: silent },
      clock: { now: () => bench.now, monotonic: () => performance.now() },
      ids: { next: () => 'id' },
      logger: {
        trace: silent,
        debug: silent,
        info: silent,
        warn: (message) => events.push(message),
        error: silent,
      },
      incoming: new IncomingText([]),
      emit: (event) => events.push(event.kind),
    });
  }

  const kept = (key: string) => bench.store.read((unit) => unit.keyValues.get('probe', key, bench.now));

  it('follow the commit', async () => {
    const events: string[] = [];
    const dispatcher = probeDispatcher(events);
    await dispatcher.dispatch('probe', {}, { actor: person });
    expect(events[0]).toBe('config');
    await dispatcher.idle();
    expect(events).toEqual(['config', 'deferred']);
    expect(await kept('deferred')).toBe(true);
  });

  it('are dropped with a write that fails', async () => {
    const events: string[] = [];
    const dispatcher = probeDispatcher(events);
    await expect(dispatcher.dispatch('probe', { fail: true }, { actor: person })).rejects.toMatchObject({
      code: 'internal',
      cause: { message: 'broken' },
    });
    await dispatcher.idle();
    expect(events).toEqual([]);
    expect(await kept('ran')).toBeUndefined();
  });

  it('fail without harm to the reply and to one another', async () => {
    const events: string[] = [];
    const dispatcher = probeDispatcher(events);
    const answer = await dispatcher.dispatch('probe', { failLater: true }, { actor: person });
    expect(answer).toMatchObject({ text: 'done' });
    await dispatcher.dispatch('probe', {}, { actor: person });
    await dispatcher.idle();
    expect(events.filter((event) => event === 'Work after a reply failed.')).toHaveLength(1);
    expect(await kept('deferred')).toBe(true);
  });

  it('come by themselves when nobody asks', async () => {
    const events: string[] = [];
    await probeDispatcher(events).dispatch('probe', {}, { actor: person });
    await until(() => kept('deferred'), { what: 'deferred work' });
    expect(events).toEqual(['config', 'deferred']);
  });
});

describe('the server’s own operations', () => {
  it('count', async () => {
    await bench.remember('CI is red', { category: 'blocker' });
    await bench.insert({ status: 'candidate' });
    await bench.remember('Elsewhere', {}, { project: 'https://gitlab.com/group/other.git' });
    const all = await stats();
    expect(all).toMatchObject({ memories: 3, openBlockers: 1, candidates: 1, sessions: 0 });
    expect(all.embedding).toMatchObject({ state: 'ready', active: { provider: 'built-in' } });
    expect(all.text).toContain('Search by meaning uses the built-in model.');
    expect(all.byCategory).toMatchObject({ blocker: 1, fact: 1, decision: 1 });
    expect(all.byProject).toContainEqual({ project: projectId, count: 2 });
    expect(all.databaseBytes).toBeGreaterThan(0);
    expect(all.text).toContain('3 memories: ');
    expect(await bench.call(statsOperation, { project: projectId })).toMatchObject({ memories: 2 });
  });

  it('tell the state of the server', async () => {
    const status = await bench.call(memoryStatusOperation, { check_integrity: true });
    expect(status).toMatchObject({ pid: 4242, port: 9999, integrity: 'ok', config: { toolset: 'core' } });
    expect(status.embedding).toMatchObject({ state: 'ready', wanted: { provider: 'built-in' } });
    expect(status.schemaVersion).toBeGreaterThan(0);
    expect(status.text).toContain('Integrity: ok');
    expect((await bench.call(memoryStatusOperation, {})).integrity).toBeNull();
  });

  it('change one setting and leave the others', async () => {
    await bench.call(configureOperation, { set: { captureCommits: false } });
    const { config } = await bench.call(configureOperation, { set: { candidateExpiryDays: 7 } });
    expect(config).toEqual({ ...configSchema.parse({}), captureCommits: false, candidateExpiryDays: 7 });
    expect(bench.events).toEqual([{ kind: 'config' }, { kind: 'config' }]);
    await bench.call(configureOperation, {});
    expect(bench.events).toHaveLength(2);
  });

  it('copy the database', async () => {
    await bench.remember('x y');
    const { path, bytes } = await bench.backup();
    expect(existsSync(path)).toBe(true);
    expect(bytes).toBeGreaterThan(0);
  });
});
