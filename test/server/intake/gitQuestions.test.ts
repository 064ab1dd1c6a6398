import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GitRepository } from '../../../dev/git/gitRepository.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { CaptureDesk } from '../../../dev/intake/captureDesk.ts';

const record = (status: string): string =>
  `# 1. Use WAL\n\n## Status\n\n${status}\n\n## Decision\n\nWe use write-ahead logging.\n`;
const file = 'docs/decisions/0001-use-wal.md';
const before = process.env['GIT_CONFIG_GLOBAL'];

let temp: TempDirectory;
let desk: CaptureDesk;
let repository: GitRepository;

/** Git itself notes who starts it; the repository of the test starts it with no configuration of a person. */
beforeEach(async () => {
  temp = await tempDirectory('questions');
  const notes = JSON.stringify(temp.join('notes'));
  process.env['GIT_CONFIG_GLOBAL'] = await temp.write('config', `[trace2]\n\teventTarget = ${notes}\n`);
  repository = await GitRepository.create(temp.join('repo'));
  desk = await CaptureDesk.open(repository);
  await repository.commit('Base', { files: { 'base.txt': '1' } });
  await desk.visit();
});
afterEach(async () => {
  if (before === undefined) delete process.env['GIT_CONFIG_GLOBAL'];
  else process.env['GIT_CONFIG_GLOBAL'] = before;
  await desk.close();
  await temp.dispose();
});

/** How many times a visit starts git. */
async function starts(): Promise<number> {
  const count = async () =>
    (await readFile(temp.join('notes'), 'utf8'))
      .split('\n')
      .filter((line) => line.includes('"event":"start"')).length;
  const earlier = await count();
  await desk.visit();
  return (await count()) - earlier;
}

describe('a visit asks git no more often than it has to', () => {
  it('about nothing new, a plain commit, a decision, and a record that comes and goes', async () => {
    expect(await starts()).toBe(1);
    const commit = async (message: string, files: Record<string, string>) => {
      await repository.commit(message, { files });
      return starts();
    };
    expect(await commit('Plain', { 'a.txt': '1' })).toBe(3);
    expect(await commit('Pages\n\nDecision: eight kilobyte pages', { 'b.txt': '1' })).toBeLessThanOrEqual(8);
    expect(await starts()).toBe(2);
    expect(await commit('Record', { [file]: record('Accepted') })).toBeLessThanOrEqual(8);
    expect(await commit('Record', { [file]: record('Deprecated') })).toBeLessThanOrEqual(9);
  });
});
