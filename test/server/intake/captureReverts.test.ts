import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GitRepository } from '../../../dev/git/gitRepository.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { CaptureDesk } from '../../../dev/intake/captureDesk.ts';

const other = { name: 'Other Author', email: 'other@example.com' };

let temp: TempDirectory;
let desk: CaptureDesk;
let repository: GitRepository;

beforeEach(async () => {
  temp = await tempDirectory('reverts');
  repository = await GitRepository.create(temp.join('repo'));
  desk = await CaptureDesk.open(repository);
  await repository.commit('Base', { files: { 'base.txt': '1' } });
  await desk.visit();
});
afterEach(async () => {
  await desk.close();
  await temp.dispose();
});

/** Each way in which a statement leaves the history, and the commit that the Inbox then names. */
const ways: readonly (readonly [string, () => Promise<string>])[] = [
  ['an amend without the trailer', async () => repository.amend({ message: 'Pages' })],
  [
    'an amend of message and files',
    async () => repository.amend({ message: 'Pages\n\nSaid otherwise.', files: { 'a.txt': 'other' } }),
  ],
  [
    'an amend by another author and date',
    async () => {
      await repository.git(
        'commit',
        '--quiet',
        '--amend',
        '--reset-author',
        '--message',
        'Pages',
        '--date',
        '2020-01-01T00:00:00Z',
      );
      return '';
    },
  ],
  [
    'a revert',
    async () => {
      await repository.git('revert', '--no-edit', 'HEAD');
      return repository.head();
    },
  ],
  [
    'a revert that a forge made with the title alone',
    async () =>
      repository.commit('Revert "Pages" (#13)\n\nReverts team/app#12', { files: { 'a.txt': null } }),
  ],
  [
    'a reset',
    async () => {
      await repository.git('reset', '--quiet', '--hard', 'HEAD~1');
      return '';
    },
  ],
  [
    'a rebase that drops the commit',
    async () => {
      const commit = await repository.head();
      await repository.commit('After', { files: { 'after.txt': '1' }, date: '2024-05-06T07:08:09Z' });
      await repository.git('rebase', '--quiet', '--onto', `${commit}~1`, commit);
      return '';
    },
  ],
  [
    'the end of its branch',
    async () => {
      await repository.git('checkout', '--quiet', '-b', 'topic');
      await repository.git('branch', '--force', 'main', 'HEAD~1');
      await repository.git('checkout', '--quiet', 'main');
      await repository.git('branch', '--quiet', '-D', 'topic');
      return '';
    },
  ],
];

const say = async (statement = 'Decision: eight kilobyte pages'): Promise<string> => {
  const sha = await repository.commit(`Pages\n\n${statement}`, { files: { 'a.txt': '1' } });
  await desk.visit();
  return sha;
};

