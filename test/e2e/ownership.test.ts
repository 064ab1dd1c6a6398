import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EditorWindow } from '../../dev/editor/editorWindow.ts';
import { calmReloads, fastReloads, ServerWatch, waitUntilConnected } from '../../dev/editor/editorReloads.ts';
import { MemoryEditor } from '../../dev/editor/memoryEditor.ts';
import { healthOf } from '../../dev/server/ownership/contenders.ts';
import { isAlive, type ProcessInfo } from '../../dev/processes/processTable.ts';
import { waitForExit } from '../../dev/processes/processes.ts';
import { until } from '../../dev/processes/until.ts';

/** `npm run soak` has the full count. */
const reloads = Number(process.env['MEMORY_BRIDGE_RELOADS'] ?? 2);
const timeout = 120_000 + reloads * 20_000;

describe('memory survives what happens to windows', { tags: ['no-second-run'] }, () => {
  let memory: MemoryEditor;
  /** The window whose server owns the data, and another one with another folder. */
  let owning: EditorWindow;
  let other: EditorWindow;
  let server: ProcessInfo;

  beforeAll(async () => {
    memory = await MemoryEditor.start('owner', { reconnectionGraceSeconds: 5 });
    await memory.temp.write('other/README.md', '# Other\n');
  });
  afterAll(() => memory.stop());

  const open = async (folder: 'app' | 'other') => {
    const window = await memory.editor.openWindow({ folder: memory.temp.join(folder) });
    await waitUntilConnected(window);
    return window;
  };
  /** The one server there is, and it owns the data: one that has lost the race may be alone before the owner starts. */
  const oneServer = async (timeoutMs = 15_000): Promise<ProcessInfo> => {
    const [one] = await until(
      async () => {
        const owner = await healthOf(memory.home);
        const all = memory.editor.childServers();
        return owner?.state === 'ready' && all.length === 1 && all[0]?.pid === owner.pid && all;
      },
      { what: 'exactly one server, which owns the data', timeoutMs },
    );
    if (!one) throw new Error('No server');
    return one;
  };
  /** Waits for the server after this one, and for a write that was sent meanwhile. */
  const takeover = async (timeoutMs = 20_000): Promise<ProcessInfo> => {
    const before = server.pid;
    const kept = memory.remember('fact', `written after ${before}`);
    await waitForExit(before, timeoutMs);
    const next = await oneServer(timeoutMs);
    expect((await kept).content).toBe(`written after ${before}`);
    expect(next.pid).not.toBe(before);
    return next;
  };
  const allGone = async (timeoutMs = 30_000) =>
    until(() => memory.editor.extensionHosts().length === 0 && memory.editor.childServers().length === 0, {
      what: 'the end of every extension host and server',
      timeoutMs,
    });

  it('has one owner when two windows open at the same instant', async () => {
    const watch = new ServerWatch(memory);
    [owning, other] = await Promise.all([open('app'), open('other')]);
    await oneServer();
    expect(watch.stop()).toBeLessThanOrEqual(1);
  });

  describe('with two windows', () => {
    beforeEach(async () => {
      if (owning.page.isClosed()) owning = await open('app');
      await Promise.all([waitUntilConnected(owning), waitUntilConnected(other)]);
      server = await oneServer();
      if (server.parentPid !== (await owning.hostPid())) [owning, other] = [other, owning];
    });

    it('hands over when the owning window is closed', async () => {
      const [next] = await Promise.all([takeover(), owning.close()]);
      expect(next.parentPid).toBe(await other.hostPid());
    });

    it('goes on through a reload of the owning window', async () => {
      const [next] = await Promise.all([takeover(), owning.reload()]);
      await waitUntilConnected(owning);
      expect(isAlive(next.pid)).toBe(true);
    });

    it('hands over when the extension host of the owner is killed', async () => {
      const host = await owning.hostPid();
      process.kill(host, 'SIGKILL');
      const next = await takeover();
      expect(next.parentPid).not.toBe(host);
    });

    it('starts another server when the server is killed', async () => {
      process.kill(server.pid, 'SIGKILL');
      const next = await takeover();
      expect(isAlive(next.pid)).toBe(true);
    });

    it('says that a server hangs, has it killed by its own window, and goes on', async () => {
      process.kill(server.pid, 'SIGSTOP');
      const refusal = await memory.remember('fact', 'not now').catch((error: unknown) => error);
      expect(refusal).toMatchObject({ code: 'owner_hung', details: { pid: server.pid } });
      await waitForExit(server.pid, 60_000);
      expect((await oneServer()).pid).not.toBe(server.pid);
      await Promise.all([waitUntilConnected(owning, 60_000), waitUntilConnected(other, 60_000)]);
    });
  });

  it('serves on after the crash of the browser, and leaves nothing once the editor gives up', async () => {
    server = await oneServer();
    await memory.editor.killBrowser();
    // The extension hosts wait for their windows; until they end the server serves whoever asks.
    expect((await memory.remember('fact', 'written to a ghost')).content).toBe('written to a ghost');
    expect(isAlive(server.pid)).toBe(true);
    await allGone();
  });

  it(
    `has one server after each of ${reloads} calm reloads, and none after the last window`,
    { timeout },
    async () => {
      const window = await open('app');
      const watch = new ServerWatch(memory);
      await calmReloads(memory, window, reloads);
      expect(watch.stop()).toBeLessThanOrEqual(1);
      await window.close();
      await allGone();
    },
  );

  it(`never has more than one server through ${reloads} fast reloads`, { timeout }, async () => {
    const window = await open('app');
    const watch = new ServerWatch(memory);
    await fastReloads(window, reloads);
    await oneServer(30_000);
    expect(watch.stop()).toBeLessThanOrEqual(1);
    await window.close();
    await allGone();
  });
});
