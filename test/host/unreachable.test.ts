import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { DataDirectory } from '../../src/home/dataDirectory.ts';
import { chooseServerFile } from '../../src/home/serverFile.ts';
import { TokenFile } from '../../src/home/token.ts';
import { waitUntilConnected } from '../../dev/editor/editorReloads.ts';
import type { EditorWindow } from '../../dev/editor/editorWindow.ts';
import { showFailure } from '../../dev/editor/failureEvidence.ts';
import { rewriteMemory } from '../../dev/editor/rewriteMemory.ts';
import { MemoryEditor } from '../../dev/editor/memoryEditor.ts';
import { freePort } from '../../dev/processes/processes.ts';
import { until } from '../../dev/processes/until.ts';

const source = fileURLToPath(new URL('../..', import.meta.url));

describe('a memory server that cannot be reached', () => {
  let memory: MemoryEditor;
  afterEach(async (context) => {
    await showFailure(context, memory);
    await memory.stop();
  });

  const typed = async (window: EditorWindow, text: string) => {
    await window.commands.run('Memory: Remember…');
    await window.quickPick.pick('Fact');
    await window.inputBox.accept(text);
    await until(async () => (await window.inputBox.title()).includes('3/3'), { what: 'the last step' });
    await window.inputBox.accept('so it is');
  };
  const said = (window: EditorWindow, pattern: RegExp, timeoutMs = 40_000) =>
    until(async () => pattern.exec(await window.inputBox.message())?.[0], {
      what: String(pattern),
      timeoutMs,
    });

  it(
    'because of its port names who has it, and goes on at another one with what was typed',
    { timeout: 180_000 },
    async () => {
      memory = await MemoryEditor.start('port', { source });
      const port = await freePort();
      const directory = new DataDirectory(memory.home).prepare();
      new TokenFile(directory).ensure();
      chooseServerFile(directory, port);
      const stranger = createServer((_request, response) => response.end('hi'));
      await new Promise<void>((resolve) => stranger.listen(port, '127.0.0.1', resolve));
      try {
        const window = await memory.editor.openWindow();
        await window.activityBar.open('Memory');
        const cause = new RegExp(`Port ${port} is used by \\S+ \\(process ${process.pid}\\)`);
        await until(async () => cause.test(await window.statusBar.label(/^Memory/)), {
          what: 'the cause in the status bar',
          timeoutMs: 30_000,
        });
        // In one view, with the ways out, and in no message that comes by itself.
        const memories = window.sideBar.view('Memories');
        await memories.row('Use Another Port').waitFor();
        expect((await memories.rows()).map(({ text }) => text)).toEqual([
          'Use Another Port',
          'Try Again',
          'Show Log',
        ]);
        expect(await memories.message()).toMatch(cause);
        expect(await window.notifications.texts()).toEqual([]);
        // The name of a file is no wider than the narrowest side bar.
        await window.sideBar.resize(170);
        const text = memories.pane.locator('.tree-explorer-viewlet-tree-view .message');
        expect(await text.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
        await window.sideBar.resize(300);
        await window.commands.run('Memory: Recall…');
        await window.quickPick.type('anything');
        await window.quickPick.item('Try Again').waitFor();
        const [why, ...ways] = await window.quickPick.items();
        expect(why?.label).toMatch(cause);
        expect(ways.map(({ label }) => label)).toEqual(['Use Another Port', 'Try Again', 'Show Log']);
        await window.quickPick.cancel();
        await typed(window, 'The port was taken');
        await said(window, cause);
        await said(window, /What you typed is kept and will be saved when memory is back/);
        await window.screenshot('port-taken');
        await window.inputBox.widget.getByText('Use Another Port').click();
        await waitUntilConnected(window);
        await memories.row('The port was taken').waitFor();
        const file = JSON.parse(await readFile(directory.serverFile, 'utf8')) as { port: number };
        expect(file.port).toBeGreaterThan(port);
        await window.quickPick.waitUntilClosed();
        expect(await memory.stored()).toMatchObject([{ content: 'The port was taken', why: 'so it is' }]);
        expect(await window.notifications.texts()).toEqual([]);
      } finally {
        stranger.closeAllConnections();
        await new Promise((resolve) => stranger.close(resolve));
      }
    },
  );

  it(
    'because it hangs keeps what is typed and edited, and saves it once it goes on',
    { timeout: 180_000 },
    async () => {
      memory = await MemoryEditor.start('hung', { source });
      const window = await memory.editor.openWindow();
      await waitUntilConnected(window);
      const kept = await memory.remember('fact', 'The first text');
      await window.activityBar.open('Memory');
      await window.sideBar.view('Memories').row('The first text').contextMenu('Edit Memory…');
      await until(async () => (await window.textEditor.text()).includes('category: fact'), {
        what: 'the text',
      });
      const [server] = memory.editor.childServers();
      if (!server) throw new Error('No server');
      process.kill(server.pid, 'SIGSTOP');
      try {
        await typed(window, 'Typed while it hung');
        await said(window, /The memory server \(process \d+, hosted by an editor window\) does not answer/);
        await window.screenshot('hung');
      } finally {
        process.kill(server.pid, 'SIGCONT');
      }
      await window.sideBar.view('Memories').row('Typed while it hung').waitFor({ timeout: 40_000 });
      await window.quickPick.waitUntilClosed();
      await rewriteMemory(window, 'The first text', 'The second text');
      expect((await memory.stored()).find(({ id }) => id === kept.id)?.content).toBe('The second text');
      expect((await memory.stored()).filter(({ content }) => content === 'Typed while it hung')).toHaveLength(
        1,
      );
    },
  );
});
