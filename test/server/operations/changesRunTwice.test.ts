import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import os from 'node:os';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddingApi, startEmbeddingApi } from '../../../dev/embedding/embeddingApi.ts';
import { OperationsBench, agent, person } from '../../../dev/operations/operationsBench.ts';
import { makeMemory } from '../../../dev/memory/makeMemory.ts';
import { importMemoriesOperation } from '../../../src/protocol/operations/transfer/importMemories.ts';
import type { ImportResult } from '../../../src/protocol/transferResults.ts';
import { exportedMemory } from '../../../src/transfer/own/exportFormat.ts';
import { shortId } from '../../../src/core/shortId.ts';
import { until } from '../../../dev/processes/until.ts';
import type { Caller } from '../../../src/protocol/caller.ts';
import { reindexOperation } from '../../../src/protocol/operations/embedding/reindex.ts';
import { configureOperation } from '../../../src/protocol/operations/system/configure.ts';
import { operationDefinitions } from '../../../src/protocol/operations/registry.ts';
import type { Kind } from '../../../src/protocol/operation.ts';
import type { Store } from '../../../src/store/ports/store.ts';

const named = (wanted: Kind) =>
  operationDefinitions.filter(({ kind }) => kind === wanted).map(({ name }) => name);

class Collision extends Error {}

/** As a store whose units run side by side: the first attempt of each write collides, and is run again. */
function colliding(store: Store): Store & { collisions: number } {
  const twice: Store & { collisions: number } = {
    collisions: 0,
    read: (work, lane) => store.read(work, lane),
    write: async (work, lane) => {
      const attempt = store.write(async (unit) => {
        await work(unit);
        throw new Collision();
      }, lane);
      await attempt.catch((error: unknown) => {
        if (!(error instanceof Collision)) throw error;
        twice.collisions += 1;
      });
      return store.write(work, lane);
    },
    info: () => store.info(),
    close: () => store.close(),
  };
  return twice;
}

/** What of a call depends on chance: ids, by the order in which they come. */
class Ids {
  readonly #known = new Map<string, string>();

