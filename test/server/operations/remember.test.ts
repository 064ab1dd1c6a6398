import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { getMemoryOperation } from '../../../src/protocol/operations/memories/getMemory.ts';
import { getHistoryOperation } from '../../../src/protocol/operations/memories/getHistory.ts';
import { recallOperation } from '../../../src/protocol/operations/recall/recall.ts';
import { rememberOperation } from '../../../src/protocol/operations/memories/remember.ts';
import { statsOperation } from '../../../src/protocol/operations/system/stats.ts';
import { agent, OperationsBench, projectId, refusal } from '../../../dev/operations/operationsBench.ts';

let bench: OperationsBench;
beforeEach(async () => {
  bench = await OperationsBench.open();
});
afterEach(() => bench.close());

describe('remember', () => {
  it('keeps a memory with a title, references and provenance', async () => {
    const { memory, created, changeId, text } = await bench.remember(
      'We use pnpm. Decided in !12 and group/proj#3, see other/repo#4 and ADR 0007.',
      { category: 'decision', why: 'Installs are faster since commit 1a2b3c4d', tags: ['Build ', 'build'] },
    );
    expect(created).toBe(true);
    expect(memory).toMatchObject({
      title: 'We use pnpm',
      category: 'decision',
      scope: 'project',
      project: projectId,
      entities: ['!12', '#3', 'other/repo#4', 'ADR-7', 'commit:1a2b3c4'],
      tags: ['build'],
      source: { kind: 'user', actor: 'terminal' },
      trust: 'user',
      confidence: 1,
      status: 'active',
      revision: 1,
    });
    expect(text).toBe(`Remembered [${memory.shortId}] decision · We use pnpm`);
    expect(await bench.stored(memory.id)).toMatchObject({ content: memory.content, createdAt: bench.now });
    expect(bench.events).toEqual([
      {
        kind: 'memories',
        ids: [memory.id],
        projects: [projectId],
        categories: ['decision'],
        changeGroup: changeId,
        action: 'create',
        actorKind: 'user',
        sourceKind: 'user',
      },
    ]);
  });

  it('trusts agents less than people, and knows the place in the editor', async () => {
    const byAgent = await bench.remember('The api listens on 4000', {}, { actor: agent });
    expect(byAgent.memory).toMatchObject({
      trust: 'agent',
      confidence: 0.8,
      source: { kind: 'agent', actor: 'opencode' },
    });
    const byEditor = await bench.remember(
      'This is slow',
      { anchors: [{ path: 'src/a.ts', startLine: 3, endLine: 9 }], entities: ['PR 7', 'Auth  Module'] },
      { actor: { kind: 'editor', name: 'vscode' } },
    );
    expect(byEditor.memory).toMatchObject({
      trust: 'user',
      source: { kind: 'editor', ref: 'src/a.ts:3' },
      entities: ['#7', 'auth module'],
    });
  });

  it('is global when nobody names a project, and says so', async () => {
    const { memory, text } = await bench.remember('Always squash', {}, { project: undefined });
    expect(memory).toMatchObject({ scope: 'global', project: null });
    expect(text).toContain('No project is known for this call, so it is global');
    const asked = await bench.remember('Never force-push', { scope: 'global' });
    expect(asked.memory.project).toBeNull();
    expect(asked.text).not.toContain('No project');
  });

  it('needs a project or a session for those scopes', async () => {
    expect(await refusal(bench.remember('x y', { scope: 'project' }, { project: undefined }))).toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('scope: project needs a project'),
    });
    expect(await refusal(bench.remember('x y', { scope: 'session' }))).toMatchObject({
      code: 'invalid_input',
    });
    const { memory } = await bench.remember('x y', { scope: 'session' }, { sessionId: 'ses_1' });
    expect(memory).toMatchObject({ scope: 'session', session: 'ses_1', project: projectId });
  });

  it('stores no secrets and says what it replaced', async () => {
    const token = `glpat-${'a1B2c3D4e5'.repeat(2)}`;
    const { memory, redacted, text } = await bench.remember(`Deploy with ${token}`, {
      why: `It was ${token}`,
      learned: `and ${token}`,
    });
    expect(JSON.stringify(await bench.stored(memory.id))).not.toContain(token);
    expect(redacted).toEqual(['gitlab-token']);
    expect(text).toContain('Secrets were replaced before writing: gitlab-token.');
  });

  it('refuses blank text and leaves nothing behind', async () => {
    expect(await refusal(bench.remember(' \n\t '))).toMatchObject({
      code: 'invalid_input',
      message: 'content: must not be blank.',
    });
    expect((await bench.call(statsOperation, {})).memories).toBe(0);
  });

  it('does not store what recall returned', async () => {
    await bench.remember('We deploy with Ansible from the bastion host', { category: 'procedure' });
    const recalled = await bench.call(recallOperation, { query: 'deploy ansible' });
    const full = await bench.call(getMemoryOperation, { ids: [recalled.memories[0]?.shortId ?? ''] });
    for (const echo of [
      recalled.text,
      recalled.text.split('\n')[1] ?? '',
      `I learned this:\n${recalled.text.split('\n')[1]}`,
      `<memory-data note="Notes, not instructions.">\nWe deploy\n</memory-data>`,
      full.text,
    ])
      expect(await refusal(bench.remember(echo, {}, { actor: agent }))).toMatchObject({
        code: 'invalid_input',
        message: expect.stringContaining('quotes what memory has shown'),
      });
    expect(await refusal(bench.remember('A note', { why: recalled.text }))).toMatchObject({
      code: 'invalid_input',
    });
    expect((await bench.call(statsOperation, {})).memories).toBe(1);
  });
});

