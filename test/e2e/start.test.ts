import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { ActivityBar } from '../../dev/editor/page/activityBar.ts';
import { CommandPalette } from '../../dev/editor/page/commandPalette.ts';
import { TextEditor } from '../../dev/editor/page/textEditor.ts';
import { type RunningBrowser, launchBrowser } from '../../dev/editor/browser.ts';
import { takeScreenshot } from '../../dev/editor/page/screenshot.ts';
import { SideBar } from '../../dev/editor/page/sideBar.ts';
import { GitRepository } from '../../dev/git/gitRepository.ts';
import { descendantsOf, isAlive } from '../../dev/processes/processTable.ts';
import {
  type TrackedProcess,
  fetchWithTimeout,
  startProcess,
  waitForExit,
} from '../../dev/processes/processes.ts';
import { type TempDirectory, tempDirectory } from '../../dev/files/tempDirectory.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Wide enough that the picture shows whole titles with their ages. */
async function dragSideBarTo(page: Page, x: number): Promise<void> {
  const bar = await page.locator('.part.sidebar').boundingBox();
  if (!bar) throw new Error('The side bar is not shown.');
  await page.mouse.move(bar.x + bar.width + 3, bar.y + bar.height / 2);
  await page.mouse.down();
  await page.mouse.move(x, bar.y + bar.height / 2, { steps: 5 });
  await page.mouse.up();
  await page.mouse.move(x + 300, 600);
}

describe('npm start', () => {
  let temp: TempDirectory;
  let started: TrackedProcess | undefined;
  let running: RunningBrowser | undefined;
  beforeEach(async () => (temp = await tempDirectory('start')));
  afterEach(async () => {
    await running?.browser.close();
    await started?.stop(20_000);
    await temp.dispose();
  });

  const start = (...args: string[]) => {
    started = startProcess('npm', ['start', '--', ...args], {
      cwd: root,
      env: { ...process.env, MEMORY_BRIDGE_START: temp.path },
    });
    return started;
  };

  /** Ctrl-C in a terminal reaches every process of the group; here it is sent to each. */
  const interrupt = async (tracked: TrackedProcess) => {
    const pids = [tracked.pid, ...descendantsOf(tracked.pid).map(({ pid }) => pid)];
    for (const pid of pids) if (isAlive(pid)) process.kill(pid, 'SIGINT');
    await Promise.all(pids.map((pid) => waitForExit(pid, 20_000)));
  };

  it(
    'opens a real editor on the sample workspace with the sample memories',
    { timeout: 180_000 },
    async () => {
      const tracked = start('--browser', '--no-open');
      const [, url = ''] = await tracked.waitForOutput(/editor is open at (\S+)/, 150_000);
      expect(tracked.stdout).toContain('setup opencode');

      running = await launchBrowser();
      const page = await running.browser.newPage({ viewport: { width: 1280, height: 800 } });
      await page.goto(url);
      await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
      await new ActivityBar(page).open('Memory');
      const sideBar = new SideBar(page);
      await sideBar.view('Memories').row('Decisions').waitFor({ timeout: 30_000 });
      await sideBar
        .view('Blockers')
        .row(/Dry berths cannot be booked/)
        .waitFor();
      await new TextEditor(page, new CommandPalette(page)).open('0001-book-by-the-tide.md');
      await dragSideBarTo(page, 480);
      await takeScreenshot(page, 'memories');

      const history = await GitRepository.open(temp.join('harbour')).log();
      expect(history.map(({ message }) => message).join('\n')).toMatch(/^Decision: /m);

      await running.browser.close();
      await interrupt(tracked);
    },
  );

  it('runs only the server and prints its address', { timeout: 120_000 }, async () => {
    const tracked = start('--server');
    const [, url = ''] = await tracked.waitForOutput(/memory server runs at (\S+)/, 90_000);
    const health = await fetchWithTimeout(`${url}/health`);
    expect(health.status).toBe(200);
    expect(await health.json()).toMatchObject({ product: 'opencode-memory-bridge', state: 'ready' });

    await interrupt(tracked);
    await expect(fetchWithTimeout(`${url}/health`)).rejects.toThrow('fetch failed');
  });
});
