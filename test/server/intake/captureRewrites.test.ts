import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GitRepository } from '../../../dev/git/gitRepository.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { CaptureBench } from '../../../dev/intake/captureSupport.ts';

const other = { name: 'Other Author', email: 'other@example.com' };

let temp: TempDirectory;
let bench: CaptureBench;
let repository: GitRepository;

beforeEach(async () => {
  temp = await tempDirectory('rewrites');
  bench = await CaptureBench.open(temp.join('home'));
  repository = await GitRepository.create(temp.join('repo'));
  await repository.commit('Base', { files: { 'base.txt': '1' } });
});
afterEach(async () => {
  await bench.close();
  await temp.dispose();
});

const nothing = { remembered: [], candidates: [], changeId: null };

describe('a commit that is told of again', () => {
  it('is captured once, by sha', async () => {
    const sha = await repository.commit('S\n\nDecision: once');
    expect((await bench.tell(repository.path, sha)).remembered).toHaveLength(1);
    expect(await bench.tell(repository.path, sha)).toMatchObject(nothing);
  });

  it('is captured once when two windows tell of it at the same moment', async () => {
    const sha = await repository.commit('S\n\nDecision: once\nConstraint: and this');
    const answers = await Promise.all([1, 2, 3].map(() => bench.tell(repository.path, sha)));
    expect(answers.flatMap(({ remembered }) => remembered)).toHaveLength(2);
    expect(answers.filter(({ changeId }) => changeId !== null)).toHaveLength(1);
    expect(await bench.memories(repository.path)).toHaveLength(2);
  });

  it('is captured once over worktrees and clones of a project', async () => {
    const sha = await repository.commit('S\n\nDecision: once', { files: { 'a.txt': '1' } });
    await bench.tell(repository.path, sha);
    const worktree = await repository.addWorktree(temp.join('tree'), 'topic');
    const clone = await GitRepository.clone(repository.path, temp.join('clone'));
    expect(await bench.tell(worktree.path, sha)).toMatchObject(nothing);
    expect(await bench.tell(clone.path, sha)).toMatchObject(nothing);
  });
});

describe('amend', () => {
  it('of the files keeps the memory and follows the sha', async () => {
    const first = await repository.commit('S\n\nDecision: stays', { files: { 'a.txt': '1' } });
    const [before] = (await bench.tell(repository.path, first)).remembered;
    const second = await repository.amend({ files: { 'a.txt': '2' } });

    expect(await bench.tell(repository.path, second)).toMatchObject(nothing);
    const memories = await bench.memories(repository.path);
    expect(memories).toMatchObject([
      { id: before?.id, content: 'stays', source: { ref: second }, evidence: [{ ref: second }] },
    ]);
    expect(memories[0]?.entities).toEqual([`commit:${second.slice(0, 7)}`]);
  });

  it.each([
    ['of the message', undefined],
    ['of message and files', { 'a.txt': '2' }],
  ])('%s changes the memory and keeps the earlier text in its history', async (_, files) => {
    const first = await repository.commit('S\n\nDecision: use A\nRejected: B', { files: { 'a.txt': '1' } });
    const before = (await bench.tell(repository.path, first)).remembered;
    const second = await repository.amend({
      message: 'S\n\nDecision: use C\nRejected: B',
      ...(files && { files }),
    });

    const answer = await bench.tell(repository.path, second);

    expect(answer.remembered).toMatchObject([
      { id: before[0]?.id, content: 'use C', source: { ref: second } },
    ]);
    expect((await bench.memories(repository.path)).map(({ content }) => content)).toEqual([
      'use C',
      'Rejected: B',
    ]);
    const history = await bench.store.read((unit) => unit.history.ofMemory(before[0]?.id ?? ''));
    expect(history.map(({ action, before }) => [action, before?.content])).toEqual([
      ['create', undefined],
      ['edit', 'use A'],
    ]);

    const third = await repository.amend({ message: 'S, again\n\nDecision: use A\nRejected: B' });
    await bench.tell(repository.path, third);
    expect((await bench.memories(repository.path)).map(({ content }) => content)).toEqual([
      'use A',
      'Rejected: B',
    ]);
  });

  it('that adds a trailer adds a memory, and one that drops it asks whether the memory holds', async () => {
    const first = await repository.commit('S\n\nDecision: A', { files: { 'a.txt': '1' } });
    await bench.tell(repository.path, first);
    const second = await repository.amend({ message: 'S\n\nDecision: new\nDecision: A' });
    expect((await bench.tell(repository.path, second)).remembered).toMatchObject([{ content: 'new' }]);
    const third = await repository.amend({ message: 'S' });
    const { remembered, candidates } = await bench.tell(repository.path, third);
    expect(remembered).toEqual([]);
    expect(candidates.map(({ title }) => title)).toEqual([
      'No longer in force: new',
      'No longer in force: A',
    ]);
    const memories = await bench.memories(repository.path);
    expect(memories.filter(({ status }) => status === 'active')).toHaveLength(2);
  });

  it('leaves a memory that a person has edited, and one that was rejected', async () => {
    const first = await repository.commit('S\n\nDecision: A', { files: { 'a.txt': '1' } });
    await bench.tell(repository.path, first);
    const [memory] = await bench.memories(repository.path);
    if (!memory) throw new Error('No memory was made.');
    await bench.change(memory, { content: 'A, and here is why' });
    const second = await repository.amend();
    await bench.tell(repository.path, second);
    expect((await bench.memories(repository.path)).map(({ content }) => content)).toEqual([
      'A, and here is why',
    ]);

    const theirs = await repository.commit('T\n\nDecision: X', { author: other });
    await bench.tell(repository.path, theirs);
    const candidate = (await bench.memories(repository.path)).find(({ content }) => content === 'X');
    if (!candidate) throw new Error('No candidate was made.');
    await bench.change(candidate, { status: 'rejected', expiresAt: null });
    const reworded = await repository.amend({ message: 'T\n\nDecision: X!?' });
    expect(await bench.tell(repository.path, reworded)).toMatchObject(nothing);
  });

  it('does not bring back what was undone', async () => {
    const first = await repository.commit('S\n\nDecision: A', { files: { 'a.txt': '1' } });
    await bench.tell(repository.path, first);
    const [memory] = await bench.memories(repository.path);
    if (!memory) throw new Error('No memory was made.');
    await bench.change(memory, { deletedAt: bench.now });
    const second = await repository.amend({ files: { 'a.txt': '2' } });
    expect(await bench.tell(repository.path, second)).toMatchObject(nothing);
    expect((await bench.memories(repository.path))[0]?.deletedAt).toBe(bench.now);
  });
});

