import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { MemoryBridgeError } from '../../../src/core/errors.ts';
import { callDefinitions } from '../../../src/protocol/tools/registry.ts';
import { isLongRun } from '../../../dev/longRun.ts';
import { oddPlaces, oddTexts, oddValues } from '../../../dev/texts/oddValues.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { OperationsBench, person, projectUrl } from '../../../dev/operations/operationsBench.ts';

let bench: OperationsBench;
let temp: TempDirectory;
let memoryId: string;
let baselines: Record<string, Record<string, unknown>>;

beforeAll(async () => {
  bench = await OperationsBench.open();
  temp = await tempDirectory('odd');
  const anchors = [
    { path: 'src/a.ts', startLine: 1, endLine: 2, contentHash: 'a'.repeat(64), commit: 'abc1234' },
  ];
  const text = { content: 'The gateway waits 30 s', category: 'fact', anchors };
  memoryId = (await bench.remember('One that is changed')).memory.id;
  const one = async (content: string, category: 'fact' | 'blocker' = 'fact'): Promise<string> =>
    (await bench.remember(content, { category })).memory.id;
  const dueDaily = { reminder: { at: bench.now, recurrence: 'daily' } };
  const reminded = (await bench.insert(dueDaily)).id;
  const advanced = (await bench.insert(dueDaily)).id;
  const procedure = (await bench.insert({ category: 'procedure', content: 'How to' })).id;
  const blocker = await one('One that blocks', 'blocker');
  const candidates = await Promise.all(
    ['accepted', 'rejected'].map((content) => bench.insert({ status: 'candidate', content })),
  );
  const [accepted, rejected] = candidates.map(({ id }) => id);
  const session = { session_id: 's' };
  const purgedId = (await bench.remember('One that is purged')).memory.id;
  const manifest = {
    name: 'a/b',
    weights: { path: 'w.onnx', bytes: 1, sha256: 'a'.repeat(64) },
    tokenizer: { path: 't.json', bytes: 1, sha256: 'a'.repeat(64) },
    dimensions: 8,
  };
  const embedder = { provider: 'openai', baseUrl: 'http://127.0.0.1:9/v1', model: 'm', dimensions: 8 };
  const commit = { sha: 'a'.repeat(40), authorName: 'A', authorEmail: 'a@b.c', authoredAt: 1, message: 'm' };
  await bench.dispatcher.dispatch('remember', text, { actor: person, project: 'example.com/other' });
  const folder = await temp.makeDirectory('plain');
  const exported = await temp.write(
    'memory.json',
    '{"type":"entity","name":"A","entityType":"b","observations":["c"]}\n',
  );
  baselines = {
    remember: text,
    update_memory: { memory_id: memoryId, action: 'edit', title: 'Another title' },
    get_memory: { ids: [memoryId] },
    get_history: { memory_id: memoryId },
    recall: { query: 'gateway' },
    search_history: { query: 'gateway' },
    set_reminder: { memory_id: memoryId, reminder_at: '+1d' },
    clear_reminder: { memory_id: reminded },
    advance_reminder: { memory_id: advanced },
    mark_procedure_reviewed: { memory_id: procedure },
    set_review_interval: { memory_id: procedure, interval_days: 30 },
    create_link: { source_memory_id: memoryId, target_memory_id: procedure },
    remove_link: { source_memory_id: memoryId, target_memory_id: procedure },
    get_linked_memories: { memory_id: memoryId },
    bulk_archive: { memory_ids: [memoryId], reason: 'over', dry_run: true },
    delete_all_memories: { scope: 'global' },
    get_context: { entity_ref: '!12' },
    enrich_entity: { entity_ref: 'https://gitlab.com/team/app/-/issues/3' },
    delete_entity: { entity_ref: '!12' },
    session: { action: 'heartbeat', session_id: 's', agent: 'a', resource: 'src/a.ts' },
    loop: { action: 'status' },
    review_inbox: { action: 'list' },
    capture_commits: { root: folder, commits: [commit] },
    capture_history: { root: folder },
    import_memories: { path: exported },
    undo_import: { change_id: 'abcdef' },
    ingest_file: { path: folder },
    bootstrap_memory: { path: folder },
    change_memories: { memory_ids: [memoryId], action: 'pin' },
    purge: { ids: [purgedId], preview: true },
    cleanup_memories: { only_ids: [memoryId], older_than_days: 90, status: ['archived'], dry_run: true },
    configure: { set: { embedder: { provider: 'built-in' } } },
    preview_embedder: { embedder: { ...embedder, manifest } },
    lend_key: { origin: 'https://host', key: 'k' },
    edit_memory: { memory_id: memoryId, title: 'A third title' },
    resolve_blocker: { memory_id: blocker },
    unresolve_blocker: { memory_id: blocker },
    pin_memory: { memory_id: memoryId },
    unpin_memory: { memory_id: memoryId },
    archive_memory: { memory_id: await one('One that is archived') },
    restore_memory: { memory_id: memoryId },
    delete_memory: { memory_id: await one('One that is deleted') },
    supersede_memory: { memory_id: await one('One that is superseded'), superseded_by: memoryId },
    accept_candidates: { ids: [accepted] },
    reject_candidates: { ids: [rejected] },
    session_heartbeat: session,
    claim_item: { ...session, resource: 'src/a.ts' },
    release_item: { ...session, resource: 'src/a.ts' },
    session_end: session,
    session_wrap_up: { ...session, summary: 'It works' },
    log_session: { summary: 'It works' },
    cancel_job: { id: 'abcdef' },
    apply_consolidation: { job_id: 'abcdef', all: true },
    restore_backup: { backup: 'nothing.db' },
    get_proactive_context: { query: 'gateway' },
    kv_set: { key: 'k', value: 'v' },
    kv_get: { key: 'k' },
    kv_delete: { key: 'k' },
    set_project_mode: { mode: 'on' },
    set_project_alias: { alias: 'another name' },
    merge_projects: { from: projectUrl, into: 'example.com/other', dry_run: true },
    move_project: { from: projectUrl, to: 'example.com/new', dry_run: true },
  };
});

