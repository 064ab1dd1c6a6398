import { readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildOwnership, type OwnershipBundle } from '../../../dev/bundles/ownershipBundle.ts';
import { readyOwner, startServe } from '../../../dev/server/ownership/contenders.ts';
import {
  fetchWithTimeout,
  freePort,
  stopAllProcesses,
  type TrackedProcess,
} from '../../../dev/processes/processes.ts';
import { tempDirectory, type TempDirectory } from '../../../dev/files/tempDirectory.ts';
import { until } from '../../../dev/processes/until.ts';

let temp: TempDirectory;
let bundle: OwnershipBundle;
let home: string;
let serve: TrackedProcess;
let port: number;
let token: string;
let count = 0;

beforeAll(async () => {
  temp = await tempDirectory('files');
  bundle = await buildOwnership(temp.join('dist'));
});
beforeEach(async () => {
  home = await temp.makeDirectory(`home-${++count}`);
  port = await freePort();
  await start();
});
afterEach(stopAllProcesses);
afterAll(() => temp.dispose());

async function start(): Promise<void> {
  serve = startServe(bundle, { home, port });
  await readyOwner(home);
  token = readFileSync(file('token'), 'utf8').trim();
}

const file = (name: string) => path.join(home, name);

/** As a client that has read port and token before. */
async function call(operation: string, input: object) {
  const response = await fetchWithTimeout(`http://127.0.0.1:${port}/api/${operation}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'x-memory-actor': 'user',
    },
    body: JSON.stringify(input),
  });
  return { status: response.status, text: await response.text() };
}

const remember = (content: string) => call('remember', { content, category: 'fact' });

/** What is there after the owner was killed and another one has started. */
async function titlesAfterKill(): Promise<string[]> {
  await serve.kill();
  await start();
  const { text } = await call('list_memories', { all_projects: true });
  const { result } = JSON.parse(text) as { result: { memories: { title: string }[] } };
  return result.memories.map(({ title }) => title).toSorted();
}

describe('files that go while the server runs', () => {
  it.each<[string, () => void]>([
    ['the database', () => rmSync(file('memory.db'))],
    ['the database, renamed', () => renameSync(file('memory.db'), temp.join(`elsewhere-${count}.db`))],
    ['the log', () => rmSync(file('memory.db-wal'))],
    ['the record of the owner', () => rmSync(file('owner.json'))],
    // The server may write into it meanwhile.
    ['the whole folder', () => rmSync(home, { recursive: true, maxRetries: 10 })],
  ])('%s: what was acknowledged before and after is there after a kill', async (_what, take) => {
    expect((await remember('First')).status).toBe(200);
    take();
    expect((await remember('Second')).status).toBe(200);
    expect(await titlesAfterKill()).toEqual(['First', 'Second']);
  });

  it('says what happened when another database is in its place, and where the rest is kept', async () => {
    await remember('First');
    const other = temp.join(`other-${count}.db`);
    const { text } = await call('backup', {});
    const { job } = (JSON.parse(text) as { result: { job: string } }).result;
    const copy = await until(async () => {
      const found = JSON.parse((await call('list_jobs', { ids: [job] })).text) as {
        result: { jobs: { result: { path: string } | null }[] };
      };
      return found.result.jobs[0]?.result?.path;
    });
    renameSync(copy, other);
    await remember('Second');
    renameSync(other, file('memory.db'));
    const refused = await remember('Third');
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(refused.text).toContain('was replaced by another file');
    expect(refused.text).toContain('memory-bridge recover');
    const health = await fetchWithTimeout(`http://127.0.0.1:${port}/health`);
    expect(await health.json()).toMatchObject({ reason: 'store_unusable' });
    expect((await call('recall', { query: 'Second' })).text).toContain('Second');
    expect(readdirSync(file('backups')).filter((name) => name.endsWith('-rescued.db'))).toHaveLength(1);
    expect(await titlesAfterKill()).toEqual(['First']);
  });
});
