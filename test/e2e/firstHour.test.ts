import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { EditorWindow } from '../../dev/editor/editorWindow.ts';
import { showFailure } from '../../dev/editor/failureEvidence.ts';
import { MemoryEditor } from '../../dev/editor/memoryEditor.ts';
import { until } from '../../dev/processes/until.ts';

const subjects = [
  'kafka',
  'billing',
  'login',
  'search',
  'export',
  'mobile',
  'cache',
  'release',
  'audit',
  'mail',
];
const verbs = ['retries', 'drops', 'signs', 'caches', 'splits', 'merges'];

const decisions = [
  ['book', 'Berths are booked by the hour'],
  ['tide', 'The tide table is read once a day'],
  ['crane', 'Cranes have one queue each'],
] as const;

describe('the first hour in the editor', () => {
  let memory: MemoryEditor;
  let window: EditorWindow;
  const step = (title: string) => window.page.getByRole('button', { name: title, exact: false }).first();
  const isTicked = (title: string) =>
    window.page
      .locator('.getting-started-step', { hasText: title })
      .locator('.codicon-getting-started-step-checked')
      .count();
  const at = (title: string) =>
    until(async () => (await window.inputBox.title()).includes(title), { what: `the step ${title}` });

  beforeAll(async () => {
    memory = await MemoryEditor.start('first-hour');
    // All of it was there before memory came.
    for (const [subject, decision] of decisions)
      await memory.repository.commit(`${subject}\n\nDecision: ${decision}`, {
        files: { [`${subject}.txt`]: decision },
      });
    await memory.repository.commit('Record', {
      files: {
        'docs/adr/0001-use-queues.md': '# Use queues\n\n## Status\n\nAccepted\n\n## Decision\n\nQueues.\n',
      },
    });
    window = await memory.editor.openWindow();
    await window.activityBar.open('Memory');
  });
  afterEach((context) => showFailure(context, memory));
  afterAll(() => memory.stop());

  it('offers what the history of the repository decided, once', async () => {
    const inbox = window.sideBar.view('Inbox');
    await inbox.row('Review').waitFor({ timeout: 30_000 });
    // The sentence comes a moment before or after the row.
    await until(async () => (await inbox.message()) === "4 decisions found in this repository's history.", {
      what: 'the offer',
    });
    expect((await inbox.row('Review').read()).label).toMatch(/^Review, /);
    expect(await window.notifications.texts()).toEqual([]);
    await window.screenshot('history');
    await inbox.row('Review').click();
    await inbox.row('Berths are booked by the hour').waitFor();
    await until(async () => (await inbox.message()) === '', { what: 'the offer to be gone' });
    expect((await inbox.rows()).map(({ text }) => text)).toHaveLength(4);
    expect((await memory.stored()).map(({ status }) => status)).toEqual(Array(4).fill('candidate'));
    await window.screenshot('history-review');
    await window.commands.run('Memory: Accept All in Inbox');
    await window.sideBar.view('Memories').row('Berths are booked by the hour').waitFor();
    await window.notifications.clear();
  });

  it('keeps Remember… open beside the walkthrough, and ticks a step when a memory is kept', async () => {
    await window.evaluate((vscode) =>
      vscode.commands.executeCommand(
        'workbench.action.openWalkthrough',
        'opencode-memory-bridge.opencode-memory-bridge#start',
        false,
      ),
    );
    await step('Remember something').waitFor();
    // Opening takes the focus once more when its page has been drawn.
    await window.page.locator('.getting-started-media iframe.webview.ready').waitFor({ state: 'attached' });
    await window.page.locator('.gettingStartedContainer:focus-within').waitFor();
    await window.commands.run('Memory: Remember…');
    await window.quickPick.item('Decision').waitFor();
    expect(await window.quickPick.title()).toContain('Remember for app');
    // To look something up in the walkthrough, or elsewhere, ends nothing.
    await step('Recall it').click();
    await window.quickPick.pick('Decision');
    await at('2/3');
    expect(await isTicked('Remember something')).toBe(0);
    await window.inputBox.cancel();

    await window.commands.run('Memory: Remember…');
    await window.quickPick.pick('Fact');
    await window.inputBox.accept('The harbour office closes at noon');
    await at('3/3');
    await window.inputBox.accept();
    await until(async () => (await isTicked('Remember something')) === 1, { what: 'the tick' });
    expect(await isTicked('Recall it')).toBe(0);

    await window.commands.run('Memory: Recall…');
    await window.quickPick.type('harbour office');
    await window.quickPick.item('Remember “harbour office”…').waitFor();
    await window.quickPick.cancel();
    await until(async () => (await isTicked('Recall it')) === 1, { what: 'the tick' });
    expect(await isTicked('Share it with OpenCode')).toBe(0);
    await window.screenshot('walkthrough');
  });

  it('says for which project a memory is, and changes it by a button', async () => {
    await window.commands.run('Memory: Remember…');
    await window.quickPick.titleButton('Keep for All Projects');
    await until(async () => (await window.quickPick.title()).includes('Remember for all projects'), {
      what: 'the other title',
    });
    await window.quickPick.pick('Preference');
    await at('Remember for all projects (2/3)');
    await window.screenshot('remember-global');
    await window.quickPick.titleButton('Keep for app Only');
    await at('Remember for app (2/3)');
    await window.quickPick.titleButton('Keep for All Projects');
    await at('Remember for all projects (2/3)');
    await window.inputBox.accept('Answers come in full sentences');
    await at('Remember for all projects (3/3)');
    await window.inputBox.accept();
    await window.sideBar.view('Memories').row('Answers come in full sentences').waitFor();
    const kept = await memory.stored();
    expect(kept.find(({ content }) => content.startsWith('Answers'))).toMatchObject({
      scope: 'global',
      project: null,
    });
    expect(kept.find(({ content }) => content.startsWith('The harbour'))).toMatchObject({
      project: 'git.example.com/group/app',
    });
  });

  it('finds an old memory among 300 from the palette', { timeout: 120_000 }, async () => {
    await memory.remember('blocker', 'The dredger blocks the north lock');
    await memory.remember('procedure', 'Move the crane before high tide');
    for (let count = 0; count < 300; count++) {
      const subject = subjects[count % subjects.length] ?? '';
      const verb = verbs[count % verbs.length] ?? '';
      await memory.remember('convention', `The ${subject} service ${verb} batch ${count} by itself`);
    }
    const chosen = async (command: string, words: string, label: string) => {
      await window.commands.run(command);
      // The newest come first, and what is old is not among them.
      await window.quickPick.item('The mail service merges batch 299 by itself').waitFor();
      expect(await window.quickPick.item(label).count()).toBe(0);
      await window.quickPick.type(words);
      await window.quickPick.item(label).waitFor();
      if (words === 'crane tide') await window.screenshot('palette-old');
      await window.quickPick.pick(label);
    };
    const stored = async (words: string) =>
      (await memory.stored()).find(({ content }) => content.includes(words));

    await chosen('Memory: Pin Memory', 'crane tide', 'Move the crane before high tide');
    await until(async () => (await stored('crane'))?.pinned, { what: 'the pin' });
    await chosen('Memory: Edit Memory…', 'before the high tides', 'Move the crane before high tide');
    await until(async () => (await window.textEditor.title()) === 'Move the crane before high tide.md', {
      what: 'the edit document',
    });
    await chosen('Memory: Archive Memory', 'crane', 'Move the crane before high tide');
    await until(async () => (await stored('crane'))?.status === 'archived', { what: 'the archived memory' });
    // There is one blocker, so it is listed before anything is typed.
    await window.commands.run('Memory: Resolve Blocker');
    await window.quickPick.type('who blocks the lock');
    await window.quickPick.pick('The dredger blocks the north lock');
    await window.inputBox.accept('It has moved');
    await until(async () => (await stored('dredger'))?.status === 'resolved', {
      what: 'the resolved blocker',
    });

    await window.commands.run('Memory: Delete Memory');
    await window.quickPick.type('zebra crossings');
    await window.quickPick.item('No memory matches “zebra crossings”.').waitFor();
    expect(await window.quickPick.items()).toHaveLength(1);
    await window.quickPick.accept();
    await window.quickPick.cancel();
  });

  it('completes categories and fields while a memory is edited', async () => {
    await window.evaluate(async (vscode) => {
      const document = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'memory-edit');
      if (!document) throw new Error('No memory is open for editing');
      await vscode.window.showTextDocument(document);
    });
    const complete = (text: string, line: number, character: number) =>
      window.evaluate(
        async (vscode, [content, row, column]) => {
          const document = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'memory-edit');
          const editor = vscode.window.activeTextEditor;
          if (!document || editor?.document !== document) throw new Error('No memory is open for editing');
          const whole = new vscode.Range(0, 0, document.lineCount, 0);
          await editor.edit((edit) => edit.replace(whole, content));
          const { items } = await vscode.commands.executeCommand<{
            items: { label: string | { label: string }; kind: number }[];
          }>('vscode.executeCompletionItemProvider', document.uri, new vscode.Position(row, column));
          // Words of the text, which the editor offers by itself, are of no kind of ours.
          const ours = items.filter(({ kind }) => kind === 19 || kind === 4);
          return ours.map(({ label }) => (typeof label === 'string' ? label : label.label));
        },
        [text, line, character] as [string, number, number],
      );
    expect(await complete('---\ntitle: a\ncategory: \n---\ntext\n', 2, 10)).toEqual(
      expect.arrayContaining(['decision', 'blocker', 'directive', 'preference']),
    );
    expect(await complete('---\ntitle: a\ncategory: dec\n---\ntext\n', 2, 13)).toContain('decision');
    expect(await complete('---\ntitle: a\n\n---\ntext\n', 2, 0)).toEqual(['category', 'tags', 'why']);
    expect(await complete('---\ntitle: a\ncategory: fact\n---\ncategory: \n', 4, 10)).toEqual([]);
  });
});