afterAll(async () => {
  await bench.close();
  await temp.dispose();
});

type Path = readonly (string | number)[];
type Schema = {
  type?: string | string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
};

/** Every place in an input that a caller can fill, as the schema that clients are given has it. */
function placesIn(schema: Schema, at: Path = []): Path[] {
  const own = at.length === 0 ? [] : [at];
  const inner = Object.entries(schema.properties ?? {}).flatMap(([name, each]) =>
    placesIn(each, [...at, name]),
  );
  const items = schema.items ? placesIn(schema.items, [...at, 0]) : [];
  const choices = (schema.anyOf ?? []).flatMap((each) => placesIn(each, at));
  return [...own, ...inner, ...items, ...choices];
}

function withValue(input: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value;
  if (typeof step === 'number') {
    const list: unknown[] = Array.isArray(input) ? [...(input as unknown[])] : [];
    list[step] = withValue(list[step], rest, value);
    return list;
  }
  const record = typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {};
  return { ...record, [step]: withValue(record[step], rest, value) };
}

/** What went wrong inside, as a line; undefined for an answer or a refusal that says what to mend. */
async function faultOf(
  name: string,
  input: unknown,
  caller: { project?: string; sessionId?: string; idempotencyKey?: string } = {},
): Promise<string | undefined> {
  try {
    await bench.dispatcher.dispatch(name, input, { actor: person, project: projectUrl, ...caller });
    return undefined;
  } catch (error) {
    if (MemoryBridgeError.is(error) && error.code !== 'internal' && error.message !== '') return undefined;
    return `${name} ${JSON.stringify(input)?.slice(0, 300)} ${JSON.stringify(caller).slice(0, 200)}: ${String(error)}`;
  }
}

const namesAPlace = /project|root|path|url|origin|mirror|proxy|ref|resource/i;

/** There is no repository. */
const refusedPlainly: Readonly<Record<string, string>> = {
  capture_commits: 'invalid_input',
  capture_history: 'invalid_input',
  // Nobody has imported anything.
  undo_import: 'not_found',
  // Nobody has begun one.
  cancel_job: 'not_found',
  // Nobody has looked.
  apply_consolidation: 'not_found',
  // Nobody has made one.
  restore_backup: 'not_found',
  // What waited is accepted by then.
  reject_candidates: 'conflict',
};

async function codeOf(name: string, input: unknown): Promise<string> {
  try {
    await bench.dispatcher.dispatch(name, input, { actor: person, project: projectUrl });
    return 'ok';
  } catch (error) {
    return MemoryBridgeError.is(error) ? error.code : 'internal';
  }
}

const faultsOf = async (calls: readonly Promise<string | undefined>[]): Promise<string[]> =>
  (await Promise.all(calls)).filter((fault) => fault !== undefined);

/** Each value in every field (`npm run soak -- odd-input`), in every second or third one, beginning with another for each call. */
const turns = process.env['MEMORY_BRIDGE_ODD_INPUT'] === '1' ? 1 : isLongRun ? 2 : 3;

