import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { updateActions } from '../../../src/core/memory/memoryStates.ts';
import { callDefinitions } from '../../../src/protocol/tools/registry.ts';
import { buildCli, type CliBundle, runCli, startCli } from '../../../dev/bundles/cliBundle.ts';
import {
  fetchWithTimeout,
  freePort,
  stopAllProcesses,
  type TrackedProcess,
} from '../../../dev/processes/processes.ts';
import { tempDirectory, type TempDirectory } from '../../../dev/files/tempDirectory.ts';
import { sampleMemory } from '../../../dev/memory/sampleMemory.ts';
import { StoreBench } from '../../../dev/store/storeBench.ts';

interface Answer {
  status: number;
  code?: string;
  result: { memory: { id: string }; changeId: string; circles?: string[][] };
}

/** Memories named here, with whom supersedes whom: `ab` reads "a is superseded by b". */
const circles = {
  'two that supersede each other': ['ab', 'ba'],
  'one that supersedes itself': ['aa', 'ba'],
  'three in a row that come back to the first': ['ab', 'bc', 'ca'],
  'a chain that leads into a circle': ['ab', 'bc', 'cb'],
} as const;

describe('a whole server', () => {
  let built: TempDirectory;
  let bundle: CliBundle;
  let files: StoreBench;
  let port: number;
  let server: TrackedProcess;

  beforeAll(async () => {
    built = await tempDirectory('circles');
    bundle = await buildCli(built.join('dist'));
  });
  afterAll(() => built.dispose());
  beforeEach(async () => {
    files = await StoreBench.create();
    port = await freePort();
  });
  afterEach(async () => {
    await stopAllProcesses();
    await files[Symbol.asyncDispose]();
  });

  async function serve(): Promise<void> {
    server = startCli(bundle, ['serve'], { home: files.home, port });
    await server.waitForOutput(/Serving memory/);
  }

  /** A call that hangs is a failure here, whatever it would have answered. */
  async function call(operation: string, input: object): Promise<Answer> {
    const token = (await readFile(path.join(files.home, 'token'), 'utf8')).trim();
    const answer = await fetchWithTimeout(`http://127.0.0.1:${port}/api/${operation}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'x-memory-actor': 'user/test',
      },
      body: JSON.stringify(input),
      timeoutMs: 30_000,
    });
    const body = (await answer.json()) as { error?: { code: string }; result: Answer['result'] };
    return { status: answer.status, result: body.result, ...(body.error ? { code: body.error.code } : {}) };
  }

  async function expectAlive(): Promise<void> {
    const health = await fetchWithTimeout(`http://127.0.0.1:${port}/health`);
    expect(await health.json()).toMatchObject({ state: 'ready' });
  }

  it('refuses to close a circle, and goes on', async () => {
    await serve();
    const remember = async (content: string) =>
      (await call('remember', { content, category: 'fact', scope: 'global' })).result.memory.id;
    const supersede = (memory_id: string, superseded_by: string) =>
      call('update_memory', { memory_id, action: 'supersede', superseded_by });
    const [a, b, d] = [await remember('Use npm'), await remember('Use pnpm'), await remember('Use bun')];
    const first = await supersede(a, b);
    const undone = await call('undo', { change_id: first.result.changeId });
    await supersede(b, a);
    expect(await call('undo', { change_id: undone.result.changeId })).toMatchObject({
      status: 409,
      code: 'conflict',
    });
    expect((await supersede(d, a)).status).toBe(200);
    await expectAlive();
    // Asked to end it ends, and need not be killed.
    expect(await server.stop(10_000)).toEqual({ code: 0, signal: null });
  });

  it.each(Object.entries(circles))('answers every call beside %s', async (_name, links) => {
    // First the one that stands outside: whoever follows its new successor gets into the circle.
    const names = ['d', 'a', 'b', 'c'];
    const memories = names.map((name) => sampleMemory({ project: null, scope: 'global', title: name }));
    const idOf = (name: string | undefined): string =>
      memories.find(({ title }) => title === name)?.id ?? 'nobody';
    const store = await files.open();
    await store.write(async (unit) => {
      for (const memory of memories) await unit.memories.insert(memory);
    });
    await store.close();
    // As no door of ours leaves it: the server must live with what is in the file.
    await files.tamper(
      ...links.map(
        ([memory, successor]) =>
          `UPDATE memories SET status = 'superseded', superseded_by = '${idOf(successor)}' WHERE id = '${idOf(memory)}'`,
      ),
    );
    await serve();
    const ids = memories.map(({ id }) => id);
    const { result: status } = await call('memory_status', { check_integrity: true });
    expect(status.circles).toHaveLength(1);
    // First what follows chains; a remember would supersede what is still free to be.
    // Another database has another chain, if any.
    const apart = new Set(['update_memory', 'restore_backup']);
    const others = callDefinitions.map(({ name }) => name).filter((name) => !apart.has(name));
    for (const name of ['update_memory', ...others]) {
      for (const input of inputsOf(name, ids)) {
        const { status: code } = await call(name, input);
        expect([200, 400, 404, 409], `${name} ${JSON.stringify(input)}`).toContain(code);
      }
    }
    await expectAlive();
    expect(await server.stop(10_000)).toEqual({ code: 0, signal: null });
  });

  it('is told by the doctor which memories it is about, and is mended by what it advises', async () => {
    const [a, b] = [sampleMemory(), sampleMemory()];
    const store = await files.open();
    await store.write(async (unit) => {
      for (const memory of [a, b]) await unit.memories.insert(memory);
    });
    await store.close();
    await files.tamper(
      `UPDATE memories SET status = 'superseded', superseded_by = iif(id = '${a.id}', '${b.id}', '${a.id}')`,
    );
    const doctor = await runCli(bundle, ['doctor', '--json'], { home: files.home, port });
    const found = doctor
      .json<{ checks: { name: string; state: string; found: string; advice?: string }[] }>()
      .checks.find(({ name }) => name === 'Database');
    expect(found?.state).toBe('warn');
    for (const { id } of [a, b]) expect(found?.found).toContain(id.slice(-10));
    const command = /memory-bridge (restore \w+)/.exec(found?.advice ?? '')?.[1] ?? '';
    expect((await runCli(bundle, command.split(' '), { home: files.home, port })).code).toBe(0);
    const mended = await files.open();
    expect(await mended.read((unit) => unit.memories.supersedeCircles())).toEqual([]);
  });
});

/** Every way to ask an operation about these memories. */
function inputsOf(operation: string, ids: readonly string[]): object[] {
  switch (operation) {
    case 'update_memory':
      return ids.flatMap((memory_id) =>
        updateActions
          .filter((action) => action !== 'restore' && action !== 'delete')
          .flatMap((action) =>
            ids.map((superseded_by) => ({ memory_id, action, superseded_by, title: 'd' })),
          ),
      );
    case 'remember':
      return ids.map((supersedes) => ({ content: `Instead of ${supersedes}`, category: 'fact', supersedes }));
    case 'get_memory':
      return [{ ids }];
    case 'get_history':
      return ids.map((memory_id) => ({ memory_id }));
    case 'undo':
      return ids.map((change_id) => ({ change_id }));
    case 'recall':
      return [false, true].map((include_inactive) => ({ query: 'content number', include_inactive }));
    case 'list_memories':
      return [{ include_deleted: true, status: ['superseded', 'active'], all_projects: true }];
    case 'get_context':
      return [{ entity_ref: '!1' }];
    case 'review_inbox':
      return [{ action: 'accept_all' }, { action: 'accept', ids }];
    case 'session':
      return [{ action: 'list' }];
    case 'loop':
      return [{ action: 'status' }];
    default:
      return [{}];
  }
}
