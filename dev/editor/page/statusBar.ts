import type { Locator, Page } from 'playwright-core';

/** The bar at the bottom. */
export class StatusBar {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** An item whose text or accessible name matches. */
  item(pattern: RegExp): Locator {
    return this.#page.locator('.part.statusbar').getByRole('button', { name: pattern });
  }

  async text(pattern: RegExp): Promise<string> {
    return (await this.item(pattern).innerText()).trim();
  }

  /** What a screen reader says. */
  async label(pattern: RegExp): Promise<string> {
    return (await this.item(pattern).getAttribute('aria-label')) ?? '';
  }

  async click(pattern: RegExp): Promise<void> {
    await this.item(pattern).click();
  }
}
