import { chmod, readFile, readlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EditorWindow } from '../../dev/editor/editorWindow.ts';
import { MemoryEditor } from '../../dev/editor/memoryEditor.ts';
import { type OpenCodeRunOptions, runOpenCode } from '../../dev/openCode/openCode.ts';
import { until } from '../../dev/processes/until.ts';

const before = '{\n  // ours\n  "theme": "system"\n}\n';

describe('OpenCode beside the editor', () => {
  let memory: MemoryEditor;
  let window: EditorWindow;
  let person: string;
  const memories = () => window.sideBar.view('Memories');
  const config = () => readFile(memory.temp.join('app', 'opencode.jsonc'), 'utf8');
  const run = (options: Pick<OpenCodeRunOptions, 'prompt' | 'steps'>) =>
    runOpenCode({ project: memory.repository.path, home: person, ...options });

  beforeAll(async () => {
    memory = await MemoryEditor.start('opencode', { files: { 'opencode.jsonc': before } });
    person = await memory.temp.makeDirectory('person');
    window = await memory.editor.openWindow();
    await window.activityBar.open('Memory');
  });
  afterAll(() => memory.stop());

  const answer = (button: string) =>
    window.page.locator('.editor-actions').getByRole('button', { name: button }).click();
  const chooseProject = async (command: string) => {
    await window.commands.run(command);
    await window.quickPick.waitFor();
    await window.quickPick.pick('For the project app');
  };

  it(
    'sees the change to its configuration as a diff, and nothing is written without a yes',
    { tags: ['no-second-run'] },
    async () => {
      await chooseProject('Memory: Set Up OpenCode…');
      // The editor shows one line of a message that has no button.
      expect(await window.notifications.buttons(/will name files of this computer/)).toEqual(['OK']);
      await until(async () => (await window.textEditor.title()).includes('opencode.jsonc'), {
        what: 'the diff',
      });
      await window.page
        .locator('.modified-in-monaco-diff-editor .view-line')
        .getByText('"mcp"')
        .first()
        .waitFor();
      // However long somebody reads, and whatever else they open meanwhile, the answer stays at hand.
      await window.notifications.clear();
      await window.textEditor.open('opencode.jsonc');
      const tab = window.page.getByRole('tab', { name: /with this change, a backup is kept/ });
      await tab.click();
      await window.screenshot('setup');
      await answer('Cancel Change');
      await tab.waitFor({ state: 'hidden' });
      expect(await config()).toBe(before);

      // To close it is a no as well.
      await chooseProject('Memory: Set Up OpenCode…');
      await tab.waitFor();
      await tab.getByRole('button', { name: /Close/ }).click();
      await tab.waitFor({ state: 'hidden' });
      expect(await window.commands.titles('Memory: Write Change')).not.toContain('Memory: Write Change');
      expect(await config()).toBe(before);
    },
  );

  it('says what is wrong with a configuration, and opens it at the line', async () => {
    await writeFile(memory.temp.join('app', 'opencode.jsonc'), '{\n  "theme": "system"\n  "mcp": {}\n}\n');
    await chooseProject('Memory: Set Up OpenCode…');
    expect(await window.notifications.waitFor(/Not valid JSON/)).toMatch(
      /^Not valid JSON: comma expected at line 3, column 3\. .* try again: .*opencode\.jsonc$/,
    );
    expect(await window.notifications.buttons(/Not valid JSON/)).toEqual(['Open File']);
    await window.screenshot('setup-broken');
    await window.notifications.click(/Not valid JSON/, 'Open File');
    await window.statusBar.item(/Ln 3, Col 3/).waitFor();

    await writeFile(memory.temp.join('app', 'opencode.jsonc'), before);
    await chmod(memory.temp.join('app', 'opencode.jsonc'), 0o444);
    await chooseProject('Memory: Set Up OpenCode…');
    expect(await window.notifications.waitFor(/Read-only/)).toMatch(
      /^Read-only, so nothing was written\. Make this file writable and try again: .*opencode\.jsonc$/,
    );
    await chmod(memory.temp.join('app', 'opencode.jsonc'), 0o644);
    await window.notifications.clear();
  });

  it('is set up, tried by a real round trip, and taken back by Undo', async () => {
    await chooseProject('Memory: Set Up OpenCode…');
    await answer('Write Change');
    await window.notifications.waitFor(/OpenCode can use this memory: 8 tools answered/, 30_000);
    expect(await config()).toContain('// ours');
    expect(await config()).toContain('"memory"');
    await window.notifications.click(/OpenCode can use this memory/, 'Undo');
    await window.notifications.waitFor(/was restored/);
    expect(await config()).toBe(before);
    await window.notifications.clear();
  });

  it('shares what a person and an agent know, in both directions', { timeout: 180_000 }, async () => {
    await chooseProject('Memory: Set Up OpenCode…');
    await answer('Write Change');
    await window.notifications.waitFor(/OpenCode can use this memory/, 30_000);
    await window.notifications.toast(/Testing the connection/).waitFor({ state: 'hidden' });
    await window.notifications.clear();

    const first = await run({
      prompt: 'Note how the cache key is made.',
      steps: [
        {
          tool: 'memory_remember',
          args: { content: 'The cache key is the hash of the lock file', category: 'convention' },
        },
        'Noted.',
      ],
    });
    expect(first.toolCalls).toMatchObject([{ tool: 'memory_remember', status: 'completed' }]);
    await memories().row('The cache key is the hash of the lock file').waitFor({ timeout: 5_000 });
    expect(await memory.stored()).toMatchObject([
      { content: 'The cache key is the hash of the lock file', trust: 'agent', source: { kind: 'agent' } },
    ]);

    const second = await run({
      prompt: 'How is the cache key made?',
      steps: [{ tool: 'memory_recall', args: { query: 'cache key' } }, 'Done.'],
    });
    expect(second.toolCalls[0]?.output).toContain('hash of the lock file');

    await window.commands.run('Memory: Remember…');
    await window.quickPick.waitFor();
    await window.quickPick.pick('Directive');
    await window.inputBox.accept('Never write to the production database');
    await until(async () => (await window.inputBox.title()).includes('3/3'), { what: 'the last step' });
    await window.inputBox.accept('An outage in spring');
    await memories().row('Never write to the production database').waitFor();

    const third = await run({
      prompt: 'May I write to production?',
      steps: [{ tool: 'memory_recall', args: { query: 'write production database' } }, 'Done.'],
    });
    expect(third.toolCalls[0]?.output).toContain('Never write to the production database');
  });

  it('is taken out again', async () => {
    await chooseProject('Memory: Remove from OpenCode…');
    await answer('Write Change');
    await window.notifications.waitFor(/no longer uses this memory/);
    // OpenCode itself has added its schema meanwhile; that stays.
    expect(await config()).not.toContain('memory');
    expect(await config()).toContain('// ours');
  });

  it('puts memory-bridge where a terminal finds it, and takes it away', async () => {
    await window.notifications.clear();
    await window.commands.run('Memory: Install Command Line Tool');
    // PATH of this editor does not lead to the folder.
    const said = await window.notifications.waitFor(/but that folder is not on your PATH/);
    const [, file = ''] = /added as (\S+\/\.local\/bin\/memory-bridge), but/.exec(said) ?? [];
    expect(await readlink(file)).toBe(path.join(memory.home, 'bin', 'memory-bridge'));
    expect(await window.notifications.buttons(/memory-bridge was added as/)).toEqual([
      'Copy Line for Shell Profile',
    ]);
    await window.screenshot('command-line-tool');
    await window.notifications.clear();
    expect(await window.terminal.run('PATH="$HOME/.local/bin:$PATH" memory-bridge list', 60_000)).toBe(0);

    await window.commands.run('Memory: Remove Command Line Tool');
    await window.notifications.waitFor(`Removed ${file}.`);
    await expect(readlink(file)).rejects.toThrow('ENOENT');
    await window.notifications.clear();
  });

  it('opens Remember and Recall by keys that type nothing', async () => {
    await window.textEditor.open('opencode.jsonc');
    const text = await window.textEditor.text();
    await window.quickPick.waitUntilClosed();
    for (const [key, asks] of [
      ['a', 'What kind of memory is it?'],
      ['q', 'What do you want to know?'],
    ] as const) {
      await window.textEditor.focus();
      await window.page.keyboard.press('Control+k');
      await window.page.keyboard.press(key);
      await until(async () => (await window.quickPick.placeholder()).startsWith(asks), { what: asks });
      await window.quickPick.cancel();
      await window.quickPick.waitUntilClosed();
    }
    expect(await window.textEditor.text()).toBe(text);
  });
});
