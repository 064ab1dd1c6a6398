import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GitRepository } from '../../../dev/git/gitRepository.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { type CaptureAnswer, CaptureBench } from '../../../dev/intake/captureSupport.ts';

const other = { name: 'Other Author', email: 'other@example.com' };
const old = '2020-05-06T07:08:09Z';

let temp: TempDirectory;
let bench: CaptureBench;

beforeEach(async () => {
  temp = await tempDirectory('first');
  bench = await CaptureBench.open(temp.join('home'));
});
afterEach(async () => {
  await bench.close();
  await temp.dispose();
});

const visit = async (repository: GitRepository): Promise<CaptureAnswer> =>
  bench.capture(repository.path, { catch_up: true });

const said = ({ remembered, candidates }: CaptureAnswer): string[] =>
  [...remembered, ...candidates].map(({ content }) => content).toSorted();

describe('the first commit of a repository', () => {
  it.each([
    ['', {}],
    [' that says when it was made', { date: old }],
    [' of somebody else', { author: other }],
  ])('%s is captured when the repository was visited before', async (_, how) => {
    const repository = await GitRepository.create(temp.join('repo'));
    expect(said(await visit(repository))).toEqual([]);
    await repository.commit('Begin\n\nDecision: begin with the tests', how);
    expect(said(await visit(repository))).toEqual(['begin with the tests']);
    expect(said(await visit(repository))).toEqual([]);
  });

  it('is captured with those after it, also when a remote was added meanwhile', async () => {
    const repository = await GitRepository.create(temp.join('repo'));
    await visit(repository);
    await repository.addRemote('origin', 'https://example.com/team/app.git');
    await visit(repository);
    await repository.commit('Begin\n\nDecision: one', { files: { 'a.txt': '1' } });
    await repository.commit('Go on\n\nDecision: two', { files: { 'docs/adr/1.md': '# One\n\nWe do.\n' } });
    expect(said(await visit(repository))).toEqual(['We do.', 'one', 'two']);
  });

  it('is captured after a visit while capture was switched off, unless it was made meanwhile', async () => {
    const repository = await GitRepository.create(temp.join('repo'));
    bench.config.captureCommits = false;
    await visit(repository);
    bench.config.captureCommits = true;
    await repository.commit('Begin\n\nDecision: heard');
    expect(said(await visit(repository))).toEqual(['heard']);

    const quiet = await GitRepository.create(temp.join('quiet'));
    bench.config.captureCommits = false;
    await visit(quiet);
    await quiet.commit('Begin\n\nDecision: unheard');
    await visit(quiet);
    bench.config.captureCommits = true;
    expect(said(await visit(quiet))).toEqual([]);
  });

  it('is left alone when nobody had looked before it', async () => {
    const repository = await GitRepository.create(temp.join('repo'));
    await repository.commit('Begin\n\nDecision: old news');
    expect(said(await visit(repository))).toEqual([]);
  });

  it('on a branch without a past is captured, and the other branch is not read anew', async () => {
    const repository = await GitRepository.create(temp.join('repo'));
    await repository.commit('Main\n\nDecision: old news', { date: old });
    await visit(repository);
    await repository.git('switch', '--quiet', '--orphan', 'pages');
    expect(said(await visit(repository))).toEqual([]);
    await repository.commit('Pages\n\nDecision: pages are static');
    expect(said(await visit(repository))).toEqual(['pages are static']);
    await repository.checkout('main');
    expect(said(await visit(repository))).toEqual([]);
    await repository.commit('Main\n\nDecision: new on main');
    expect(said(await visit(repository))).toEqual(['new on main']);
  });

  it('on a branch without a past is captured when that branch was seen first', async () => {
    const repository = await GitRepository.create(temp.join('repo'));
    await repository.commit('Main\n\nDecision: old news', { date: old });
    await repository.git('switch', '--quiet', '--orphan', 'pages');
    await visit(repository);
    await repository.commit('Pages\n\nDecision: pages are static');
    expect(said(await visit(repository))).toEqual(['pages are static']);
    await repository.checkout('main');
    expect(said(await visit(repository))).toEqual([]);
  });

  it('is captured in the clone of an empty repository', async () => {
    const shared = await GitRepository.create(temp.join('shared.git'));
    await shared.git('config', 'receive.denyCurrentBranch', 'ignore');
    const clone = await GitRepository.clone(shared.path, temp.join('clone'));
    await visit(clone);
    await clone.commit('Begin\n\nDecision: mine');
    await clone.push();
    expect(said(await visit(clone))).toEqual(['mine']);
  });
});

describe('what is fetched into an empty repository', () => {
  it('is new when it was made after the visit, and history when it is older', async () => {
    const shared = await GitRepository.create(temp.join('shared'), { author: other });
    await shared.commit('Begin\n\nDecision: of long ago', { date: old });
    const young = await GitRepository.create(temp.join('young'));
    await visit(young);
    await shared.commit('Go on\n\nDecision: of today', { author: other });
    await young.addRemote('origin', shared.path);
    await young.pull();
    const answer = await visit(young);
    expect(answer.remembered).toEqual([]);
    expect(said(answer)).toEqual(['of today']);
  });
});

describe('a shallow clone', () => {
  it('brings what is committed and fetched after its first visit, and no record twice', async () => {
    const shared = await GitRepository.create(temp.join('shared'), { author: other });
    const record = '# Use WAL\n\nStatus: accepted\n\n## Decision\n\nWe use WAL.\n';
    await shared.commit('One\n\nDecision: old news', { files: { 'docs/adr/1.md': record }, author: other });
    await shared.commit('Two\n\nDecision: old too', { files: { 'a.txt': '1' }, author: other });
    const clone = await GitRepository.clone(`file://${shared.path}`, temp.join('clone'));
    await clone.git('fetch', '--quiet', '--depth=1');
    expect(said(await visit(clone))).toEqual([]);

    await clone.commit('Three\n\nDecision: mine', { files: { 'b.txt': '1' } });
    expect(said(await visit(clone))).toEqual(['mine']);
    await shared.commit('Four\n\nDecision: theirs', { files: { 'c.txt': '1' }, author: other });
    await clone.git('fetch', '--quiet', '--depth=1', 'origin', 'main');
    await clone.git('reset', '--quiet', '--hard', 'FETCH_HEAD');
    expect(said(await visit(clone))).toEqual(['theirs']);
    // As long as history ends early, nobody can tell what is gone from it.
    await clone.git('fetch', '--quiet', '--unshallow');
    expect((await visit(clone)).candidates.map(({ title }) => title)).toEqual(['No longer in force: mine']);
  });
});