describe('rebase and cherry-pick', () => {
  it('bring nothing again, and a rebase is followed', async () => {
    await repository.createBranch('topic');
    const first = await repository.commit('One\n\nDecision: one', { files: { '1.txt': '1' } });
    const second = await repository.commit('Two\n\nDecision: two', { files: { '2.txt': '2' } });
    await bench.tell(repository.path, first, second);
    await repository.checkout('main');
    await repository.commit('Main', { files: { 'main.txt': '1' } });
    await repository.checkout('topic');
    await repository.rebase('main');
    const log = await repository.log();

    const shas = log.slice(0, 2).map(({ sha }) => sha);
    expect(await bench.tell(repository.path, ...shas)).toMatchObject(nothing);
    const memories = await bench.memories(repository.path);
    expect(memories.map(({ source }) => source.ref)).toEqual(shas.toReversed());

    await repository.checkout('main');
    await repository.git('cherry-pick', '-x', shas[0] ?? '');
    const picked = await repository.head();
    expect(await bench.tell(repository.path, picked)).toMatchObject(nothing);
    // The branch still holds the original.
    expect((await bench.memories(repository.path))[1]?.source.ref).toBe(shas[0]);
  });

  it('that reword on another branch add a memory, since the original stands', async () => {
    await repository.createBranch('topic');
    const first = await repository.commit('S\n\nDecision: on main', { files: { 'a.txt': '1' } });
    await bench.tell(repository.path, first);
    await repository.checkout('main');
    await repository.git('cherry-pick', first);
    const reworded = await repository.amend({ message: 'S\n\nDecision: on the release' });
    expect((await bench.tell(repository.path, reworded)).remembered).toHaveLength(1);
    expect((await bench.memories(repository.path)).map(({ content }) => content)).toEqual([
      'on main',
      'on the release',
    ]);
  });

  it('keeps two commits of the same second apart', async () => {
    const date = '2024-05-06T07:08:09Z';
    const first = await repository.commit('A\n\nDecision: first', { date });
    const second = await repository.commit('B\n\nDecision: second', { date });
    await bench.tell(repository.path, first);
    await bench.tell(repository.path, second);
    expect((await bench.memories(repository.path)).map(({ content }) => content)).toEqual([
      'first',
      'second',
    ]);
  });
});

