import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { listMemoriesOperation } from '../../src/protocol/operations/memories/listMemories.ts';
import { waitUntilConnected } from '../../dev/editor/editorReloads.ts';
import { showFailure } from '../../dev/editor/failureEvidence.ts';
import { MemoryEditor } from '../../dev/editor/memoryEditor.ts';
import { until } from '../../dev/processes/until.ts';

/** Runs from the source folder, with what the last build left in `dist`. */
const source = fileURLToPath(new URL('../..', import.meta.url));

describe('the extension in its host', () => {
  let memory: MemoryEditor;
  afterEach(async (context) => {
    await showFailure(context, memory);
    await memory.stop();
  });

  it(
    'only reads in a folder that is not trusted, and captures once it is',
    { timeout: 180_000, tags: ['no-second-run'] },
    async () => {
      memory = await MemoryEditor.start('trust', {
        source,
        workspaceTrust: true,
        settings: { 'security.workspace.trust.startupPrompt': 'never' },
      });
      const window = await memory.editor.openWindow();
      await waitUntilConnected(window);
      const kept = await memory.remember('fact', 'Known before');
      await window.activityBar.open('Memory');
      await window.sideBar.view('Memories').row('Known before').waitFor();
      expect(await window.evaluate((vscode) => vscode.workspace.isTrusted)).toBe(false);
      expect(await window.commands.titles('Memory: ')).not.toContain('Memory: Remember…');

      await window.evaluate(
        (vscode, id) => void vscode.commands.executeCommand('memoryBridge.delete', id),
        kept.id,
      );
      expect(await window.notifications.waitFor(/not trusted/)).toContain('memories can only be read');
      await memory.repository.commit('A\n\nDecision: said without trust', { files: { 'a.ts': '1' } });
      await window.notifications.clear();

      await window.commands.run('Workspaces: Manage Workspace Trust');
      await window.page.getByRole('button', { name: 'Trust', exact: true }).first().click();
      await until(async () => window.evaluate((vscode) => vscode.workspace.isTrusted), { what: 'trust' });
      await memory.untilCommitsAreRead();
      const known = (await memory.stored()).map(({ content }) => content);
      expect(known).toContain('Known before');
      expect(known).not.toContain('said without trust');
    },
  );

  it(
    'shows each folder of a workspace by itself, and global memories once',
    { timeout: 180_000, tags: ['no-second-run'] },
    async () => {
      memory = await MemoryEditor.start('folders', { source });
      const other = memory.temp.join('lib');
      await memory.temp.write('lib/README.md', '# Lib\n');
      const file = await memory.temp.write(
        'both.code-workspace',
        JSON.stringify({ folders: [{ path: 'app' }, { path: 'lib' }] }),
      );
      const window = await memory.editor.openWindow();
      await waitUntilConnected(window);
      await memory.remember('decision', 'Of the app');
      await memory.remember('decision', 'Of the library', { project: other });
      await memory.remember('preference', 'Of everything', { scope: 'global' });
      await window.gotoWorkspace(`${memory.editor.origin}/?workspace=${encodeURIComponent(file)}`, 2);
      await waitUntilConnected(window);
      await window.activityBar.open('Memory');
      const memories = window.sideBar.view('Memories');
      await memories.row('Of the library').waitFor();
      await memories.row('Of everything').waitFor();
      const rows = (await memories.rows()).map(({ level, text }) => `${'  '.repeat(level - 1)}${text}`);
      expect(rows).toEqual([
        'app',
        '  Decisions',
        '    Of the app',
        'lib',
        '  Decisions',
        '    Of the library',
        'Global',
        '  Preferences',
        '    Of everything',
      ]);

      // Nobody can know which of the folders is meant, so it is asked first.
      await window.commands.run('Memory: Remember…');
      await window.quickPick.item('All projects').waitFor();
      expect((await window.quickPick.items()).map(({ label }) => label)).toEqual([
        'app',
        'lib',
        'All projects',
      ]);
      expect(await window.quickPick.title()).toBe('Remember (1/4)');
      await window.screenshot('remember-multi-root');
      await window.quickPick.pick('lib');
      await window.quickPick.item('Convention').waitFor();
      expect(await window.quickPick.title()).toBe('Remember for lib (2/4)');
      await window.quickPick.titleButton('Back');
      await window.quickPick.pick('lib');
      await window.quickPick.pick('Convention');
      await window.inputBox.accept('The library has no dependencies');
      await until(async () => (await window.inputBox.title()) === 'Remember for lib (4/4)', {
        what: 'the last step',
      });
      await window.inputBox.accept();
      await memories.row('The library has no dependencies').waitFor();
      const { result } = await memory.agent.call(listMemoriesOperation, { project: other });
      expect(result.memories.map(({ content }) => content)).toContain('The library has no dependencies');
    },
  );

  it('says so when the server cannot be reached, and goes on when it can', { timeout: 180_000 }, async () => {
    memory = await MemoryEditor.start('failed', { source });
    // A server.json that cannot be read is something that only a person can put right.
    const file = await memory.temp.write('memory/server.json', 'not json');
    const window = await memory.editor.openWindow();
    await window.activityBar.open('Memory');
    await until(async () => (await window.statusBar.label(/^Memory/)).includes('not connected'), {
      what: 'the failure in the status bar',
      timeoutMs: 30_000,
    });
    const memories = window.sideBar.view('Memories');
    await memories.row('Show Status').waitFor();
    expect(await memories.message()).toContain(file);
    await window.screenshot('failed');
    await memories.row('Show Status').click();
    await until(async () => (await window.textEditor.text()).includes(file), {
      what: 'the reason in the status',
    });

    await rm(file);
    await window.commands.run('Memory: Reconnect');
    await waitUntilConnected(window);
    expect(await window.notifications.texts()).toEqual([]);
  });
});