describe('an odd value in a field', () => {
  it.each(callDefinitions.map(({ name, input }, call) => [name, input, call] as const))(
    'of %s is answered or refused, and is never a fault inside',
    async (name, input, call) => {
      const places = placesIn(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as Schema);
      const unique = [...new Map(places.map((place) => [place.join('.'), place])).values()];
      const baseline = baselines[name] ?? {};
      // The twin: without the odd value the call is answered, so that a refusal is about the value.
      const plain = await codeOf(name, baseline);
      expect(plain).toBe(refusedPlainly[name] ?? 'ok');
      const faults: string[] = [];
      for (const [at, place] of unique.entries()) {
        const all = namesAPlace.test(String(place.at(-1))) ? [...oddValues, ...oddPlaces] : oddValues;
        const values = all.filter((_, index) => (index + at + call) % turns === 0);
        faults.push(
          ...(await faultsOf(values.map((value) => faultOf(name, withValue(baseline, place, value))))),
        );
      }
      const whole = oddValues.filter((_, index) => (index + call) % turns === 0);
      faults.push(...(await faultsOf(whole.map((value) => faultOf(name, value)))));
      expect(faults).toEqual([]);
    },
    60_000,
  );

  it('beside the input, in the project, the session and the key, is no fault either', async () => {
    const input = { content: 'Beside', category: 'fact' };
    expect(
      await faultsOf(
        [...oddTexts, ...oddPlaces].flatMap((text) => [
          faultOf('remember', input, { project: text }),
          faultOf('recall', { query: 'x' }, { project: text }),
          faultOf('session', { action: 'start' }, { sessionId: text, project: text }),
          faultOf('remember', input, { idempotencyKey: text }),
        ]),
      ),
    ).toEqual([]);
  });
});

describe('a project that names a place which cannot be looked at', () => {
  it.each([
    'file://host/x',
    'FILE://HOST/x',
    'file://server/share/project',
    'file:///a%2Fb',
    'file:///a%00b',
    'file:///%',
    'file://[::1/x',
    'file:',
    '/a\0b',
    'folder:/a\0b',
    `/${'n'.repeat(400)}`,
    `/${'deep/'.repeat(900)}`,
    '\\\\server\\share\\x',
    '\\\\?\\C:\\x',
    'name\0with',
  ])('%j is refused in words', async (project) => {
    for (const name of ['remember', 'recall'] as const) {
      const input = name === 'remember' ? { content: 'x y', category: 'fact' } : { query: 'x' };
      const error = await bench.dispatcher.dispatch(name, input, { actor: person, project }).then(
        () => undefined,
        (refused: unknown) => refused,
      );
      expect(MemoryBridgeError.is(error) ? error.code : String(error)).toMatch(
        /^(?:invalid_input|not_found)$/,
      );
    }
  });

  it('is refused when it is a circle of links, below a file, or not ours to enter', async () => {
    const loop = temp.join('loop');
    symlinkSync(loop, loop);
    const file = temp.join('file');
    writeFileSync(file, '');
    const closed = temp.join('closed');
    mkdirSync(closed, { mode: 0o000 });
    for (const project of [loop, path.join(file, 'x')])
      expect(await faultOf('recall', { query: 'x' }, { project })).toBeUndefined();
    expect(await faultOf('recall', { query: 'x' }, { project: path.join(closed, 'x') })).toBeUndefined();
    rmSync(closed, { recursive: true });
  });

  it('is taken when it can be', async () => {
    const folder = await temp.makeDirectory('real');
    for (const project of [folder, `file://${folder}`, `file://localhost${folder}`, `folder:${folder}`])
      await expect(
        bench.dispatcher.dispatch('recall', { query: 'x' }, { actor: person, project }),
      ).resolves.toBeDefined();
  });
});

describe('an anchor', () => {
  const anchor = { path: 'src/a.ts', startLine: 3, endLine: 7 };
  const remember = (anchors: unknown) =>
    bench.dispatcher.dispatch(
      'remember',
      { content: 'With a place', category: 'fact', anchors },
      { actor: person, project: projectUrl },
    );

  it.each<[string, unknown, string]>([
    ['ends before it begins', [{ ...anchor, endLine: 2 }], 'endLine: must not be before startLine'],
    [
      'ends before it begins, in text',
      [{ ...anchor, endLine: '1' }],
      'endLine: must not be before startLine',
    ],
    ['begins before the file', [{ ...anchor, startLine: 0 }], 'startLine: must be at least 1'],
    ['is behind every file', [{ ...anchor, endLine: 1e12 }], 'endLine: must be at most'],
    ['has a path of 1 MB', [{ ...anchor, path: 'x'.repeat(1_000_000) }], 'path: must have at most'],
    ['has a hash of 1 MB', [{ ...anchor, contentHash: 'x'.repeat(1_000_000) }], 'contentHash: must have'],
    ['has a commit of 1 kB', [{ ...anchor, commit: 'x'.repeat(1_000) }], 'commit: must have'],
    ['is one of seventeen', Array.from({ length: 17 }, () => anchor), 'anchors: must have at most 16'],
  ])('that %s is refused', async (_what, anchors, reason) => {
    await expect(remember(anchors)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining(reason) as string,
    });
  });

  it('is kept up to its bounds', async () => {
    const longest = {
      ...anchor,
      path: 'p'.repeat(1_000),
      contentHash: 'a'.repeat(128),
      commit: 'b'.repeat(64),
    };
    for (const anchors of [[anchor], [{ ...anchor, endLine: 3 }], Array.from({ length: 16 }, () => longest)])
      await expect(remember(anchors)).resolves.toBeDefined();
  });
});
