import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EditorWindow } from '../../dev/editor/editorWindow.ts';
import { type EditorTheme, editorThemes } from '../../dev/editor/page/themes.ts';
import { someOf } from '../../dev/longRun.ts';
import { MemoryEditor } from '../../dev/editor/memoryEditor.ts';
import { until } from '../../dev/processes/until.ts';

/**
 * How the editor builds every tree and every welcome text; an extension has no say in it. It draws label and
 * description of a row without a space between them, so that no name could contain both: the test of names is below.
 */
const ofTheWorkbench: ReadonlySet<string> = new Set([
  'nested-interactive',
  'landmark-unique',
  'label-content-name-mismatch',
]);

describe('how the memory looks', () => {
  let memory: MemoryEditor;
  let window: EditorWindow;

  beforeAll(async () => {
    memory = await MemoryEditor.start('looks', {
      files: { 'harbour.md': '# Berths\n\nThe booking rules came with !12, the tides with #34.\n' },
    });
    window = await memory.editor.openWindow();
    await memory.remember('decision', 'Tide tables come from the harbour master', {
      why: 'The public service was down for two days in March',
      entities: ['#34'],
    });
    await memory.remember('decision', 'A berth is booked for whole tides', { entities: ['!12'] });
    await memory.remember('convention', 'Times are written in UTC');
    await memory.remember('procedure', 'Release: tag, wait for the build, publish');
    await memory.remember('blocker', 'Dry berths cannot be booked', { entities: ['!12'] });
    await memory.remember('preference', 'Short sentences in messages', { scope: 'global' });
    await window.activityBar.open('Memory');
    await window.sideBar.view('Blockers').row('Dry berths cannot be booked').waitFor();
    await window.sideBar.view('Memories').row('Times are written in UTC').waitFor();
    await window.sideBar.view('Inbox').open();
    await window.sideBar.view('Loops').open();
  });
  afterAll(() => memory.stop());

  it.each(someOf(Object.keys(editorThemes) as EditorTheme[]))('is accessible in %s', async (theme) => {
    await window.setTheme(theme);
    const violations = await window.accessibilityViolations(['.part.sidebar .content']);
    expect(violations.filter(({ id }) => !ofTheWorkbench.has(id))).toEqual([]);
    await window.screenshot(`tree-${editorThemes[theme]}`);
  });

  it('has rows whose name begins with what is seen', async () => {
    for (const view of ['Memories', 'Blockers'])
      for (const row of await window.sideBar.view(view).rows())
        expect(row.label.startsWith(`${row.text} ${row.description}`)).toBe(true);
  });

  it('is shown in pictures', async () => {
    await window.setTheme('Dark Modern');
    await window.textEditor.open('harbour.md');
    await window.screenshot('memories');
    await window.textEditor.hover('!12');
    await window.screenshot('hover');
    await window.page.keyboard.press('Escape');

    await window.sideBar.view('Memories').row('Tide tables come from the harbour master').click();
    await until(async () => (await window.textEditor.text()).includes('remembered'), {
      what: 'the document',
    });
    await window.page.locator('.codelens-decoration').getByText('Archive').waitFor();
    await window.screenshot('document');

    await window.commands.run('Memory: Recall…');
    await window.quickPick.waitFor();
    await window.quickPick.type('berth');
    await window.quickPick.item('Remember “berth”…').waitFor();
    await window.screenshot('recall');
    await window.quickPick.cancel();

    await window.commands.run('Memory: Remember…');
    await window.quickPick.item('Decision').waitFor();
    await window.screenshot('remember');
    await window.quickPick.cancel();

    await window.statusBar.click(/^Memory/);
    await until(async () => (await window.textEditor.text()).includes('Server'), { what: 'the status' });
    await window.page.locator('.codelens-decoration').getByText('Copy').waitFor();
    await window.screenshot('status');
    expect(await window.notifications.texts()).toEqual([]);
  });

  it('shows what was written in Markdown as text, and the open blockers when asked for them', async () => {
    await memory.remember(
      'fact',
      '## Mooring\n\n- **Lines** go to `bollard 7`, see [the plan](https://e.org)',
    );
    const found = async (question: string, label: string) => {
      await window.commands.run('Memory: Recall…');
      await window.quickPick.waitFor();
      await window.quickPick.type(question);
      await window.quickPick.item(`Remember “${question}”…`).waitFor();
      await window.quickPick.item(label).waitFor();
      const items = await window.quickPick.items();
      await window.screenshot('recall-plain');
      await window.quickPick.cancel();
      return items[0];
    };
    expect(await found('bollard', 'Mooring')).toMatchObject({
      label: 'Mooring',
      detail: '• Lines go to bollard 7, see the plan',
    });
    expect(await found('what blocks us', 'Dry berths cannot be booked')).toMatchObject({
      label: 'Dry berths cannot be booked',
    });
  });
});