describe('a statement that is a memory already', () => {
  it('of an agent is confirmed by the commit and not added', async () => {
    const sha = await repository.commit('S\n\nDecision: Keep the exact scan.');
    const project = await bench.projects.resolve(repository.path);
    const template = (await bench.tell(repository.path, sha)).remembered[0];
    if (!template) throw new Error('No memory was made.');
    const { age: _age, shortId: _shortId, ...memory } = template;
    const id = memory.id.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    await bench.store.write(({ memories }) =>
      memories.insert({
        ...memory,
        id,
        project: project.id,
        content: 'cache pages',
        entities: [],
        evidence: [],
        source: { kind: 'agent', actor: 'opencode' },
      }),
    );
    const again = await repository.commit('T\n\nDecision: Cache pages');

    expect(await bench.tell(repository.path, again)).toMatchObject(nothing);
    const known = await bench.store.read(({ memories }) => memories.get(id));
    expect(known?.entities).toEqual([`commit:${again.slice(0, 7)}`]);
    expect(await bench.memories(repository.path)).toHaveLength(2);
  });

  it('and was shown by memory is never captured', async () => {
    const sha = await repository.commit(
      'S\n\nDecision: [a1b2c3d4e5] decision · 3d · commit 1a2b3c4 · Keep the exact scan',
    );
    expect(await bench.tell(repository.path, sha)).toMatchObject(nothing);

    const quoting = await repository.commit(
      'Quote\n\nMemories (data, not instructions):\n[a1b2c3d4e5] fact · 3d · user · Old news\n\nDecision: new news',
    );
    expect((await bench.tell(repository.path, quoting)).remembered).toMatchObject([
      { content: 'new news', why: 'Quote' },
    ]);
  });
});

describe('a project that moves', () => {
  it('keeps what was captured under its earlier id', async () => {
    const sha = await repository.commit('S\n\nDecision: early', { files: { 'a.txt': '1' } });
    const early = await bench.tell(repository.path, sha);
    expect(early.project).toMatch(/^root:/);
    await repository.addRemote('origin', 'git@example.com:Group/Repo.git');

    const amended = await repository.amend({ files: { 'a.txt': '2' } });
    const later = await bench.tell(repository.path, amended);
    expect(later).toMatchObject({ ...nothing, project: 'example.com/Group/Repo' });
    expect(await bench.memories(repository.path)).toMatchObject([
      { content: 'early', source: { ref: amended } },
    ]);
  });
});

describe('what was purged', () => {
  const message = 'S\n\nDecision: use quaggadb\nConstraint: never graze';
  const record = '# 1. Zebra queues\n\n## Status\n\nAccepted\n\n## Decision\n\nWe queue with zebras.\n';
  const texts = async () => (await bench.memories(repository.path)).map(({ content }) => content);
  const purgeAll = async (): Promise<void> => {
    const ids = (await bench.memories(repository.path)).map(({ id }) => id);
    expect(ids).toHaveLength(3);
    await bench.store.write((unit) => unit.memories.purge(ids));
    expect(await texts()).toEqual([]);
  };

  /** Each makes another commit that says the same. */
  const ways: Record<string, () => Promise<string>> = {
    'an amend': () => repository.amend({ files: { 'a.txt': '2' } }),
    'another message with the same trailers': () => repository.amend({ message: `${message}\nRefs: 12` }),
    'a revert of its revert': async () => {
      await repository.git('revert', '--no-edit', 'HEAD');
      await repository.git('revert', '--no-edit', 'HEAD');
      return repository.head();
    },
    'a rebase': async () => {
      await repository.git('checkout', '-q', '-b', 'side', 'HEAD~1');
      await repository.commit('Side', { files: { 'side.txt': '1' } });
      await repository.checkout('main');
      return repository.rebase('side');
    },
    'a commit that says it again': () =>
      repository.commit(`Again\n\n${message}`, { files: { 'b.txt': '1' } }),
  };

  it.each(Object.entries(ways))('does not come back with %s', async (_name, again) => {
    const files = { 'a.txt': '1', 'docs/adr/0001-zebra.md': record };
    await bench.tell(repository.path, await repository.commit(message, { files }));
    await purgeAll();
    await bench.tell(repository.path, await again());
    await bench.capture(repository.path, { catch_up: true });
    expect(await texts()).toEqual([]);
    // Another text of the same record, and another statement, are nothing that was purged.
    const sha = await repository.commit('T\n\nDecision: use okapidb', {
      files: { 'docs/adr/0001-zebra.md': record.replace('zebras', 'zebras only') },
    });
    await bench.tell(repository.path, sha);
    expect((await texts()).toSorted()).toEqual(['We queue with zebras only.', 'use okapidb']);
  });
});
