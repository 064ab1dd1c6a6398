import type { Locator, Page } from 'playwright-core';

/** The input box that is open: the same widget as a quick pick, without a list. */
export class InputBox {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get widget(): Locator {
    return this.#page
      .locator('.quick-input-widget:visible')
      .filter({ hasNot: this.#page.locator('.quick-input-list:visible') });
  }

  async waitFor(): Promise<void> {
    await this.#input.waitFor();
  }

  /** Replaces the text. */
  async type(text: string): Promise<void> {
    await this.#input.fill(text);
  }

  /** Confirms with Enter, after replacing the text when one is given. */
  async accept(text?: string): Promise<void> {
    await this.waitFor();
    if (text !== undefined) await this.type(text);
    await this.#input.press('Enter');
  }

  async cancel(): Promise<void> {
    await this.#input.press('Escape');
    await this.widget.waitFor({ state: 'hidden' });
  }

  /** The prompt or the validation message below the box, without the editor's own hint about keys. */
  async message(): Promise<string> {
    const text = await this.widget.locator('.quick-input-message').innerText();
    return text.replace(/ \(Press 'Enter' to confirm.*\)$/, '');
  }

  async title(): Promise<string> {
    return this.widget.locator('.quick-input-title').innerText();
  }

  async placeholder(): Promise<string> {
    return (await this.#input.getAttribute('placeholder')) ?? '';
  }

  async value(): Promise<string> {
    return this.#input.inputValue();
  }

  get #input(): Locator {
    return this.widget.locator('.quick-input-filter input');
  }
}
