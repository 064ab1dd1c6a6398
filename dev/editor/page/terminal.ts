import { readFile, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { until } from '../../processes/until.ts';
import type { CommandPalette } from './commandPalette.ts';

/** The integrated terminal. */
export class Terminal {
  readonly #page: Page;
  readonly #commands: CommandPalette;
  #isOpen = false;

  constructor(page: Page, commands: CommandPalette) {
    this.#page = page;
    this.#commands = commands;
  }

  /** Types a command, waits until it has ended, and returns its exit code. */
  async run(command: string, timeoutMs = 30_000): Promise<number> {
    if (!this.#isOpen) {
      await this.#commands.run('Terminal: Create New Terminal');
      this.#isOpen = true;
    }
    const terminal = this.#page.locator('.terminal-wrapper.active');
    // A long output brings a second screen, which repeats its command at the top.
    await terminal.locator('.xterm-screen').first().click();
    await terminal.locator('textarea:focus').waitFor({ state: 'attached' });
    const done = path.join(tmpdir(), `memory-bridge-terminal-${randomUUID()}`);
    try {
      // The screen of a terminal is a picture; a file tells the end of the command without guessing.
      await this.#page.keyboard.insertText(`${command}; echo $? > '${done}'`);
      await this.#page.keyboard.press('Enter');
      const code = await until(() => readFile(done, 'utf8'), { timeoutMs, what: `the end of "${command}"` });
      return Number(code);
    } finally {
      await rm(done, { force: true });
    }
  }
}