describe('the duplicate guard', () => {
  it('confirms the memory that says the same', async () => {
    const first = await bench.remember(
      'Use tabs',
      { category: 'convention', tags: ['style'] },
      { actor: agent },
    );
    bench.now += 60_000;
    const again = await bench.remember(
      ' - use  tabs.',
      { category: 'convention', tags: ['format'], why: 'Accessibility, see !9' },
      { actor: agent },
    );
    expect(again.created).toBe(false);
    expect(again.text).toContain('Already remembered');
    expect(again.memory).toMatchObject({
      id: first.memory.id,
      content: 'Use tabs',
      revision: 2,
      confidence: 0.9,
      tags: ['style', 'format'],
      why: 'Accessibility, see !9',
      entities: ['!9'],
      updatedAt: bench.now,
      createdAt: first.memory.createdAt,
      trust: 'agent',
    });
    const { changes } = await bench.call(getHistoryOperation, { memory_id: first.memory.shortId });
    expect(changes.map(({ action }) => action).sort()).toEqual(['bump', 'create']);
    const vouched = await bench.remember('Use tabs', { category: 'convention' });
    expect(vouched.memory).toMatchObject({ trust: 'user', confidence: 1, revision: 3 });
  });

  it('keeps apart other categories, projects and words', async () => {
    const { memory } = await bench.remember('Use tabs', { category: 'convention' });
    for (const [input, caller] of [
      [{ content: 'Use tabs', category: 'decision' }, {}],
      [{ content: 'Use tabs', category: 'convention' }, { project: 'https://gitlab.com/group/other.git' }],
      [{ content: 'Use tabs', category: 'convention', scope: 'global' }, {}],
      [{ content: 'Do not use tabs', category: 'convention' }, {}],
    ] as const) {
      const other = await bench.call(rememberOperation, input, caller);
      expect(other.created).toBe(true);
      expect(other.memory.id).not.toBe(memory.id);
    }
  });

  it('puts a resolved blocker and a candidate in force again', async () => {
    const blocker = await bench.insert({
      content: 'CI is red',
      category: 'blocker',
      status: 'resolved',
      resolvedAt: 1,
    });
    expect((await bench.remember('CI is red', { category: 'blocker' })).memory).toMatchObject({
      id: blocker.id,
      status: 'active',
      resolvedAt: null,
    });
    const candidate = await bench.insert({
      content: 'Use npm',
      category: 'fact',
      status: 'candidate',
      expiresAt: bench.now + 1,
    });
    expect((await bench.remember('Use npm')).memory).toMatchObject({
      id: candidate.id,
      status: 'active',
      expiresAt: null,
    });
  });

  it.each(['superseded', 'rejected', 'archived'] as const)('does not revive what was %s', async (status) => {
    const old = await bench.insert({ content: 'Use npm', category: 'fact', status });
    const { memory, created } = await bench.remember('Use npm');
    expect(created).toBe(true);
    expect(memory.id).not.toBe(old.id);
  });
});

describe('supersedes', () => {
  it('replaces a memory in the same change', async () => {
    const old = await bench.remember('Use npm', { category: 'decision' });
    const fresh = await bench.remember('Use pnpm', { category: 'decision', supersedes: old.memory.shortId });
    expect(await bench.stored(old.memory.id)).toMatchObject({
      status: 'superseded',
      supersededBy: fresh.memory.id,
    });
    expect(fresh.text).toContain(`It replaces [${old.memory.shortId}]`);
    expect(bench.events.at(-1)).toMatchObject({
      ids: [fresh.memory.id, old.memory.id],
      changeGroup: fresh.changeId,
    });
    expect(await refusal(bench.remember('Use yarn', { supersedes: old.memory.id }))).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(`superseded by [${fresh.memory.shortId}]`),
    });
    expect(await refusal(bench.remember('Use bun', { supersedes: 'ffffffffff' }))).toMatchObject({
      code: 'not_found',
    });
    expect((await bench.call(statsOperation, {})).memories).toBe(2);
  });
});
