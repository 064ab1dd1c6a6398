import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { captureCommitsOperation } from '../../src/protocol/operations/capture/captureCommits.ts';
import { recallOperation } from '../../src/protocol/operations/recall/recall.ts';
import { memoryStatusOperation } from '../../src/protocol/operations/system/memoryStatus.ts';
import type { EditorWindow } from '../../dev/editor/editorWindow.ts';
import { showFailure } from '../../dev/editor/failureEvidence.ts';
import { GitRepository } from '../../dev/git/gitRepository.ts';
import { rewriteMemory } from '../../dev/editor/rewriteMemory.ts';
import { MemoryEditor } from '../../dev/editor/memoryEditor.ts';
import { until } from '../../dev/processes/until.ts';

const colleague = { name: 'Grace', email: 'grace@example.com' };

describe('commits in the editor', () => {
  let memory: MemoryEditor;
  let window: EditorWindow;
  const memories = () => window.sideBar.view('Memories');
  const inbox = () => window.sideBar.view('Inbox');
  const titled = async (part: string) =>
    (await memory.stored()).find(({ content }) => content.includes(part));

  beforeAll(async () => {
    memory = await MemoryEditor.start('capture');
    window = await memory.editor.openWindow();
    await window.activityBar.open('Memory');
    await inbox().open();
    await memory.untilCommitsAreRead();
    // Of the tries, those before the first visit are history, which is offered where these tests look.
    await window.evaluate((vscode) => vscode.commands.executeCommand('memoryBridge.dismissHistory'));
    await window.notifications.waitFor(/Remembered from commit/);
    await window.notifications.clear();
  });
  afterEach((context) => showFailure(context, memory));
  afterAll(() => memory.stop());

  it('become memories within two seconds when the person commits in the terminal, with Undo', async () => {
    await window.terminal.run('echo "export {};" > tables.ts && git add tables.ts');
    const code = await window.terminal.run(
      `git commit -q -m 'Store sessions' -m 'Decision: one table for all sessions
Rejected: one table per agent, because claims cross agents'`,
    );
    const committed = performance.now();
    expect(code).toBe(0);
    await window.notifications.waitFor(/Remembered .*from commit/, 10_000);
    const elapsed = performance.now() - committed;
    await memories()
      .row(/one table for all sessions/)
      .waitFor();
    expect(elapsed).toBeLessThan(2000);

    const sha = await memory.repository.head();
    const stored = await titled('one table for all sessions');
    expect(stored).toMatchObject({
      category: 'decision',
      status: 'active',
      trust: 'user',
      source: { kind: 'commit', ref: sha, actor: 'Test Author' },
    });

    await window.notifications.click(/Remembered .*from commit/, 'Undo');
    await memories()
      .row(/one table for all sessions/)
      .waitFor({ state: 'hidden' });
    await until(async () => (await titled('one table for all sessions')) === undefined, { what: 'the undo' });
  });

  it(
    'are not captured again when the same change is committed anew by amend',
    { tags: ['no-second-run'] },
    async () => {
      await memory.repository.commit('Bind to loopback\n\nConstraint: loopback only', {
        files: { 'b.ts': '1' },
      });
      await window.notifications.waitFor(/Remembered from commit .*loopback only/, 10_000);
      await window.notifications.clear();
      await window.terminal.run(
        `git commit -q --amend -m 'Bind to loopback, better said' -m 'Constraint: loopback only'`,
      );
      const amended = await memory.repository.head();
      // A later commit is the sign that the amended one has been looked at.
      await memory.repository.commit('Next\n\nDirective: never force push', { files: { 'c.ts': '1' } });
      await memories()
        .row(/never force push/)
        .waitFor();
      const all = (await memory.stored()).filter(({ content }) => content.includes('loopback only'));
      expect(all).toHaveLength(1);
      // The memory follows its commit to the sha that it has now.
      expect(all[0]?.source.ref).toBe(amended);
      await window.notifications.clear();
    },
  );

  it('that are reverted are asked about in the Inbox, and put away once that is accepted', async () => {
    await memory.repository.commit('Purge\n\nDecision: purge at midnight', { files: { 'p.ts': '1' } });
    await memories()
      .row(/purge at midnight/)
      .waitFor();
    await memory.repository.git('revert', '--no-edit', 'HEAD');
    const question = inbox().row(/No longer in force: purge at midnight/);
    await question.waitFor({ timeout: 10_000 });
    await question.inlineAction('Accept');
    await memories()
      .row(/purge at midnight/)
      .waitFor({ state: 'hidden' });
    await window.notifications.click(/Accepted: “purge at midnight” is marked as superseded/, 'Undo');
    await memories()
      .row(/purge at midnight/)
      .waitFor();
    await question.waitFor();
    await question.inlineAction('Accept');
    await memories()
      .row(/purge at midnight/)
      .waitFor({ state: 'hidden' });
    const decided = (await memory.stored()).find(({ content }) => content === 'purge at midnight');
    expect(decided).toMatchObject({
      status: 'superseded',
      evidence: [{ says: 'stated' }, { says: 'reverted' }],
    });
    await window.notifications.clear();
  });

  it('of others wait in the Inbox after a pull, and are recalled with their sha once accepted', async () => {
    const shared = await GitRepository.clone(memory.repository.path, memory.temp.join('shared'), {
      bare: true,
    });
    const other = await GitRepository.clone(shared.path, memory.temp.join('other'), { author: colleague });
    const sha = await other.commit('Rate limits\n\nDecision: limit each client to 100 calls a second', {
      files: { 'limits.ts': '1' },
      author: colleague,
    });
    await other.commit('Retries\n\nDecision: retry with the same idempotency key', {
      files: { 'retries.ts': '1' },
      author: colleague,
    });
    await other.commit('Colours\n\nDecision: purple buttons', {
      files: { 'colours.ts': '1' },
      author: colleague,
    });
    await other.push('origin', 'main');
    await memory.repository.git('remote', 'set-url', 'origin', shared.path);
    expect(await window.terminal.run('git pull -q origin main')).toBe(0);

    await inbox()
      .row(/limit each client/)
      .waitFor({ timeout: 10_000 });
    await until(async () => (await window.activityBar.badge('Memory')) === '3', { what: 'the badge' });
    expect(
      await memories()
        .row(/limit each client/)
        .count(),
    ).toBe(0);

    await inbox()
      .row(/limit each client/)
      .inlineAction('Accept');
    await memories()
      .row(/limit each client/)
      .waitFor();
    const { result } = await memory.agent.call(recallOperation, { query: 'limit calls of a client' });
    expect(result.memories[0]).toMatchObject({ source: { kind: 'commit', ref: sha, actor: 'Grace' } });
  });

  it('can be rejected, and the rejection taken back', async () => {
    await inbox()
      .row(/purple buttons/)
      .inlineAction('Reject');
    await window.notifications.waitFor(/Rejected/);
    await inbox()
      .row(/purple buttons/)
      .waitFor({ state: 'hidden' });
    expect(await titled('purple buttons')).toMatchObject({ status: 'rejected' });
    await window.notifications.click(/Rejected/, 'Undo');
    await inbox()
      .row(/purple buttons/)
      .waitFor();
    expect(await titled('purple buttons')).toMatchObject({ status: 'candidate' });
  });

  it('can be reworded before they are accepted', async () => {
    await inbox()
      .row(/purple buttons/)
      .contextMenu('Edit and Accept…');
    await until(async () => (await window.textEditor.text()).includes('purple buttons'), {
      what: 'the edit document',
    });
    await rewriteMemory(window, 'purple', 'blue');
    await memories()
      .row(/blue buttons/)
      .waitFor();
    expect(await titled('blue buttons')).toMatchObject({ status: 'active' });
  });

  it('are accepted all at once, with Undo', async () => {
    await inbox().action('Accept All in Inbox');
    await window.notifications.waitFor(/Accepted 1 memory/);
    await until(async () => (await inbox().welcome()).includes('Nothing to review'), {
      what: 'the empty Inbox',
    });
    expect(await titled('retry with the same')).toMatchObject({ status: 'active' });
    await window.notifications.click(/Accepted 1 memory/, 'Undo');
    await inbox()
      .row(/retry with the same/)
      .waitFor();
    await window.notifications.clear();
  });

  it('are left alone while the setting is off', { tags: ['no-second-run'] }, async () => {
    const capture = async (isOn: boolean) => {
      await memory.editor.setSettings({ 'memoryBridge.capture.commits': isOn });
      const isObeyed = async () =>
        (await memory.agent.call(memoryStatusOperation, {})).result.config['captureCommits'] === isOn;
      await until(isObeyed, { what: 'the server to know the setting' });
    };
    await capture(false);
    await memory.repository.commit('Quiet\n\nDecision: stay quiet', { files: { 'd.ts': '1' } });
    // The editor tells of it too, but nothing shows when; the history counts as read up to here either way.
    await memory.agent.call(captureCommitsOperation, { root: memory.repository.path, catch_up: true });
    await capture(true);
    await memory.repository.commit('Loud\n\nDecision: speak up again', { files: { 'e.ts': '1' } });
    await memories()
      .row(/speak up again/)
      .waitFor();
    const stored = await memory.stored();
    expect(stored.some(({ content }) => content.includes('stay quiet'))).toBe(false);
  });

  it('are left alone where memory is off, which the status bar says, and its command switches', async () => {
    const says = (label: RegExp) =>
      until(async () => label.test(await window.statusBar.label(/^Memory/)), { what: String(label) });
    const choose = async (choice: string) => {
      const chosen = window.evaluate((vscode) => vscode.commands.executeCommand('memoryBridge.switchMemory'));
      await window.quickPick.item(choice).waitFor();
      await window.screenshot('memory-switch');
      await window.quickPick.pick(choice);
      await chosen;
    };
    await choose('Switch off');
    await says(/Memory is off in /);
    await window.screenshot('memory-off');
    await memory.repository.commit('Secret\n\nDecision: keep the otters apart', { files: { 'o.ts': '1' } });
    const visit = memory.agent.call(captureCommitsOperation, {
      root: memory.repository.path,
      catch_up: true,
    });
    await expect(visit).rejects.toMatchObject({ code: 'forbidden', details: { reason: 'project_off' } });
    await choose('Switch on');
    await says(/^Memory, connected(?!.*Memory is off)/);
    // Git tells times in whole seconds.
    await memory.repository.commit('Open\n\nDecision: feed the otters', {
      files: { 'p2.ts': '1' },
      date: new Date(Date.now() + 2_000).toISOString(),
    });
    await memories()
      .row(/feed the otters/)
      .waitFor();
    const stored = await memory.stored();
    expect(stored.some(({ content }) => content.includes('keep the otters apart'))).toBe(false);
  });

  it('that were made while the editor was closed are caught up when the repository is opened', async () => {
    await window.notifications.clear();
    await window.close();
    await memory.repository.commit('Offline\n\nDecision: work without a network', { files: { 'f.ts': '1' } });
    window = await memory.editor.openWindow();
    await window.activityBar.open('Memory');
    await memories()
      .row(/work without a network/)
      .waitFor({ timeout: 20_000 });
    // Nobody made it just now, so nobody is told.
    expect(await window.notifications.texts()).toEqual([]);
  });
});
