import { access, chmod, rm } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localCommits } from '../../../src/intake/localCommits.ts';
import { CommitReader } from '../../../src/intake/commitReader.ts';
import { Git, GitError } from '../../../src/git/git.ts';
import { GitRepository } from '../../../dev/git/gitRepository.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';

describe('CommitReader', () => {
  let temp: TempDirectory;
  let repository: GitRepository;
  let reader: CommitReader;

  beforeEach(async () => {
    temp = await tempDirectory('reader');
    repository = await GitRepository.create(temp.join('repo'));
    reader = new CommitReader(repository.path);
  });
  afterEach(() => temp.dispose());

  it('knows no head before the first commit', async () => {
    expect(await reader.head()).toBeUndefined();
    const sha = await repository.commit('First');
    expect(await reader.head()).toBe(sha);
  });

  it('reads commits by id, in the order asked for, and leaves out what is not there', async () => {
    const message = 'Sübject\n\nBödy 日本語\n\nDecision: naïve 🦊\n  continued';
    const first = await repository.commit(message, {
      files: { 'a.txt': '1' },
      author: { name: 'Zoë', email: 'zoe@example.com' },
      date: '2024-05-06T07:08:09Z',
    });
    const second = await repository.commit('Second');

    const commits = await reader.read([second, 'f'.repeat(40), first]);

    expect(commits.map(({ sha }) => sha)).toEqual([second, first]);
    expect(commits[1]).toMatchObject({
      authorName: 'Zoë',
      authorEmail: 'zoe@example.com',
      authoredAt: Date.parse('2024-05-06T07:08:09Z'),
      parents: [],
    });
    expect(commits[1]?.message.trim()).toBe(message);
    expect(await reader.read(['f'.repeat(40)])).toEqual([]);
    expect(await reader.read([])).toEqual([]);
  });

  it('lists what came since a commit, oldest first, and says when that commit is gone', async () => {
    const first = await repository.commit('First');
    const second = await repository.commit('Second');
    const third = await repository.commit('Third');
    expect((await reader.since(first))?.map(({ sha }) => sha)).toEqual([second, third]);
    expect(await reader.since(third)).toEqual([]);
    expect(await reader.since('f'.repeat(40))).toBeUndefined();
  });

  it('finds decision records that a commit added or changed, also under odd names', async () => {
    const added = await repository.commit('Add', {
      files: { 'docs/adr/0001-ä b.md': '# A\n', 'docs/adr/README.md': 'x', 'src/a.ts': '1' },
    });
    const plain = await repository.commit('Plain', { files: { 'src/a.ts': '2' } });
    const changed = await repository.commit('Change', { files: { 'docs/adr/0001-ä b.md': '# B\n' } });
    const removed = await repository.commit('Remove', { files: { 'docs/adr/0001-ä b.md': null } });

    const paths = await reader.adrPaths([added, plain, changed, removed]);

    expect([...paths]).toEqual([
      [added, ['docs/adr/0001-ä b.md']],
      [changed, ['docs/adr/0001-ä b.md']],
    ]);
    expect(await reader.file(changed, 'docs/adr/0001-ä b.md')).toBe('# B\n');
    expect(await reader.file(removed, 'docs/adr/0001-ä b.md')).toBeUndefined();
  });

  it.each(['say "so".txt', 'a\ttab.txt', 'back\\slash.txt', 'ä.txt'])(
    'tells the same of a change to %j as to any file',
    async (odd) => {
      const plain = await repository.commit('Plain', { files: { 'plain.txt': '1\n' } });
      const both = await repository.commit('Both', { files: { [odd]: '1\n', 'other.txt': '2\n' } });
      const changes = await reader.changes([plain, both]);
      expect(changes.get(both)).toMatchObject({ patchId: expect.stringMatching(/^[0-9a-f]{40}$/) });
      expect(changes.get(both)?.files.toSorted()).toEqual([odd, 'other.txt'].toSorted());
      expect(changes.get(plain)).toEqual(await reader.change(plain));
      expect(await reader.changedFiles(both)).toEqual(changes.get(both)?.files);
    },
  );

  it('tells what is left behind also beside commits that are not here', async () => {
    const base = await repository.commit('Base', { files: { 'a.txt': '1' } });
    const dropped = await repository.commit('Dropped', { files: { 'a.txt': '2' } });
    await repository.git('reset', '--quiet', '--hard', base);
    const foreign = 'f'.repeat(40);
    for (const shas of [
      [base, dropped],
      [base, dropped, foreign],
      [dropped, 'HEAD'],
    ])
      expect([...(await reader.replaced(shas))]).toEqual([dropped]);
    expect([...(await reader.standing([base, dropped]))]).toEqual([
      [base, true],
      [dropped, false],
    ]);
    expect([...(await reader.standing([foreign, dropped, base]))]).toEqual([
      [dropped, false],
      [base, true],
    ]);
    expect(await reader.standing([foreign])).toEqual(new Map());
  });

  it('tells files, lines and a patch id that survives amend and rebase', async () => {
    const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
    await repository.commit('Base', { files: { 'a.txt': lines.join('\n') } });
    await repository.createBranch('topic');
    lines[20] = 'changed';
    const original = await repository.commit('Topic', { files: { 'a.txt': lines.join('\n') } });
    const before = await reader.change(original);
    expect(before.files).toEqual(['a.txt']);
    expect(before.lines.get('a.txt')).toEqual({ start: 18, end: 24 });
    expect(before.patchId).toMatch(/^[0-9a-f]{40}$/);

    const amended = await repository.amend({ message: 'Topic, reworded' });
    expect(await reader.isReplaced(original)).toBe(true);
    expect(await reader.isReplaced(amended)).toBe(false);
    await repository.checkout('main');
    await repository.commit('Main', { files: { 'b.txt': 'b' } });
    await repository.checkout('topic');
    const rebased = await repository.rebase('main');
    expect(rebased).not.toBe(amended);
    expect((await reader.change(rebased)).patchId).toBe(before.patchId);
    expect(await reader.isReplaced(amended)).toBe(true);
    expect(await reader.isReplaced('f'.repeat(40))).toBe(false);
  });

  it('takes empty, merging, binary and very large commits', async () => {
    const empty = await repository.commit('Empty');
    expect(await reader.change(empty)).toMatchObject({ files: [], patchId: null });
    const large = await repository.commit('Large', { files: { 'big.txt': 'x\n'.repeat(25_000) } });
    expect(await reader.change(large)).toMatchObject({ files: ['big.txt'], patchId: null });
    const binary = await repository.commit('Binary', { files: { 'a.bin': '\0\u0001\u0002' } });
    expect((await reader.change(binary)).files).toEqual(['a.bin']);
    await repository.createBranch('topic');
    await repository.commit('Topic', { files: { 't.txt': 't' } });
    await repository.checkout('main');
    await repository.commit('Main', { files: { 'm.txt': 'm' } });
    const merge = await repository.merge('topic');
    expect(await reader.change(merge)).toMatchObject({ files: [], patchId: null });
  });

  it('tells commits made here from fetched ones', async () => {
    const own = await repository.commit('Own', { files: { 'a.txt': '1' } });
    const other = await GitRepository.clone(repository.path, temp.join('other'));
    // The same name and address as here: only the journal tells.
    const fetched = await other.commit('Fetched', { files: { 'b.txt': '2' } });
    await repository.addRemote('other', other.path);
    await repository.pull('other', 'main');
    await repository.createBranch('topic');
    const topic = await repository.commit('Topic', { files: { 'c.txt': '3' } });
    await repository.checkout('main');
    const main = await repository.commit('Main', { files: { 'd.txt': '4' } });
    await repository.checkout('topic');
    const rebased = await repository.rebase('main');
    await repository.checkout('main');
    const picked = await repository.git('cherry-pick', '--no-ff', topic).then(() => repository.head());

    const here = await reader.madeHere();

    expect([own, topic, main].map((sha) => here?.written.has(sha))).toEqual([true, true, true]);
    expect([rebased, picked].map((sha) => here?.copied.has(sha))).toEqual([true, true]);
    expect(here?.written.has(fetched) || here?.copied.has(fetched)).toBe(false);
    await repository.git('reflog', 'expire', '--expire=now', '--all');
    expect(await reader.madeHere()).toBeUndefined();
  });

  it('tells the commits of the person from those that only bear the name', { timeout: 60_000 }, async () => {
    const isLocal = () => localCommits(new CommitReader(repository.path), []);
    const own = await repository.commit('Own', { files: { 'a.txt': '1' } });
    const other = await GitRepository.clone(repository.path, temp.join('stranger'));
    await repository.addRemote('stranger', other.path);
    /** Commits of a stranger in the name of the person, as author or as both. */
    const forge = async (name: string, committer: string): Promise<string> => {
      await other.write({ [`${name}.txt`]: name });
      await other.git('add', '--all');
      await other.git(
        '-c',
        `user.email=${committer}`,
        'commit',
        '-qm',
        name,
        `--author=A <${repository.author.email}>`,
      );
      return other.head();
    };
    const asAuthor = await forge('x', 'stranger@example.com');
    const asBoth = await forge('y', repository.author.email);
    const patch = await temp.write(
      'forged.patch',
      await other.git('format-patch', '-1', '--stdout', asAuthor),
    );
    await repository.git('fetch', '--quiet', 'stranger');
    const after = async (...args: string[]): Promise<string> => {
      await repository.git(...args);
      return repository.head();
    };

    const picked = await after('cherry-pick', asAuthor);
    const pickedOfBoth = await after('cherry-pick', asBoth);
    const amended = await after('commit', '--amend', '--quiet', '-m', 'Pick it');
    await repository.git('switch', '--quiet', '--detach', own);
    const applied = await after('am', '--quiet', '--committer-date-is-author-date', patch);
    await repository.git('switch', '--quiet', '--detach', own);
    await repository.commit('In between', { files: { 'x.txt': 'mine' } });
    await repository.git('cherry-pick', asAuthor).catch(() => undefined);
    await repository.write({ 'x.txt': 'both' });
    await repository.git('add', '--all');
    const concluded = await after('commit', '--quiet', '--no-edit');
    await repository.git('switch', '--quiet', '-c', 'theirs', asBoth);
    const rebased = await after('rebase', '--quiet', '--force-rebase', own);

    const forged = { asAuthor, asBoth, picked, pickedOfBoth, amended, applied, concluded, rebased };
    const commits = await reader.read(Object.values(forged));
    expect(commits).toHaveLength(8);
    // By the name alone each of them is the person's.
    expect(new Set(commits.map(({ authorEmail }) => authorEmail))).toEqual(
      new Set([repository.author.email]),
    );
    const judged = await Promise.all(
      commits.map(async (commit) => [commit.message.trim(), await isLocal()(commit)]),
    );
    expect(judged.filter(([, local]) => local)).toEqual([]);

    await repository.checkout('main');
    const topic = await after('commit', '--quiet', '--allow-empty', '-m', 'Topic');
    const amendedOwn = await after('commit', '--quiet', '--amend', '--allow-empty', '-m', 'Topic again');
    const pickedOwn = await after('cherry-pick', '--allow-empty', topic);
    const rebasedOwn = await after('rebase', '--quiet', '--force-rebase', own);
    const mine = await reader.read([own, topic, amendedOwn, pickedOwn, rebasedOwn]);
    expect(await Promise.all(mine.map(isLocal()))).toEqual(mine.map(() => true));
  });

  it('starts no program that a repository names', async () => {
    const sha = await repository.commit('First', { files: { 'a.txt': '1' } });
    const plain = await repository.git('cat-file', 'commit', sha);
    const signature =
      'gpgsig -----BEGIN PGP SIGNATURE-----\n \n iQ==\n -----END PGP SIGNATURE-----\n\nSigned\n';
    const object = await temp.write('commit', plain.replace(/\n\n[\s\S]*$/, `\n${signature}`));
    const signed = await repository.git('hash-object', '-t', 'commit', '-w', object);
    const mark = temp.join('ran');
    const script = await temp.write('evil.sh', `#!/bin/sh\ntouch ${mark}\n`);
    await chmod(script, 0o755);
    await repository.git('config', 'log.showSignature', 'true');
    await repository.git('config', 'gpg.program', script);

    await repository.git('log', '-1', signed);
    await access(mark);
    await rm(mark);

    expect(await reader.read([signed])).toHaveLength(1);
    expect(await reader.since(signed)).toHaveLength(1);
    await reader.adrPaths([signed]);
    await reader.change(signed);
    await reader.madeHere();
    await expect(access(mark)).rejects.toThrow(/ENOENT/);
  });
});

describe('Git', () => {
  it('says why there is no answer', async () => {
    await using temp = await tempDirectory('git');
    const inFolder = new Git(temp.path).run(['rev-parse', '--git-dir']);
    await expect(inFolder).rejects.toSatisfy((error) => GitError.is(error, 'no_repository'));

    const repository = await GitRepository.create(temp.join('repo'));
    const unknown = new Git(repository.path).run(['cat-file', '-e', 'f'.repeat(40)]);
    await expect(unknown).rejects.toSatisfy((error) => GitError.is(error, 'failed'));

    const path = process.env['PATH'];
    try {
      process.env['PATH'] = temp.join('nothing');
      const withoutGit = new Git(repository.path).run(['rev-parse', '--git-dir']);
      await expect(withoutGit).rejects.toSatisfy((error) => GitError.is(error, 'missing'));
    } finally {
      process.env['PATH'] = path;
    }
  });
});