describe('a statement that left the history by', () => {
  it.each(ways)('%s is offered as superseded, with the commit, and once', async (_, leave) => {
    const said = await say();
    const by = (await leave()) || said;

    const { candidates, remembered, superseded } = await desk.visit();

    expect([remembered, superseded]).toEqual([[], []]);
    expect(candidates).toMatchObject([
      {
        title: 'No longer in force: eight kilobyte pages',
        source: { kind: 'commit', ref: by },
        expiresAt: null,
      },
    ]);
    expect(candidates[0]?.content).toContain(`Commit ${said.slice(0, 7)}`);
    expect(await desk.statuses()).toEqual({ 'eight kilobyte pages': 'active' });

    const accepted = await desk.review('accept_all');
    expect(await desk.statuses()).toEqual({ 'eight kilobyte pages': 'superseded' });
    expect(await desk.recalled('kilobyte pages')).toEqual([]);
    expect((await desk.visit()).candidates).toEqual([]);

    await desk.undo(accepted.changeId);
    expect(await desk.recalled('kilobyte pages')).toEqual(['eight kilobyte pages']);
    await desk.review('reject');
    await repository.commit('Next', { files: { 'next.txt': '1' } });
    await desk.visit();
    await repository.amend({ message: 'Next, said better' });
    expect(await desk.visit()).toMatchObject({ candidates: [], superseded: [] });
    expect(await desk.statuses()).toEqual({ 'eight kilobyte pages': 'active' });
  });

  it('an amend that keeps one of two statements is offered for the other alone', async () => {
    await say('Decision: eight kilobyte pages\nDecision: one writer\nConstraint: no native code');
    await repository.amend({ message: 'Pages\n\nDecision: one writer\nConstraint: no compiled code' });
    const { candidates, remembered } = await desk.visit();
    expect(candidates.map(({ title }) => title)).toEqual(['No longer in force: eight kilobyte pages']);
    expect(remembered.map(({ content }) => content)).toEqual(['no compiled code']);
  });

  it('the revert of a merge is offered for all that it brought', async () => {
    await repository.createBranch('topic');
    await repository.commit('One\n\nDecision: the first', { files: { '1.txt': '1' } });
    await repository.commit('Two\n\nConstraint: the second', { files: { '2.txt': '1' } });
    await repository.checkout('main');
    await repository.merge('topic');
    await desk.visit();
    await repository.git('revert', '--no-edit', '--mainline', '1', 'HEAD');
    const { candidates } = await desk.visit();
    expect(candidates.map(({ title }) => title).toSorted()).toEqual([
      'No longer in force: the first',
      'No longer in force: the second',
    ]);
  });

  it('a revert after a rebase is offered though the sha that it names is gone', async () => {
    await repository.createBranch('topic');
    await say();
    await repository.git('revert', '--no-edit', 'HEAD');
    await repository.checkout('main');
    await repository.commit('Main', { files: { 'main.txt': '1' } });
    await repository.checkout('topic');
    await repository.rebase('main');
    const { candidates } = await desk.visit();
    expect(candidates).toMatchObject([{ title: 'No longer in force: eight kilobyte pages' }]);
  });

  it('an amend of what was pushed is offered at once', async () => {
    const shared = await GitRepository.clone(repository.path, temp.join('shared'), { bare: true });
    await repository.addRemote('origin', shared.path);
    await say();
    await repository.push();
    await repository.amend({ message: 'Pages' });
    expect((await desk.visit()).candidates).toHaveLength(1);
    expect((await desk.visit()).candidates).toEqual([]);
    expect(await desk.inbox()).toHaveLength(1);
  });

  it('a revert of what nobody has accepted leaves nothing in the Inbox', async () => {
    await repository.commit('Theirs\n\nDecision: purple buttons', {
      files: { 'b.txt': '1' },
      author: other,
    });
    await desk.visit();
    expect(await desk.inbox()).toHaveLength(1);
    await repository.git('revert', '--no-edit', 'HEAD');
    await desk.visit();
    expect(await desk.inbox()).toEqual([]);
    await repository.git('revert', '--no-edit', 'HEAD');
    await desk.visit();
    expect((await desk.inbox()).map(({ content }) => content)).toEqual(['purple buttons']);
  });

  it('a revert in the same visit leaves nothing in the Inbox either', async () => {
    await repository.commit('Theirs\n\nDecision: purple buttons', {
      files: { 'b.txt': '1' },
      author: other,
    });
    await repository.git('revert', '--no-edit', 'HEAD');
    expect(await desk.visit()).toMatchObject({ candidates: [], remembered: [] });
    expect(await desk.inbox()).toEqual([]);
  });
});

describe('a statement that is back', () => {
  it.each([
    ['by a revert of the revert', async () => repository.git('revert', '--no-edit', 'HEAD')],
    [
      'by a forge that applies it anew',
      async () =>
        repository.commit('Reapply "Pages" (#14)\n\nReverts team/app#13', { files: { 'a.txt': '1' } }),
    ],
    ['because it is said again', async () => repository.commit('Again\n\nDecision: Eight kilobyte pages.')],
  ])('%s is restored, with Undo', async (_, restore) => {
    await say();
    await repository.git('revert', '--no-edit', 'HEAD');
    await desk.visit();
    await desk.review('accept_all');
    await restore();
    const { remembered, changeId } = await desk.visit();
    expect(remembered).toMatchObject([
      { content: 'eight kilobyte pages', status: 'active', supersededBy: null },
    ]);
    await desk.undo(changeId);
    expect(await desk.statuses()).toEqual({ 'eight kilobyte pages': 'superseded' });
  });

  it('before the question was answered takes the question back', async () => {
    await say();
    await repository.git('revert', '--no-edit', 'HEAD');
    await desk.visit();
    await repository.git('revert', '--no-edit', 'HEAD');
    expect(await desk.visit()).toMatchObject({ candidates: [], remembered: [] });
    expect(await desk.inbox()).toEqual([]);
    await repository.git('revert', '--no-edit', 'HEAD');
    expect((await desk.visit()).candidates).toHaveLength(1);
  });

  it('because somebody else says it waits in the Inbox', async () => {
    await say();
    await repository.git('revert', '--no-edit', 'HEAD');
    await desk.visit();
    await desk.review('accept_all');
    await repository.commit('Again\n\nDecision: eight kilobyte pages', { author: other });
    expect(await desk.visit()).toMatchObject({
      remembered: [],
      candidates: [{ content: 'eight kilobyte pages', status: 'candidate' }],
    });
  });

  it('because its commit is on a branch again waits in the Inbox', async () => {
    const sha = await say();
    await repository.git('reset', '--quiet', '--hard', 'HEAD~1');
    await desk.visit();
    await desk.review('accept_all');
    await repository.git('reset', '--quiet', '--hard', sha);
    expect((await desk.visit()).candidates).toMatchObject([{ content: 'eight kilobyte pages' }]);
  });

  it('is not asked about by the copies that a rebase makes of commit and revert', async () => {
    await repository.createBranch('topic');
    await say();
    await repository.git('revert', '--no-edit', 'HEAD');
    await desk.visit();
    await desk.review('reject');
    await repository.checkout('main');
    await repository.commit('Main', { files: { 'main.txt': '1' } });
    await repository.checkout('topic');
    await repository.rebase('main');
    expect(await desk.visit()).toMatchObject({ candidates: [], superseded: [], remembered: [] });
    expect(await desk.statuses()).toEqual({ 'eight kilobyte pages': 'active' });
  });
});

