import { afterEach, describe, expect, it } from 'vitest';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isRewrite, movesSince, parseReflog } from '../../../src/extension/capture/reflog.ts';
import { GitRepository } from '../../../dev/git/gitRepository.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';

describe('the log of HEAD', () => {
  let temp: TempDirectory;
  afterEach(() => temp.dispose());

  it('tells commits from rewrites, as git itself writes them', async () => {
    temp = await tempDirectory('reflog');
    const repository = await GitRepository.create(temp.join('repo'));
    const first = await repository.commit('First: with a colon', { files: { 'a.txt': 'a' } });
    const second = await repository.commit('Second', { files: { 'a.txt': 'b' } });
    const amended = await repository.amend({ message: 'Second, better' });
    await repository.git('checkout', '--quiet', '-b', 'topic', first);
    await repository.commit('On a branch', { files: { 'b.txt': 'b' } });
    await repository.rebase('main');
    const moves = parseReflog(await readFile(path.join(repository.path, '.git/logs/HEAD'), 'utf8'));
    expect(moves.slice(0, 3).map(({ to, action }) => [to, action])).toEqual([
      [first, 'commit (initial)'],
      [second, 'commit'],
      [amended, 'commit (amend)'],
    ]);
    expect(moves.filter(isRewrite).map(({ action }) => action)).toContain('commit (amend)');
    expect(moves.slice(5).every(isRewrite)).toBe(true);
    expect(movesSince(moves, amended).some(isRewrite)).toBe(true);
    expect(movesSince(moves, moves.at(-1)?.to)).toEqual([]);
    expect(movesSince(moves, undefined)).toEqual(moves);
  });

  it('leaves out a line that was cut off', () => {
    const line = `${'0'.repeat(40)} ${'a'.repeat(40)} A <a@b> 1 +0000\tcommit: x`;
    expect(parseReflog(`${line.slice(50)}\n${line}\n`)).toHaveLength(1);
  });
});
