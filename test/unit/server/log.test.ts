import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { DataDirectory } from '../../../src/home/dataDirectory.ts';
import { openServerLog } from '../../../src/server/serverLog.ts';
import { Chance } from '../../../dev/texts/secretSamples.ts';
import { tempDirectory } from '../../../dev/files/tempDirectory.ts';

it('the log quotes what failed without the secrets in it', async () => {
  await using temp = await tempDirectory('server-log');
  const directory = new DataDirectory(temp.join('home')).prepare();
  const log = openServerLog(directory);
  const token = new Chance(11).fill('ghp_{A36}');
  log.error(`An operation failed: no such column "${token}"`, {
    error: `Error: fetch of https://bob:Quartz7017@example.org/a failed\n    at x (a.ts:1:2)`,
    pid: 12,
  });
  log.warn('Git could not read the folder.', { reason: `token=${token}` });
  const text = await readFile(`${directory.logs}/server.log`, 'utf8');
  expect(text).not.toContain(token);
  expect(text).not.toContain('Quartz7017');
  expect(text).toContain('no such column');
  expect(text).toContain('@example.org/a failed');
  expect(
    text
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { level: number }).level),
  ).toEqual([50, 40]);
});