describe('a statement still stands', () => {
  it.each([
    [
      'on another branch',
      async () => {
        await repository.git('branch', 'topic');
        await repository.git('reset', '--quiet', '--hard', 'HEAD~1');
      },
    ],
    [
      'under a tag',
      async () => {
        await repository.git('tag', 'v1');
        await repository.git('reset', '--quiet', '--hard', 'HEAD~1');
      },
    ],
    [
      'in another working tree',
      async () => {
        await repository.git('worktree', 'add', '--quiet', '--detach', temp.join('tree'));
        await repository.git('reset', '--quiet', '--hard', 'HEAD~1');
      },
    ],
    [
      'on a remote branch',
      async () => {
        const shared = await GitRepository.clone(repository.path, temp.join('shared'), { bare: true });
        await repository.addRemote('origin', shared.path);
        await repository.fetch();
        await repository.git('reset', '--quiet', '--hard', 'HEAD~1');
      },
    ],
    [
      'in a commit that was cherry-picked',
      async () => {
        const sha = await repository.head();
        await repository.git('reset', '--quiet', '--hard', 'HEAD~1');
        await repository.commit('Between', { files: { 'b.txt': '1' } });
        await repository.git('cherry-pick', sha);
      },
    ],
    [
      'in a squashed commit',
      async () => {
        await repository.git('reset', '--quiet', '--soft', 'HEAD~1');
        await repository.commit('All at once\n\n* Pages\n\nDecision: eight kilobyte pages');
      },
    ],
    [
      'with its branch checked out elsewhere',
      async () => {
        await repository.git('checkout', '--quiet', '--detach', 'HEAD~1');
      },
    ],
    [
      'in a message that only quotes a revert',
      async () => {
        const sha = await repository.head();
        await repository.commit(`Explain\n\n> This reverts commit ${sha}.\n\nIt does not.`);
      },
    ],
  ])('%s', async (_, move) => {
    await say();
    await move();
    expect(await desk.visit()).toMatchObject({ candidates: [], superseded: [] });
    expect(await desk.inbox()).toEqual([]);
  });

  it('where a clone was made shallow', async () => {
    await say();
    const clone = await GitRepository.clone(`file://${repository.path}`, temp.join('clone'));
    await desk.visit(clone);
    await repository.commit('Next', { files: { 'next.txt': '1' } });
    await clone.git('fetch', '--quiet', '--depth=1', 'origin', 'main');
    await clone.git('reset', '--quiet', '--hard', 'FETCH_HEAD');
    await clone.git('update-ref', '-d', 'refs/remotes/origin/main');
    await clone.git('remote', 'remove', 'origin');
    expect(await desk.visit(clone)).toMatchObject({ candidates: [] });
  });

  it('after a rewrite of more commits than a visit reads', { timeout: 120_000 }, async () => {
    await say();
    const lines: string[] = [];
    const base = await repository.git('rev-parse', 'HEAD~1');
    const message = 'Pages, rewritten\n\nDecision: eight kilobyte pages\n';
    for (let number = 0; number < 520; number++) {
      const text = number === 0 ? message : `C${number}\n`;
      const stamp = `${Math.floor(Date.now() / 1000) + 10 + number} +0000`;
      lines.push(
        'commit refs/heads/main',
        `author Test Author <author@example.com> ${stamp}`,
        `committer Test Author <author@example.com> ${stamp}`,
        `data ${Buffer.byteLength(text)}`,
        text,
        ...(number === 0 ? [`from ${base}`, ''] : []),
      );
    }
    const stream = await temp.write('stream', lines.join('\n'));
    await repository.git('-c', `alias.load=!git fast-import --quiet --force < '${stream}'`, 'load');
    await repository.git('reset', '--quiet', '--hard', 'main');
    expect(await desk.visit()).toMatchObject({ candidates: [] });
  });

  it('when an agent said it too', async () => {
    await desk.insert('eight kilobyte pages');
    await say();
    await repository.git('revert', '--no-edit', 'HEAD');
    expect(await desk.visit()).toMatchObject({ candidates: [] });
  });
});

describe('a candidate that asks whether a memory holds', () => {
  it('has no text to edit', async () => {
    await say();
    await repository.git('revert', '--no-edit', 'HEAD');
    const { candidates } = await desk.visit();
    await expect(
      desk.review('accept', candidates[0]?.id, { content: 'nine kilobyte pages' }),
    ).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('is accepted without harm when the memory is gone meanwhile', async () => {
    await say();
    await repository.git('revert', '--no-edit', 'HEAD');
    await desk.visit();
    await desk.remove('eight kilobyte pages');
    await desk.review('accept_all');
    expect(await desk.inbox()).toEqual([]);
  });
});
