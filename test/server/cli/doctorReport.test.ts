import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { logExcerpt } from '../../../src/cli/doctor/logExcerpt.ts';
import { omitted, OwnSentences } from '../../../src/cli/doctor/ownSentences.ts';
import { MemoryConnection } from '../../../src/client/connection.ts';
import { DataDirectory } from '../../../src/home/dataDirectory.ts';
import { rememberOperation } from '../../../src/protocol/operations/memories/remember.ts';
import { sessionStartOperation } from '../../../src/protocol/operations/sessions/sessionStart.ts';
import { openStore } from '../../../src/store/sqlite/openStore.ts';
import { type CliBundle, buildCli, runCli } from '../../../dev/bundles/cliBundle.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { stopAllProcesses } from '../../../dev/processes/processes.ts';
import { Victim } from '../../../dev/server/kills/victim.ts';

const planted = {
  title: 'Zephyrine keeps violets',
  content: 'Quillonius likes the harbour of Oristano at dusk',
  why: 'because Marmaduke said so',
  tag: 'tagzyxwv',
  project: 'projectqwtz',
  session: 'Sessionplumbago works',
  notice: 'Noticeferret was about [abc] Zephyrine',
  user: 'Usergossamer',
  setting: 'settingchinchilla',
  logMessage: 'Loglineocelot recalled: something',
  logField: 'Fieldpangolin in an error',
  fieldName: 'keynarwhal',
  rotated: 'Rotatedwombat line',
  token: ['ghp', 'aB3dE5gH7jK9mN1pQ3rS5tU7vW9xY1zA2bC4'].join('_'),
  password: 'Quartz7017',
} as const;

const isLong = (word: string): boolean => word.length > 8;

describe('the report of the doctor', () => {
  let temp: TempDirectory;
  let bundle: CliBundle;
  let home: string;
  let report: string;

  beforeAll(async () => {
    temp = await tempDirectory('report');
    bundle = await buildCli(temp.join('dist'));
    home = temp.join('person/data');
    report = temp.join('report.md');
    const folder = await temp.makeDirectory(`person/${planted.project}`);
    const store = await openStore(home);
    await store.write((unit) =>
      unit.keyValues.set('notices', new Date().toISOString(), planted.notice, null, Date.now()),
    );
    await store.close();
    await writeFile(
      path.join(home, 'config.jsonc'),
      JSON.stringify({ identity: { user: planted.user }, logs: { keep: 5 }, [planted.setting]: 1 }),
    );
    const victim = await Victim.start(bundle, home);
    const client = new MemoryConnection({ directory: new DataDirectory(home), actor: { kind: 'user' } });
    const { title, content, why, tag } = planted;
    await client.call(
      rememberOperation,
      { title, content, why, tags: [tag], category: 'fact' },
      { project: folder },
    );
    await client.call(sessionStartOperation, { working_on: planted.session }, { project: folder });
    client.dispose();
    await mkdir(path.join(home, 'logs'), { recursive: true });
    const line = (fields: object) =>
      `${JSON.stringify({ level: 40, time: new Date().toISOString(), pid: 1, ...fields })}\n`;
    const fields = { error: planted.logField, [planted.fieldName]: 1, code: planted.tag };
    await appendFile(
      path.join(home, 'logs/server.log'),
      line({ msg: planted.logMessage, ...fields }) +
        line({ msg: `Git could not read the folder. ${planted.content}`, error: `Error: ${planted.token}` }) +
        line({ msg: planted.title, reason: `https://bob:${planted.password}@example.org/` }) +
        line({ msg: 'A request failed', error: `TypeError: ${planted.content} (ENOENT)`, port: 9834 }) +
        `no JSON: ${planted.content}\n`,
    );
    await writeFile(
      path.join(home, 'logs/server-20260101T000000000Z-1.log'),
      line({ msg: planted.rotated }) + line({ msg: 'Draining.', reason: planted.session }),
    );
    await victim.stop();
  });
  afterEach(() => stopAllProcesses());
  afterAll(() => temp.dispose());

  const doctor = (...args: string[]) =>
    runCli(bundle, ['doctor', '--report', report, ...args], {
      home,
      cwd: temp.path,
      person: temp.join('person'),
    });

  it('says how everything is, and no word of what is remembered', async () => {
    const { code, stderr } = await doctor();
    expect([code, stderr]).toEqual([0, expect.stringContaining(`The report is in ${report}.`)]);
    const text = await readFile(report, 'utf8');
    const small = text.toLowerCase();
    const words = Object.values(planted).flatMap((said) => [said, ...said.split(/\W+/).filter(isLong)]);
    expect(words.filter((word) => small.includes(word.toLowerCase()))).toEqual([]);
    expect(text).not.toContain((await readFile(path.join(home, 'token'), 'utf8')).trim());
    expect(text).not.toContain(temp.join('person'));
    for (const told of [
      `memory-bridge ${bundle.version}`,
      'schema ',
      '- ok Backups: none yet',
      '- memories: 1; fact 1; active 1',
      '- identity.user: set',
      '- logs.keep: 5',
      '- logs.level: "info"',
      '~/data',
      'Owner of the data directory.',
      'warn 1 A request failed error=TypeError ENOENT [left out] port=9834',
      'Draining. reason=[left out]',
      '- notices: ',
    ])
      expect(text).toContain(told);
  });

  it('has all of it where nothing is left out', async () => {
    const lines = (await logExcerpt(new DataDirectory(home), (text) => text)).join('\n');
    for (const said of [planted.logMessage, planted.logField, planted.rotated, planted.title])
      expect(lines).toContain(said);
  });

  it('says what is wrong with a place where there can be none', async () => {
    const nowhere = temp.join('nowhere/report.md');
    const { code, stderr } = await runCli(bundle, ['doctor', '--report', nowhere], {
      home,
      cwd: temp.path,
      person: temp.join('person'),
    });
    expect([code, stderr]).toEqual([
      1,
      `memory-bridge: ${nowhere} cannot be opened: there is no such file or folder.\n`,
    ]);
  });

  it('replaces no file unasked', async () => {
    await writeFile(report, 'mine');
    const refused = await doctor();
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringContaining('Add --force to replace it.'),
    ]);
    expect(await readFile(report, 'utf8')).toBe('mine');
    expect((await doctor('--force')).code).toBe(0);
    expect(await readFile(report, 'utf8')).toContain('# Memory Bridge report');
  });
});

describe('sentences of the program', () => {
  const own = new OwnSentences(
    `log.warn('A chore failed.', { chore: "daily backup" }); log.error(\`The copy: \${x} ended\`); secret();`,
  );
  it.each([
    ['A chore failed.', 'A chore failed.'],
    ['daily backup', 'daily backup'],
    ['The copy: Zephyrine', `The copy: ${omitted}`],
    ['chore failed', omitted],
    ['secret', omitted],
    ['A chore failed. Zephyrine', omitted],
    ['', omitted],
    ['9834', '9834'],
    ['1.2.3-test.1', '1.2.3-test.1'],
    ['SIGTERM', 'SIGTERM'],
    ['RangeError: Zephyrine', `RangeError ${omitted}`],
    ['Zephyrine: The copy: x', omitted],
    ['said EACCES and SQLITE_FULL of Zephyrine', `EACCES SQLITE_FULL ${omitted}`],
    ['0190aaaa-0000-7000-8000-000000000001', '0190aaaa-0000-7000-8000-000000000001'],
  ])('%j is repeated as %j', (text, told) => {
    expect(own.repeat(text)).toBe(told);
  });
});
