import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GitRepository } from '../../../dev/git/gitRepository.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { CaptureBench } from '../../../dev/intake/captureSupport.ts';

const other = { name: 'Other Author', email: 'other@example.com' };
const adr = (title: string, status: string) =>
  `# ${title}\n\n## Status\n\n${status}\n\n## Decision\n\nWe will ${title.toLowerCase()}.\n`;

let temp: TempDirectory;
let bench: CaptureBench;
let repository: GitRepository;

beforeEach(async () => {
  temp = await tempDirectory('history');
  bench = await CaptureBench.open(temp.join('home'));
  repository = await GitRepository.create(temp.join('repo'));
});
afterEach(async () => {
  await bench.close();
  await temp.dispose();
});

const history = (action: 'count' | 'take' | 'dismiss') => bench.history(repository.path, action);
const visit = () => bench.capture(repository.path, { catch_up: true });
const contents = async (status: string) =>
  (await bench.memories(repository.path))
    .filter((memory) => memory.status === status)
    .map(({ content }) => content)
    .toSorted();

/** Four that hold, and as many that do not hold any more. */
async function fill(): Promise<void> {
  const say = (message: string, how: Parameters<GitRepository['commit']>[1] = {}) =>
    repository.commit(message, how);
  await say('Begin', { files: { 'README.md': '# App\n' } });
  await say('Keep sessions\n\nDecision: sessions live in one table', { files: { a: '1' } });
  await say('Cache\n\nDecision: caches live in memory', { files: { b: '1' }, author: other });
  await say('Again\n\nDecision: sessions live in one table', { files: { a: '2' }, author: other });
  const sha = await say('Try\n\nDecision: tries are endless', { files: { c: '1' } });
  await say(`Revert "Try"\n\nThis reverts commit ${sha}.`, { files: { c: null } });
  await say('Record', {
    files: {
      'docs/adr/0001-use-queues.md': adr('Use queues', 'Accepted'),
      'docs/adr/0002-use-pigeons.md': adr('Use pigeons', 'Accepted'),
      'docs/adr/0003-use-smoke.md': adr('Use smoke', 'Accepted'),
    },
    author: other,
  });
  await say('Reword', {
    files: {
      'docs/adr/0001-use-queues.md': adr('Use durable queues', 'Accepted'),
      'docs/adr/0002-use-pigeons.md': adr('Use pigeons', 'Deprecated'),
      'docs/adr/0003-use-smoke.md': null,
    },
  });
  await say('Rule\n\nRejected: a second database', { files: { d: '1' } });
}

describe('the history of a repository', () => {
  it('is counted without writing, and put into the Inbox as a whole when that is wanted', async () => {
    await fill();
    expect((await visit()).candidates).toEqual([]);
    expect(await history('count')).toMatchObject({ found: 4, candidates: 0, changeId: null });
    expect(await bench.memories(repository.path)).toEqual([]);

    const taken = await history('take');
    expect(taken).toMatchObject({ found: 0, candidates: 4, changeId: expect.any(String) });
    const waiting = await contents('candidate');
    expect(waiting).toEqual([
      expect.stringContaining('a second database'),
      'We will use durable queues.',
      'caches live in memory',
      'sessions live in one table',
    ]);
    // Nobody is believed for what was said long ago, the person at this machine neither.
    expect(await contents('active')).toEqual([]);
    expect((await bench.memories(repository.path)).every(({ trust }) => trust === 'external')).toBe(true);
    // Once, also when commits come later.
    expect(await history('count')).toMatchObject({ found: 0 });
    expect(await history('take')).toMatchObject({ candidates: 0 });
  });

  it('is not read twice, and never offered again once it was dismissed', async () => {
    await fill();
    await history('count');
    await repository.commit('More\n\nDecision: one more', { files: { e: '1' } });
    expect(await history('count')).toMatchObject({ found: 4 });
    expect(await history('dismiss')).toMatchObject({ found: 0 });
    expect(await history('count')).toMatchObject({ found: 0 });
    expect(await bench.memories(repository.path)).toEqual([]);
  });

  it('leaves out what a visit has captured, and does not disturb the next one', async () => {
    await visit();
    await repository.commit('Own\n\nDecision: heard as it was said', { files: { a: '1' } });
    expect((await visit()).remembered).toHaveLength(1);
    expect(await history('count')).toMatchObject({ found: 0 });
    await repository.commit('Next\n\nDecision: heard as well', { files: { a: '2' } });
    expect(await history('take')).toMatchObject({ candidates: 1 });
    await repository.commit('Last\n\nDecision: at once', { files: { a: '3' } });
    expect((await visit()).remembered.map(({ content }) => content)).toEqual(['at once']);
  });

  it.each([
    ['without a commit', async () => {}],
    ['that says nothing', async () => void (await repository.commit('Begin', { files: { a: '1' } }))],
  ])('%s offers nothing', async (_, make) => {
    await make();
    expect(await history('count')).toMatchObject({ found: 0 });
    expect(await history('take')).toMatchObject({ found: 0, candidates: 0 });
  });

  it('is offered once capture is turned on', async () => {
    await fill();
    bench.config.captureCommits = false;
    expect(await history('count')).toMatchObject({ found: 0 });
    bench.config.captureCommits = true;
    expect(await history('count')).toMatchObject({ found: 4 });
  });
});
