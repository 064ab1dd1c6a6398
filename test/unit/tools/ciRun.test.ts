import { existsSync } from 'node:fs';
import { chmod, cp, readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runProcess, startProcess, stopAllProcesses, waitForExit } from '../../../dev/processes/processes.ts';
import { isAlive } from '../../../dev/processes/processTable.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { until } from '../../../dev/processes/until.ts';

const script = fileURLToPath(new URL('../../../.ci/run', import.meta.url));

/** Stands for npm: fills the cache, says what it was called with, and ends as `$ENDING` says. */
const npm = `#!/bin/sh
mkdir -p "$OPENCODE_MEMORY_BRIDGE_CACHE/code-server"
echo big > "$OPENCODE_MEMORY_BRIDGE_CACHE/code-server/file"
echo "$OPENCODE_MEMORY_BRIDGE_CACHE" > cache
echo "$@" > arguments
case "$ENDING" in
  wait) sleep 600 & echo $! > sleeper; echo started; wait ;;
  *) exit "$ENDING" ;;
esac
`;

describe.runIf(process.platform !== 'win32')('continuous integration', () => {
  let temp: TempDirectory;
  beforeEach(async () => {
    temp = await tempDirectory('ci-run');
    await temp.makeDirectory('.ci');
    await temp.makeDirectory('tmp');
    await cp(script, temp.join('.ci', 'run'));
    await chmod(await temp.write('bin/npm', npm), 0o755);
  });
  afterEach(async () => {
    await stopAllProcesses();
    await temp.dispose();
  });

  const environment = (ending: string) => ({
    PATH: `${temp.join('bin')}${path.delimiter}${process.env['PATH']}`,
    TMPDIR: temp.join('tmp'),
    OPENCODE_MEMORY_BRIDGE_CACHE: temp.join('full'),
    ENDING: ending,
  });
  const said = async (name: string) => (await readFile(temp.join(name), 'utf8')).trim();
  const runIt = (ending: string) =>
    runProcess('bash', ['-euo', 'pipefail', temp.join('.ci', 'run')], { env: environment(ending) });

  it('runs everything with a cache of its own, which goes away', async () => {
    expect((await runIt('0')).code).toBe(0);
    expect(await said('arguments')).toBe('test -- --long');
    const cache = await said('cache');
    expect(path.dirname(cache)).toBe(temp.join('tmp'));
    expect(existsSync(cache)).toBe(false);
    expect((await runIt('0')).code).toBe(0);
    expect(await said('cache')).not.toBe(cache);
    expect(await readdir(temp.join('tmp'))).toEqual([]);
  });

  it('fails as the tests do, and the cache goes away all the same', async () => {
    expect((await runIt('3')).code).toBe(3);
    expect(await readdir(temp.join('tmp'))).toEqual([]);
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ] as const)('ends what it started and removes the cache on %s', async (signal, code) => {
    const run = startProcess('bash', [temp.join('.ci', 'run')], { env: environment('wait') });
    await run.waitForOutput(/started/);
    const sleeper = Number(await said('sleeper'));
    expect(isAlive(sleeper)).toBe(true);
    process.kill(run.pid, signal);
    expect((await run.exited).code).toBe(code);
    await waitForExit(sleeper, 5_000);
    await until(async () => (await readdir(temp.join('tmp'))).length === 0, { what: 'the cache to go away' });
  });
});
