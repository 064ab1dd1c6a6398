import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GitRepository } from '../../../dev/git/gitRepository.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';

describe('GitRepository', () => {
  let temp: TempDirectory;
  beforeEach(async () => (temp = await tempDirectory('git')));
  afterEach(() => temp.dispose());

  it('commits files under a fixed identity, amends and deletes', async () => {
    const repository = await GitRepository.create(temp.join('repo'));
    const first = await repository.commit('Add a\n\nDecision: keep a', { files: { 'deep/a.txt': 'one' } });
    const second = await repository.amend({ files: { 'deep/a.txt': 'two' } });
    await repository.commit('Remove a', {
      files: { 'deep/a.txt': null },
      author: { name: 'Other', email: 'o@example.com' },
    });

    expect(second).not.toBe(first);
    expect(await repository.log()).toEqual([
      { sha: await repository.head(), author: 'Other', message: 'Remove a' },
      { sha: second, author: 'Test Author', message: 'Add a\n\nDecision: keep a' },
    ]);
    expect(await repository.git('ls-files')).toBe('');
  });

  it('pushes to a bare clone that another clone pulls from', async () => {
    const source = await GitRepository.create(temp.join('source'));
    await source.commit('First', { files: { 'a.txt': '1' } });
    const bare = await GitRepository.clone(source.path, temp.join('bare'), { bare: true });
    await source.addRemote('origin', bare.path);
    const other = await GitRepository.clone(bare.path, temp.join('other'), {
      author: { name: 'Other', email: 'o@example.com' },
    });
    const sha = await other.commit('Second', { files: { 'b.txt': '2' } });
    await other.push();

    expect(await source.pull()).toBe(sha);
    expect(await readFile(temp.join('source', 'b.txt'), 'utf8')).toBe('2');
  });

  it('rebases a branch onto new commits, which changes its shas', async () => {
    const repository = await GitRepository.create(temp.join('repo'));
    await repository.commit('Base');
    await repository.createBranch('topic');
    const before = await repository.commit('Topic', { files: { 'topic.txt': 't' } });
    await repository.checkout('main');
    await repository.commit('Main', { files: { 'main.txt': 'm' } });
    await repository.checkout('topic');
    const after = await repository.rebase('main');

    expect(after).not.toBe(before);
    expect((await repository.log()).map(({ message }) => message)).toEqual(['Topic', 'Main', 'Base']);
  });

  it('reads what is checked out as git does, wherever it is written', async () => {
    const repository = await GitRepository.create(temp.join('repo'), { branch: 'trunk' });
    const asked = (of: GitRepository) => of.git('rev-parse', 'HEAD');
    const first = await repository.commit('First', { files: { 'a.txt': '1' } });
    expect(first).toBe(await asked(repository));
    expect(await repository.git('symbolic-ref', '--short', 'HEAD')).toBe('trunk');
    const tree = await repository.addWorktree(temp.join('tree'), 'topic/deep');
    const inTree = await tree.commit('In the tree');
    expect(inTree).toBe(await asked(tree));
    expect(await repository.head()).toBe(first);
    await repository.git('checkout', '--quiet', '--detach', inTree);
    expect(await repository.head()).toBe(inTree);
    await repository.git('checkout', '--quiet', 'trunk');
    await repository.git('pack-refs', '--all');
    expect(await repository.head()).toBe(first);
    const bare = await GitRepository.clone(repository.path, temp.join('bare'), { bare: true });
    expect(await bare.head()).toBe(first);
    expect(await bare.git('config', 'user.email')).toBe('author@example.com');
  });

  it('says what git said when a command fails', async () => {
    const repository = await GitRepository.create(temp.join('repo'));
    await expect(repository.checkout('nowhere')).rejects.toThrow(/pathspec 'nowhere'/);
  });
});
