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
    await this.#ask(title);
    await this.#quickPick.pick(title);
  }

  /** Titles offered for a text; commands hidden by their `when` are not among them. */
  async titles(text: string): Promise<string[]> {
    await this.#ask(text);
    const items = await this.#quickPick.items();
    await this.#quickPick.cancel();
    return items.map(({ label }) => label);
  }

  /** A page of the editor that is drawn late takes the keyboard and so closes the palette: then it is opened again. */
  async #ask(text: string): Promise<void> {
    for (let left = 2; ; left--) {
      await this.#page.keyboard.press('F1');
      await this.#quickPick.waitFor();
      try {
        return await this.#quickPick.type(`>${text}`, left > 0 ? 5_000 : undefined);
      } catch (error) {
        if (left === 0) throw error;
      }
    }
  }
}
