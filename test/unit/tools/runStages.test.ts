import { readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runStages } from '../../../tools/testing/runStages.mjs';
import { suite } from '../../../tools/testing/stages.mjs';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';

const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));
const tags = `[{ name: 'no-second-run', description: 'counts' }]`;

/** Fails as often as the file beside it says, and counts its runs. */
const testThat = (name: string, failures: number, options = '{}') => `
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
const place = new URL('./${name}.runs', import.meta.url);
it('${name}', ${options}, () => {
  const runs = existsSync(place) ? Number(readFileSync(place, 'utf8')) : 0;
  writeFileSync(place, String(runs + 1));
  expect(runs).toBeGreaterThanOrEqual(${failures});
});
`;

describe('a run of all tests', { timeout: 60_000 }, () => {
  let temp: TempDirectory;
  let log: string[];
  beforeEach(async () => {
    temp = await tempDirectory('run-stages');
    log = [];
    await symlink(modules, temp.join('node_modules'), 'junction');
    await temp.write(
      'vitest.config.mjs',
      `export default { test: { projects: [{ test: { name: 'e2e', include: ['*.test.mjs'], tags: ${tags} } }] } };`,
    );
    await temp.write('steady.test.mjs', testThat('steady', 0));
  });
  afterEach(() => temp.dispose());

  const run = (isTriedAgain = true) =>
    runStages({
      root: temp.path,
      stages: [suite(temp.path, 'e2e', { isTriedAgain })],
      isQuiet: true,
      log: (line) => log.push(line),
    });
  const runsOf = async (name: string) => Number(await readFile(temp.join(`${name}.runs`), 'utf8'));
  const flaky = async () =>
    (
      JSON.parse(await readFile(temp.join('reports', 'flaky.json'), 'utf8')) as { tests: { test: string }[] }
    ).tests.map(({ test }) => test);

  it('tries a file once more by itself, lists it as flaky, and does not bear it twice in a row', async () => {
    await temp.write('shaky.test.mjs', testThat('shaky', 1));
    expect(await run()).toBe(0);
    expect(await runsOf('shaky')).toBe(2);
    expect(await runsOf('steady')).toBe(1);
    expect(await flaky()).toEqual(['shaky']);
    expect(log.join('\n')).toMatch(/shaky\.test\.mjs: failed first, passed by itself\.\nflaky: shaky/);
    expect(log.at(-1)).toBe('\n2 passed, 0 failed, 0 skipped');

    await temp.write('shaky.runs', '0');
    expect(await run()).toBe(1);
    expect(log.join('\n')).toContain('flaky in two runs in a row, so this run fails: shaky.test.mjs > shaky');
    expect(log.at(-1)).toBe('\n2 passed, 1 failed, 0 skipped');
  });

  it('forgets a flaky test that has passed since', async () => {
    await temp.write('shaky.test.mjs', testThat('shaky', 1));
    expect(await run()).toBe(0);
    expect(await run()).toBe(0);
    expect(await flaky()).toEqual([]);
    await temp.write('shaky.runs', '0');
    expect(await run()).toBe(0);
  });

  it('fails when the second run fails as well', async () => {
    await temp.write('broken.test.mjs', testThat('broken', 9));
    expect(await run()).toBe(1);
    expect(await runsOf('broken')).toBe(2);
    expect(log.join('\n')).toContain('broken.test.mjs: failed first, failed again by itself.');
    expect(log.join('\n')).toMatch(/^failed: broken\.test\.mjs > broken: AssertionError: expected 1 to be/m);
    expect(log.at(-1)).toBe('\n1 passed, 1 failed, 0 skipped');
  });

  it('does not try again what must be right at the first try, nor a file that failed before its first test', async () => {
    await temp.write('counted.test.mjs', testThat('counted', 1, `{ tags: ['no-second-run'] }`));
    expect(await run()).toBe(1);
    expect(await runsOf('counted')).toBe(1);

    await temp.write('counted.test.mjs', `throw new Error('not even a test');`);
    expect(await run()).toBe(1);
    expect(log.join('\n')).toMatch(/^failed: counted\.test\.mjs > as a whole: .*not even a test/m);
    expect(log.at(-1)).toBe('\n1 passed, 1 failed, 0 skipped');
  });

  it('does not try again suites of which nothing is to be tried again', async () => {
    await temp.write('shaky.test.mjs', testThat('shaky', 1));
    expect(await run(false)).toBe(1);
    expect(await runsOf('shaky')).toBe(1);
  });

  it('says where the time went', async () => {
    await run();
    expect(log.join('\n')).toMatch(/Seconds: e2e \d+; together \d+\nSlowest files: steady\.test\.mjs \d+/);
    const times = JSON.parse(await readFile(path.join(temp.path, 'reports', 'times.json'), 'utf8')) as object;
    expect(times).toMatchObject({ stages: [{ name: 'e2e' }], slowest: [{ file: 'steady.test.mjs' }] });
  });
});
