import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EditorWindow } from '../support/editor/editorWindow.ts';
import { MemoryEditor } from '../support/memoryEditor.ts';
import { type OpenCodeRunOptions, runOpenCode } from '../support/openCode.ts';
import { until } from '../support/until.ts';

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
      await window.notifications.waitFor(/Write this change to .*opencode\.jsonc\? A backup is kept\./);
      await until(async () => (await window.textEditor.title()).includes('opencode.jsonc'), {
        what: 'the diff',
      });
      await window.page
        .locator('.modified-in-monaco-diff-editor .view-line')
        .getByText('"mcp"')
        .first()
        .waitFor();
      await window.screenshot('setup');
      await window.notifications.click(/Write this change/, 'Cancel');
      await window.page.getByRole('tab', { name: /with this change/ }).waitFor({ state: 'hidden' });
      expect(await config()).toBe(before);
    },
  );

  it('is set up, tried by a real round trip, and taken back by Undo', async () => {
    await chooseProject('Memory: Set Up OpenCode…');
    await window.notifications.waitFor(/Write this change/);
    await window.notifications.click(/Write this change/, 'Write');
    await window.notifications.waitFor(/OpenCode can use this memory: 8 tools answered/, 30_000);
    expect(await config()).toContain('// ours');
    expect(await config()).toContain('"memory"');
    await window.notifications.click(/OpenCode can use this memory/, 'Undo');
    await window.notifications.waitFor(/is as it was before/);
    expect(await config()).toBe(before);
    await window.notifications.clear();
  });

  it('shares what a person and an agent know, in both directions', { timeout: 180_000 }, async () => {
    await chooseProject('Memory: Set Up OpenCode…');
    await window.notifications.waitFor(/Write this change/);
    await window.notifications.click(/Write this change/, 'Write');
    await window.notifications.waitFor(/OpenCode can use this memory/, 30_000);
    await window.notifications.toast(/Trying it as OpenCode/).waitFor({ state: 'hidden' });
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
    await window.notifications.waitFor(/Write this change/);
    await window.notifications.click(/Write this change/, 'Write');
    await window.notifications.waitFor(/no longer uses this memory/);
    // OpenCode itself has added its schema meanwhile; that stays.
    expect(await config()).not.toContain('memory');
    expect(await config()).toContain('// ours');
  });
});
