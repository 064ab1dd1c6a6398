import type { Locator, Page } from 'playwright-core';

/** The bar of view containers at the far left. */
export class ActivityBar {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** An entry by its name; the accessible name may carry a key and the badge as well. */
  entry(name: string): Locator {
    const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return this.#page.locator('.activitybar').getByRole('tab', { name: new RegExp(`^${escaped}`) });
  }

  /** Shows the container; does nothing when it is shown already (a click would hide it). */
  async open(name: string): Promise<void> {
    const entry = this.entry(name);
    await entry.waitFor();
    if ((await entry.getAttribute('aria-expanded')) === 'true') return;
    await entry.click();
    await this.#page.locator('.activitybar [role="tab"][aria-expanded="true"]').and(entry).waitFor();
  }

  /** Text of the badge; empty when there is none. */
  async badge(name: string): Promise<string> {
    const content = this.entry(name).locator('.badge-content');
    return (await content.count()) === 0 ? '' : ((await content.first().textContent()) ?? '');
  }
}
