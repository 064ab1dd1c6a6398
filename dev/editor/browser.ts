import { randomUUID } from 'node:crypto';
import { type Browser, chromium } from 'playwright-core';
import { findChromium } from '../../tools/setup/system.mjs';
import { descendantsOf } from '../processes/processTable.ts';

const browserArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A browser with the process id that Playwright keeps to itself. */
export interface RunningBrowser {
  browser: Browser;
  pid: number;
}

/** Starts the system's Chromium without a window. */
export async function launchBrowser(): Promise<RunningBrowser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('No Chromium found. Run: node tools/setup/system.mjs');
  // Playwright keeps the process to itself; a flag that Chromium ignores makes it known in the process table.
  const mark = `--memory-bridge-test=${randomUUID()}`;
  const browser = await chromium.launch({
    executablePath,
    args: [...browserArguments, mark],
    handleSIGINT: false,
    handleSIGTERM: false,
  });
  const root = descendantsOf(process.pid).find(({ command }) => command.includes(mark));
  if (!root) throw new Error('The browser has ended right after its start');
  return { browser, pid: root.pid };
}
