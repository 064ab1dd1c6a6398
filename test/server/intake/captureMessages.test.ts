import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GitRepository } from '../../../dev/git/gitRepository.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { CaptureBench } from '../../../dev/intake/captureSupport.ts';

let temp: TempDirectory;
let bench: CaptureBench;
let repository: GitRepository;

beforeEach(async () => {
  temp = await tempDirectory('messages');
  bench = await CaptureBench.open(temp.join('home'));
  repository = await GitRepository.create(temp.join('repo'));
  await repository.commit('Base', { files: { 'base.txt': '1' } });
});
afterEach(async () => {
  await bench.close();
  await temp.dispose();
});

describe('a commit that others have added to', () => {
  it('gives its trailers and nothing of what was appended', async () => {
    const sha = await repository.commit(
      'feat(mail): bound the queue (#7)\n\nIt ran over.\n\nDecision: queue depth is one thousand\nFixes #6\n\nRejected: a queue on disk [skip ci]\n\n🤖 Generated with [opencode](https://opencode.ai)\n\nCo-Authored-By: Agent <agent@example.com>\n\nSee merge request team/mail!7',
      { files: { 'src/queue.ts': 'one\n' } },
    );

    const { remembered } = await bench.tell(repository.path, sha);

    expect(remembered.map(({ content, tags }) => [content, tags])).toEqual([
      ['queue depth is one thousand', ['mail']],
      ['Rejected: a queue on disk', ['rejected', 'mail']],
    ]);
    expect(remembered[0]).toMatchObject({
      why: 'feat(mail): bound the queue (#7)\n\nIt ran over.',
      entities: expect.arrayContaining(['#6', '#7', 'team/mail!7']) as unknown,
    });
  });

  it('gives the trailers of every commit that git squashed', async () => {
    await repository.git('switch', '--quiet', '--create', 'topic');
    await repository.commit('First\n\nBecause.\n\nDecision: one queue\n  for everybody', {
      files: { 'a.txt': '1' },
    });
    await repository.commit(
      'Second\n\nExample:\n\n    Decision: code\n\nConstraint: no locks\n\n🤖 Generated with Agent',
      {
        files: { 'b.txt': '1' },
      },
    );
    await repository.git('switch', '--quiet', 'main');
    await repository.git('merge', '--quiet', '--squash', 'topic');
    await repository.git('commit', '--quiet', '--no-edit');

    const { remembered } = await bench.tell(repository.path, await repository.head());

    expect(remembered.map(({ content }) => content)).toEqual(['no locks', 'one queue\nfor everybody']);
  });

  it('is not read where it only shows how a decision is written', async () => {
    const sha = await repository.commit(
      'Explain\n\n```\nDecision: x\n```\n\n> Decision: y\n\nSigned-off-by: A <a@example.com>',
    );
    expect(await bench.tell(repository.path, sha)).toMatchObject({ remembered: [], candidates: [] });
  });
});

describe('a decision record', () => {
  it('of another shape and language waits with its decision', async () => {
    const sha = await repository.commit('Record', {
      files: {
        'docs/adr/0005-warteschlange.adoc':
          '= 5. Warteschlange\n:date: 2024-01-01\n\n== 1. Status\n\nAkzeptiert\n\n== 2. Kontext\n\nAufträge gingen verloren.\n\n== 3. Entscheidung\n\nEine Warteschlange für alle.\n',
      },
    });
    const { candidates } = await bench.tell(repository.path, sha);
    expect(candidates).toMatchObject([
      {
        title: 'ADR-5: Warteschlange',
        content: 'Eine Warteschlange für alle.',
        why: 'Aufträge gingen verloren.',
        tags: ['adr', 'accepted'],
      },
    ]);
  });

  it('made to keep its reader busy is read like any other', async () => {
    const sha = await repository.commit('Record', {
      files: { 'docs/adr/0003-t.md': `# 3. T\n\na${'\n'.repeat(250_000)}b` },
    });
    const { candidates } = await bench.tell(repository.path, sha);
    expect(candidates.map(({ title, content }) => [title, content])).toEqual([['ADR-3: T', 'a']]);
  });
});
