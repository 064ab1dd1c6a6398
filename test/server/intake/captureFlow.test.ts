import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/core/memory/history.ts';
import { captureCommitsOperation } from '../../../src/protocol/operations/capture/captureCommits.ts';
import { getMemoryOperation } from '../../../src/protocol/operations/memories/getMemory.ts';
import { recallOperation } from '../../../src/protocol/operations/recall/recall.ts';
import { reviewInboxTool } from '../../../src/protocol/tools/reviewInboxTool.ts';
import { undoOperation } from '../../../src/protocol/operations/memories/undo.ts';
import { GitRepository } from '../../../dev/git/gitRepository.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { agent, OperationsBench, projectUrl } from '../../../dev/operations/operationsBench.ts';

const editor: Actor = { kind: 'editor', name: 'vscode' };
const other = { name: 'Other Author', email: 'other@example.com' };

let temp: TempDirectory;
let bench: OperationsBench;
let repository: GitRepository;

beforeEach(async () => {
  temp = await tempDirectory('flow');
  bench = await OperationsBench.open();
  bench.now = Date.now();
  repository = await GitRepository.create(temp.join('repo'));
  await repository.addRemote('origin', projectUrl);
});
afterEach(async () => {
  await bench.close();
  await temp.dispose();
});

const tell = (...shas: string[]) =>
  bench.call(
    captureCommitsOperation,
    {
      root: repository.path,
      commits: shas.map((sha) => ({ sha, authorName: '', authorEmail: '', authoredAt: 0, message: '' })),
    },
    { actor: editor },
  );

describe('what a commit said', () => {
  it('is recalled by an agent, by its words and by its sha', async () => {
    const sha = await repository.commit('Page cache\n\nSee #456.\n\nDecision: keep eight kilobyte pages');
    await tell(sha);
    for (const query of ['kilobyte pages', sha, `commit:${sha.slice(0, 7)}`, '#456']) {
      const answer = await bench.call(recallOperation, { query }, { actor: agent, project: repository.path });
      expect(answer.text).toContain(`commit ${sha.slice(0, 7)} · keep eight kilobyte pages`);
    }
  });

  it('is taken back as a whole by one undo, and stays away', async () => {
    const sha = await repository.commit('S\n\nDecision: eight kilobyte pages\nRejected: four kilobyte pages');
    const { changeId } = await tell(sha);
    const undone = await bench.call(undoOperation, { change_id: changeId ?? '' });
    expect(undone.undone).toBe(2);
    const recalled = await bench.call(recallOperation, { query: 'kilobyte pages' });
    expect(recalled.memories).toEqual([]);
    const amended = await repository.amend({ files: { 'a.txt': '1' } });
    expect(await tell(sha, amended)).toMatchObject({ remembered: [], candidates: [], changeId: null });
  });

  it('by another author is recalled once a person has accepted it', async () => {
    const sha = await repository.commit('T\n\nDecision: rotate tokens daily', { author: other });
    const { candidates } = await tell(sha);
    const query = { query: 'rotate tokens' };
    expect((await bench.call(recallOperation, query)).memories).toEqual([]);
    await bench.call(reviewInboxTool, { action: 'accept', ids: [candidates[0]?.id ?? ''] });
    const answer = await bench.call(recallOperation, query, { actor: agent });
    expect(answer.text).toContain(`commit ${sha.slice(0, 7)} · rotate tokens daily`);
  });

  it('is there once when a call is sent twice with one key', async () => {
    const sha = await repository.commit('S\n\nDecision: only once');
    const input = {
      root: repository.path,
      commits: [{ sha, authorName: '', authorEmail: '', authoredAt: 0, message: '' }],
    };
    const caller = { actor: editor, idempotencyKey: 'a-key-of-this-call' };
    const first = await bench.call(captureCommitsOperation, input, caller);
    const second = await bench.call(captureCommitsOperation, input, caller);
    expect(second.remembered.map(({ id }) => id)).toEqual(first.remembered.map(({ id }) => id));
    expect(bench.events).toHaveLength(1);
  });

  it('of a record replaces the earlier text once the later one is accepted', async () => {
    const path = 'docs/decisions/0001-pages.md';
    const record = (size: string) => `# Page size\n\nStatus: accepted\n\n## Decision\n\nPages of ${size}.\n`;
    const acceptAll = () =>
      bench.call(reviewInboxTool, { action: 'accept_all' }, { actor: editor, project: repository.path });
    await tell(await repository.commit('Decide', { files: { [path]: record('4 KB') } }));
    const [earlier] = (await acceptAll()).memories;
    await tell(await repository.commit('Decide anew', { files: { [path]: record('8 KB') } }));
    const { memories, changeId } = await acceptAll();
    const later = memories.find(({ content }) => content.includes('8 KB'));
    const ofEarlier = async () =>
      (await bench.call(getMemoryOperation, { ids: [earlier?.id ?? ''] })).memories[0];
    expect(await ofEarlier()).toMatchObject({ status: 'superseded', supersededBy: later?.id });
    await bench.call(undoOperation, { change_id: changeId ?? '' });
    expect(await ofEarlier()).toMatchObject({ status: 'active', supersededBy: null });
  });
});
