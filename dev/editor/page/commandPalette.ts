import type { Page } from 'playwright-core';
import { QuickPick } from './quickPick.ts';

/** The command palette: how a person runs a command by its name. */
export class CommandPalette {
  readonly #page: Page;
  readonly #quickPick: QuickPick;

  constructor(page: Page) {
    this.#page = page;
    this.#quickPick = new QuickPick(page);
  }

  /** Runs the command with this title, category included, for example "Memory: Remember…". */
  async run(title: string): Promise<void> {
    await this.#ask(title, (timeoutMs) => this.#quickPick.pick(title, timeoutMs));
  }

  /** Titles offered for a text; commands hidden by their `when` are not among them. */
  async titles(text: string): Promise<string[]> {
    const items = await this.#ask(text, () => this.#quickPick.items());
    await this.#quickPick.cancel();
    return items.map(({ label }) => label);
  }

  /** A page of the editor that is drawn late takes the keyboard and so closes the palette: then it is opened again. */
  async #ask<T>(text: string, then: (timeoutMs: number) => Promise<T>): Promise<T> {
    for (let left = 2; ; left--) {
      const timeoutMs = left > 0 ? 5_000 : 30_000;
      await this.#page.keyboard.press('F1');
      try {
        await this.#quickPick.waitFor();
        await this.#quickPick.type(`>${text}`, timeoutMs);
        return await then(timeoutMs);
      } catch (error) {
        if (left === 0) throw error;
        // A palette that is still open would show again what it listed for this text, and not look anew.
        await this.#quickPick.cancel().catch(() => {});
      }
    }
  }
}