  plain(value: unknown): unknown {
    const uuid = /\b[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\b/g;
    let text = JSON.stringify(value);
    for (const [id] of text.matchAll(uuid)) this.#note(id);
    for (const [id, plain] of this.#known)
      text = text.replaceAll(id, plain).replaceAll(shortId(id), `short ${plain}`);
    return JSON.parse(text);
  }

  #note(id: string): void {
    if (!this.#known.has(id)) this.#known.set(id, `id ${this.#known.size}`);
  }
}

interface World {
  readonly memory: string;
  readonly other: string;
  readonly blocker: string;
  readonly candidate: string;
  readonly change: string;
  readonly session: string;
  readonly job: string;
  readonly report: string;
  readonly procedure: string;
  readonly reminded: string;
}

type Said = readonly [input: object, caller?: Partial<Caller>];

/** One call of each change, over a world of its own. */
const said: Readonly<Record<string, (world: World) => Said>> = {
  remember: () => [{ content: 'Deploy with make ship', category: 'procedure', tags: ['ci'] }],
  edit_memory: ({ memory }) => [{ memory_id: memory, why: 'the cache is shared' }],
  resolve_blocker: ({ blocker }) => [{ memory_id: blocker, note: 'restarted' }],
  unresolve_blocker: ({ blocker }) => [{ memory_id: blocker }],
  pin_memory: ({ memory }) => [{ memory_id: memory }],
  unpin_memory: ({ memory }) => [{ memory_id: memory }],
  archive_memory: ({ memory }) => [{ memory_id: memory }],
  restore_memory: ({ memory }) => [{ memory_id: memory }],
  delete_memory: ({ memory }) => [{ memory_id: memory }],
  supersede_memory: ({ memory, other }) => [{ memory_id: memory, superseded_by: other }],
  bulk_archive: ({ memory, other }) => [{ memory_ids: [memory, other], reason: 'over' }],
  set_reminder: ({ memory }) => [{ memory_id: memory, reminder_at: '+1d', recurrence: 'daily' }],
  clear_reminder: ({ reminded }) => [{ memory_id: reminded }],
  advance_reminder: ({ reminded }) => [{ memory_id: reminded }],
  mark_procedure_reviewed: ({ procedure }) => [{ memory_id: procedure }],
  set_review_interval: ({ procedure }) => [{ memory_id: procedure, interval_days: 30 }],
  create_link: ({ memory, other }) => [{ source_memory_id: memory, target_memory_id: other }],
  remove_link: ({ memory, reminded }) => [{ source_memory_id: memory, target_memory_id: reminded }],
  change_memories: ({ memory, other }) => [{ memory_ids: [memory, other], action: 'pin' }],
  cleanup_memories: ({ memory, other }) => [{ only_ids: [memory, other] }],
  delete_entity: () => [{ entity_ref: '!12' }],
  undo: ({ change }) => [{ change_id: change }],
  accept_candidates: ({ candidate }) => [{ ids: [candidate], title: 'As accepted' }],
  accept_all_candidates: () => [{ all_projects: true }],
  reject_candidates: ({ candidate }) => [{ ids: [candidate] }],
  reject_all_candidates: () => [{ all_projects: true }],
  session_start: ({ session }) => [{ session_id: session, title: 'Work' }, { actor: agent }],
  session_heartbeat: ({ session }) => [{ session_id: session }, { actor: agent }],
  session_end: ({ session }) => [{ session_id: session }, { actor: agent }],
  session_wrap_up: ({ session }) => [
    { session_id: session, summary: 'It works', done: ['tests'], open_items: ['docs'], next: 'ask' },
    { actor: agent },
  ],
  session_continue: ({ session }) => [{ session_id: `${session}, next` }, { actor: agent }],
  log_session: ({ session }) => [
    { session_id: session, summary: 'It works', learnings: ['Caches are shared'], entities: ['!1'] },
    { actor: agent },
  ],
  claim_item: ({ session }) => [{ session_id: session, resource: 'src/a.ts' }, { actor: agent }],
  release_item: ({ session }) => [{ session_id: session, resource: session }, { actor: agent }],
  set_project_mode: () => [{ project: 'example.com/a', mode: 'off' }],
  set_project_alias: () => [{ project: 'example.com/a', alias: 'another name' }],
  merge_projects: () => [{ from: 'example.com/merged', into: 'example.com/other' }],
  move_project: () => [{ from: 'example.com/moved', to: 'example.com/here' }],
  undo_project_move: () => [{}],
  cancel_job: ({ job }) => [{ id: job }],
  apply_consolidation: ({ report }) => [{ job_id: report, all: true }],
  kv_set: () => [{ key: 'release:step', value: '{"tagged":true}' }],
  kv_delete: ({ session }) => [{ key: session }],
};

/** A look that has found that nobody uses a memory. */
async function reportOn(bench: OperationsBench, id: string): Promise<string> {
  const job = v7();
  const kind = 'consolidate_memory';
  const group = { group: 1, kind: 'stale', reason: 'not_used', action: 'archive', keep: null, project: null };
  const groups = [{ ...group, memories: [{ id, revision: 1 }] }];
  const result = { at: bench.now, looked: 1, daysStale: 90, groups, isCut: false };
  await bench.store.write(async (unit) => {
    await unit.jobs.enqueue({ id: job, kind, project: null, payload: null, createdAt: bench.now });
    await unit.jobs.take([kind], bench.now);
    const progress = { done: 1, total: 1 };
    await unit.jobs.finish(job, { state: 'done', progress, result }, bench.now);
  });
  return job;
}

async function worldOf(bench: OperationsBench, name: string): Promise<World> {
  if (/^(?:merge|move|undo)_project/.test(name))
    for (const project of ['example.com/merged', 'example.com/other', 'example.com/moved'])
      await bench.dispatcher.dispatch(
        'remember',
        { content: `Kept for ${name}`, category: 'fact' },
        { actor: person, project },
      );
  const one = async (content: string, category: 'fact' | 'blocker' | 'procedure' = 'fact') =>
    bench.remember(`${content} of ${name}`, { category });
  const kept = await one('A memory');
  const session = `session of ${name}`;
  await bench.dispatcher.dispatch('session_start', { session_id: session }, { actor: agent });
  await bench.dispatcher.dispatch('claim_item', { session_id: session, resource: session }, { actor: agent });
  await bench.dispatcher.dispatch('kv_set', { key: session, value: 'there' }, { actor: agent });
  const job = v7();
  const report = name === 'apply_consolidation' ? await reportOn(bench, kept.memory.id) : '';
  const queued = { id: job, kind: 'of nobody', project: null, payload: name, createdAt: bench.now };
  await bench.store.write((unit) => unit.jobs.enqueue(queued));
  return {
    job,
    report,
    memory: kept.memory.id,
    change: kept.changeId,
    other: (await one('Another')).memory.id,
    blocker: (await one('A blocker', 'blocker')).memory.id,
    procedure: (await one('A procedure', 'procedure')).memory.id,
    reminded: (
      await bench.insert({
        title: `Reminded of ${name}`,
        content: name,
        reminder: { at: bench.now, recurrence: 'daily' },
        links: [{ kind: 'related', to: kept.memory.id }],
      })
    ).id,
    candidate: (await bench.insert({ status: 'candidate', title: `Candidate of ${name}`, content: name })).id,
    session,
  };
}

/** Everything that a call leaves behind, and what it says. */
async function outcomeOf(bench: OperationsBench, name: string): Promise<unknown> {
  const world = await worldOf(bench, name);
  const [input, caller] = said[name]?.(world) ?? [{}];
  bench.events.length = 0;
  const idempotencyKey = `key of ${name}`;
  const call = { actor: person, idempotencyKey, ...caller };
  const reply = await bench.dispatcher.dispatch(name, input, call);
  const again = await bench.dispatcher.dispatch(name, input, call);
  expect(again.result).toEqual(reply.result);
  const left = await bench.store.read(async (unit) => {
    const { memories } = await unit.memories.list({ includeDeleted: true }, { limit: 1_000 });
    const histories = await Promise.all(memories.map(({ id }) => unit.history.ofMemory(id)));
    return {
      memories,
      actions: histories.map((history) => history.map(({ action, actor }) => [action, actor])),
      sessions: await unit.sessions.list({}),
      claims: await unit.claims.list({ sessionId: world.session }),
    };
  });
  return new Ids().plain([reply, bench.events, left]);
}

describe('a change whose first attempt is rolled back', () => {
  let once: OperationsBench;
  let twice: OperationsBench;
  let store: ReturnType<typeof colliding>;
  beforeAll(async () => {
    once = await OperationsBench.open();
    twice = await OperationsBench.open(undefined, undefined, (inner) => (store = colliding(inner)));
  });
  afterAll(async () => {
    await once.close();
    await twice.close();
  });

  it.each(named('change'))('is the same in all that it leaves: %s', async (name) => {
    expect(Object.keys(said)).toContain(name);
    const before = store.collisions;
    const wanted = await outcomeOf(once, name);
    expect(await outcomeOf(twice, name)).toEqual(wanted);
    expect(store.collisions).toBeGreaterThan(before);
  });
});

/** Something to import. */
const source = path.join(os.tmpdir(), `memory-bridge-twice-${process.pid}.json`);

/** What each task is asked for; `chosen` is a model besides the built-in one. */
const asked: readonly (readonly [name: string, input: object, chosen: boolean])[] = [
  ['enrich_entities', {}, false],
  ['ingest_file', { path: path.resolve('samples/workspace/README.md') }, false],
  ['bootstrap_memory', { path: path.resolve('docs/decisions') }, false],
  ['read_conversations', {}, false],
  ['reindex', {}, false],
  ['reindex', { restart: true }, false],
  ['reindex', { restart: true }, true],
  ['reindex', { provider: 'built-in', restart: true }, true],
  ['backup', {}, false],
  ['run_retention', { resolved_blockers_days: 1 }, false],
  ['export_memories', {}, false],
  ['consolidate_memory', { days_stale: 30 }, false],
  ['import_memories', { path: source }, false],
  // The id is that of an import that was made before.
  ['undo_import', {}, false],
];

/** Each bench has a folder of its own. */
const withoutPlaces = (payload: unknown): unknown =>
  typeof payload === 'object' && payload !== null && 'path' in payload ? { ...payload, path: '' } : payload;

describe('a task whose first attempt is rolled back', () => {
  let api: EmbeddingApi;
  beforeAll(async () => {
    api = await startEmbeddingApi();
    const memory = exportedMemory({ memory: makeMemory({}), origins: [], history: [], turns: [] });
    writeFileSync(source, JSON.stringify({ format: 'memory-bridge', version: 1, memories: [memory] }));
  });
  afterAll(() => rmSync(source));
  afterAll(() => api.close());

  const ready = (bench: OperationsBench) =>
    until(async () => {
      const found = await bench.store.read((unit) => bench.embedding.status(unit));
      return found.state === 'ready' && found;
    });

  async function opened(
    chosen: boolean,
    dispatched: (store: Store) => Store = (store) => store,
  ): Promise<OperationsBench> {
    const bench = await OperationsBench.open(undefined, undefined, dispatched);
    await bench.remember('The harbour is closed');
    await bench.remember('Deploy with make ship');
    if (chosen) {
      const embedder = { provider: 'openai', model: 'one', baseUrl: `${api.origin}/v1` } as const;
      await bench.call(configureOperation, { set: { embedder } });
      await bench.embedding.reconfigure();
    }
    await ready(bench);
    bench.events.length = 0;
    return bench;
  }

  const spacesOf = (bench: OperationsBench) => bench.store.read((unit) => unit.vectors.spaces());
  const jobsOf = (bench: OperationsBench) => bench.store.read((unit) => unit.jobs.list({ limit: 50 }));
  const plainSpaces = async (bench: OperationsBench) =>
    (await spacesOf(bench)).map(({ provider, model, embedded, total }) => [provider, model, embedded, total]);

  /** Everything that the task leaves, once its job has ended. */
  async function left(bench: OperationsBench, name: string, input: object): Promise<unknown> {
    const before = api.requests.length;
    const said = name === 'undo_import' ? { change_id: await importBefore(bench) } : input;
    const { result, text } = await bench.dispatcher.dispatch(name, said, { actor: person });
    await bench.ended(result as { job: string });
    const status = await ready(bench);
    const jobs = await jobsOf(bench);
    return new Ids().plain({
      result,
      text,
      status,
      events: bench.events,
      jobs: jobs.map(({ id, kind, payload, state, progress, attempts }) => ({
        id,
        kind,
        payload: withoutPlaces(payload),
        state,
        attempts,
        progress: kind === 'backup' ? null : progress,
      })),
      spaces: await plainSpaces(bench),
      texts: api.requests.slice(before).flatMap(({ body }) => body.input),
      backups: readdirSync(path.join(bench.home, 'backups')).length,
    });
  }

  async function importBefore(bench: OperationsBench): Promise<string> {
    const { result } = await bench.ended(await bench.call(importMemoriesOperation, { path: source }));
    await bench.store.write((unit) => unit.jobs.thin(bench.now + 1, 0));
    return (result as ImportResult).changeId;
  }

  it('is among these', () => {
    expect(new Set(asked.map(([name]) => name))).toEqual(new Set(named('task')));
  });

  it.each(asked)('is the same in all that it leaves: %s %j, with a model besides: %s', async (...said) => {
    const [name, input, chosen] = said;
    let store: ReturnType<typeof colliding> | undefined;
    const once = await opened(chosen);
    const twice = await opened(chosen, (inner) => (store = colliding(inner)));
    const before = store?.collisions ?? 0;
    const wanted = await left(once, name, input);
    expect(await left(twice, name, input)).toEqual(wanted);
    // What is undone was imported by a task too.
    expect(store?.collisions).toBe(before + (name === 'undo_import' ? 2 : 1));
    // An import has another job look at what it brought.
    expect(await jobsOf(twice)).toHaveLength(name === 'import_memories' ? 2 : 1);
    await once.close();
    await twice.close();
  });

  it.each([
    ['built-in', false],
    ['openai', true],
  ] as const)('and no other follows has changed nothing: %s', async (provider, chosen) => {
    let isFull = false;
    const bench = await opened(chosen, (inner) => ({
      ...colliding(inner),
      write: (work, lane) =>
        inner.write(async (unit) => {
          const result = await work(unit);
          if (isFull) throw new Collision();
          return result;
        }, lane),
    }));
    const facts = async () => {
      const question = await bench.embedding.embedQuery('harbour');
      return {
        spaces: await spacesOf(bench),
        status: await ready(bench),
        asked: [question?.spaceId, question?.second?.spaceId, question?.isBuiltIn],
      };
    };
    const before = await facts();
    isFull = true;
    const call = bench.call(reindexOperation, { provider, restart: true });
    await expect(call).rejects.toMatchObject({ code: 'internal' });
    expect(await facts()).toEqual(before);
    expect(await jobsOf(bench)).toEqual([]);
    isFull = false;
    await bench.ended(await bench.call(reindexOperation, { provider, restart: true }));
    expect((await facts()).spaces).not.toEqual(before.spaces);
    await bench.close();
  });
});
