import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MemoryConnection } from '../../../src/client/connection.ts';
import { DataDirectory } from '../../../src/home/dataDirectory.ts';
import { listMemoriesOperation } from '../../../src/protocol/operations/memories/listMemories.ts';
import { recallOperation } from '../../../src/protocol/operations/recall/recall.ts';
import { rememberOperation } from '../../../src/protocol/operations/memories/remember.ts';
import { listBackupsOperation } from '../../../src/protocol/operations/system/listBackups.ts';
import { restoreBackupOperation } from '../../../src/protocol/operations/system/restoreBackup.ts';
import { backupOperation } from '../../../src/protocol/operations/system/backup.ts';
import { waitForJob } from '../../../src/client/waitForJob.ts';
import { openDatabase } from '../../../src/sqlite/openDatabase.ts';
import { type CliBundle, type CliOptions, buildCli, runCli } from '../../../dev/bundles/cliBundle.ts';
import { stopAllProcesses } from '../../../dev/processes/processes.ts';
import { until } from '../../../dev/processes/until.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { Victim } from '../../../dev/server/kills/victim.ts';

describe('memory-bridge restore', () => {
  let temp: TempDirectory;
  let bundle: CliBundle;
  let home: string;
  let count = 0;

  beforeAll(async () => {
    temp = await tempDirectory('restore');
    bundle = await buildCli(temp.join('dist'));
    await temp.makeDirectory('project');
  });
  afterAll(() => temp.dispose());
  beforeEach(() => {
    home = temp.join(`home-${++count}`);
  });
  afterEach(() => stopAllProcesses());

  const cli = (args: string[], options: Partial<CliOptions> = {}) =>
    runCli(bundle, args, { home, cwd: temp.join('project'), person: temp.path, terminal: true, ...options });
  const connect = () =>
    new MemoryConnection({ directory: new DataDirectory(home), actor: { kind: 'user', name: 'test' } });
  const remember = async (client: MemoryConnection, content: string) =>
    (await client.call(rememberOperation, { content, category: 'fact' })).result.memory.id;
  const titles = async (client: MemoryConnection) =>
    (await client.call(listMemoriesOperation, {})).result.memories.map(({ title }) => title).sort();
  const backUp = async (client: MemoryConnection) =>
    waitForJob(client, (await client.call(backupOperation, {})).result.job);

  it('takes the place of the database under a server that runs, and back', async () => {
    const victim = await Victim.start(bundle, home);
    const client = connect();
    const states: string[] = [];
    client.onDidChangeState(({ kind }) => states.push(kind));
    await remember(client, 'Porto has six bridges');
    await remember(client, 'Trains run on rails');
    await backUp(client);
    await remember(client, 'The queue is drained on Mondays');
    const before = await client.call(listBackupsOperation, {});
    expect(before.result.backups).toMatchObject([{ origin: 'person', state: 'verified', memories: 2 }]);

    const listed = await cli(['restore', '--list']);
    expect([listed.code, listed.stdout]).toEqual([
      0,
      expect.stringContaining('2 memories, by hand, verified'),
    ]);
    expect((await cli(['restore'])).stdout).toBe(listed.stdout);
    const plan = (await cli(['restore', 'latest', '--dry-run', '--json'])).json();
    expect(plan).toMatchObject({
      lost: 1,
      gained: 0,
      changed: 0,
      memories: { now: 3, after: 2 },
      restore: null,
    });
    expect(await titles(client)).toHaveLength(3);

    // Nobody is there to be asked, and an agent may not be the one who agrees.
    const unasked = await cli(['restore', 'latest']);
    expect([unasked.code, unasked.stderr]).toEqual([2, expect.stringContaining('Add --force to confirm.')]);
    const agent = await cli(['restore', 'latest', '--force'], { terminal: false });
    expect([agent.code, agent.stderr]).toEqual([1, expect.stringContaining('Only a person can restore')]);
    expect(await titles(client)).toHaveLength(3);

    states.length = 0;
    const restored = await cli(['restore', 'latest', '--force']);
    expect([restored.code, restored.stdout]).toEqual([0, expect.stringContaining('Restored 2 memories')]);
    await until(() => states.at(-1) === 'connected', { what: 'the client to notice' });
    expect(states).toContain('connecting');
    expect(await titles(client)).toEqual(['Porto has six bridges', 'Trains run on rails']);
    // Words, vectors and writing are those of the database that is there now.
    const found = (await client.call(recallOperation, { query: 'bridges of Porto' })).result.memories;
    expect(found.map(({ title }) => title)).toContain('Porto has six bridges');
    expect((await client.call(recallOperation, { query: 'queue drained Mondays' })).result.memories).toEqual(
      [],
    );
    await remember(client, 'Said since');

    const [, back = ''] = /restore (memory-\S+\.db)/.exec(restored.stdout) ?? [];
    const undone = await cli(['restore', back, '--force', '--json']);
    expect(undone.json()).toMatchObject({ lost: 1, gained: 1, restore: { state: 'done' } });
    expect(await titles(client)).toEqual([
      'Porto has six bridges',
      'The queue is drained on Mondays',
      'Trains run on rails',
    ]);
    client.dispose();
    await victim.stop();
  });

  it('refuses what is no backup of this program', async () => {
    const victim = await Victim.start(bundle, home);
    await cli(['remember', 'First', '-c', 'fact']);
    const made = (await cli(['backup', '--json'])).json<{ path: string }>();
    const folder = path.dirname(made.path);
    mkdirSync(temp.join('elsewhere'), { recursive: true });
    copyFileSync(made.path, path.join(folder, 'memory-newer.db'));
    const newer = await openDatabase(path.join(folder, 'memory-newer.db'));
    newer.exec('PRAGMA locking_mode = EXCLUSIVE', 'PRAGMA user_version = 999');
    newer.close();
    const other = await openDatabase(temp.join('elsewhere/other.db'));
    other.exec('CREATE TABLE things (a)');
    other.close();
    writeFileSync(temp.join('elsewhere/text.db'), 'no database');
    const refused: readonly (readonly [string[], number, string])[] = [
      [['memory-newer.db'], 1, 'newer version'],
      [[temp.join('elsewhere/other.db')], 1, 'another program'],
      [[temp.join('elsewhere/text.db')], 1, 'is damaged'],
      [[temp.join('elsewhere/none.db')], 1, 'There is no file'],
      [['memory-none.db'], 1, 'There is no backup memory-none.db'],
      [[path.join(home, 'memory.db')], 2, 'is the database itself'],
      [['4f0c9a1b2d', '--force'], 2, 'names a memory'],
      [['--force'], 2, 'Name the backup'],
      [['--dry-run'], 2, 'Name the backup'],
    ];
    for (const [args, code, said] of refused) {
      const result = await cli(['restore', ...args, ...(args.includes('--force') ? [] : ['--force'])]);
      expect([args, result.code, result.stderr]).toEqual([args, code, expect.stringContaining(said)]);
    }
    expect((await cli(['list', '--json'])).json<{ total: number }>().total).toBe(1);
    await victim.stop();
  });

  it('says before it asks that a file from elsewhere brings back what was purged, and those of the folder do not', async () => {
    const victim = await Victim.start(bundle, home);
    await cli(['remember', 'Stays as it is', '-c', 'fact']);
    const { memory } = (await cli(['remember', 'The secret of quetzalcoatl', '-c', 'fact', '--json'])).json<{
      memory: { id: string };
    }>();
    const made = (await cli(['backup', '--json'])).json<{ path: string }>();
    const elsewhere = temp.join('elsewhere/mine.db');
    mkdirSync(path.dirname(elsewhere), { recursive: true });
    copyFileSync(made.path, elsewhere);
    await cli(['purge', memory.id, '--force']);
    const said = 'what was purged since it was made comes back with it';
    const known = async () => (await cli(['list', '--json'])).json<{ total: number }>().total;

    // Twin: the backup of the folder was purged as well, and nothing has to be said.
    const ours = await cli(['restore', path.basename(made.path), '--force']);
    expect([ours.code, ours.stderr.includes(said), await known()]).toEqual([0, false, 1]);

    for (const more of [['--dry-run'], ['--force']]) {
      const theirs = await cli(['restore', elsewhere, ...more]);
      expect([theirs.code, theirs.stderr]).toEqual([0, expect.stringContaining(said)]);
    }
    expect(await known()).toBe(2);
    expect(await cli(['purge', memory.id, '--force'])).toMatchObject({ code: 0 });
    expect(await known()).toBe(1);
    await victim.stop();
  });

  it('works without a server', async () => {
    await cli(['remember', 'First', '-c', 'fact']);
    const made = (await cli(['backup', '--json'])).json<{ path: string; memories: number }>();
    expect(made.memories).toBe(1);
    await cli(['remember', 'Second', '-c', 'fact']);
    expect(await cli(['restore', 'memory-none.db', '--force'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is no backup memory-none.db'),
    });
    const total = async () => (await cli(['list', '--json'])).json<{ total: number }>().total;
    expect(await total()).toBe(2);
    mkdirSync(temp.join('elsewhere'), { recursive: true });
    // By a path from where the person stands.
    copyFileSync(made.path, temp.join('elsewhere/mine.db'));
    expect(await cli(['restore', 'mine.db', '--force'], { cwd: temp.join('elsewhere') })).toMatchObject({
      code: 0,
    });
    expect(await total()).toBe(1);
    // An id is still that of a memory.
    const { memories } = (await cli(['list', '--json'])).json<{ memories: { shortId: string }[] }>();
    const id = memories[0]?.shortId ?? '';
    await cli(['archive', id]);
    expect((await cli(['restore', id])).stdout).toContain(`Restored ${id}`);
  });

  it('is finished by the next owner, whenever the one that was asked is killed', async () => {
    const victim = await Victim.start(bundle, home);
    let client = connect();
    await remember(client, 'In both');
    await backUp(client);
    const [backup] = (await client.call(listBackupsOperation, {})).result.backups;
    const order = path.join(home, 'restore.json');
    for (const after of [0, 10, 40, 150]) {
      await remember(client, `Remembered before ${after}`);
      const before = await titles(client);
      const call = client
        .call(restoreBackupOperation, { backup: backup?.name ?? '', request_id: `r${after}` })
        .catch(() => undefined);
      // From here on it will be done, whoever does it.
      const isAsked = () => existsSync(order) && readFileSync(order, 'utf8').includes(`"r${after}"`);
      await until(isAsked, { intervalMs: 1, what: 'the order' });
      await new Promise((resolve) => setTimeout(resolve, after));
      await victim.kill();
      client.dispose();
      await call;
      await victim.start();
      client = connect();
      expect(await titles(client)).toEqual(['In both']);
      const { restore, backups } = (await client.call(listBackupsOperation, {})).result;
      expect(restore).toMatchObject({ state: 'done', error: null });
      const kept = backups.find(({ name }) => name === restore?.kept)?.name ?? '';
      const { result } = await client.call(restoreBackupOperation, { backup: kept, dry_run: true });
      expect(result).toMatchObject({
        memories: { after: before.length },
        gained: before.length - 1,
        lost: 0,
      });
    }
    expect(readdirSync(home).filter((name) => name.includes('recovered'))).toEqual([]);
    client.dispose();
  });
});
