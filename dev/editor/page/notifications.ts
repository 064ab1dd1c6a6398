import type { Locator, Page } from 'playwright-core';

/** The toasts at the lower right. */
export class Notifications {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get toasts(): Locator {
    return this.#page.locator('.notifications-toasts .notification-toast');
  }

  toast(pattern: RegExp | string): Locator {
    return this.toasts.filter({ hasText: pattern }).first();
  }

  /** Messages of the toasts on the screen now. */
  async texts(): Promise<string[]> {
    return this.toasts.locator('.notification-list-item-message').allInnerTexts();
  }

  /** Waits for a toast and returns its message. */
  async waitFor(pattern: RegExp | string, timeoutMs = 15_000): Promise<string> {
    const toast = this.toast(pattern);
    await toast.waitFor({ timeout: timeoutMs });
    return toast.locator('.notification-list-item-message').innerText();
  }

  /** Labels of a toast's buttons. */
  async buttons(pattern: RegExp | string): Promise<string[]> {
    await this.waitFor(pattern);
    return this.toast(pattern)
      .locator('.notification-list-item-buttons-container')
      .getByRole('button')
      .allInnerTexts();
  }

  async click(pattern: RegExp | string, button: string): Promise<void> {
    await this.toast(pattern)
      .locator('.notification-list-item-buttons-container')
      .getByRole('button', { name: button, exact: true })
      .click();
  }

  /** Closes every toast. */
  async clear(): Promise<void> {
    while ((await this.toasts.count()) > 0) {
      const toast = this.toasts.first();
      await toast.hover();
      await toast.getByRole('button', { name: /^Clear Notification/ }).click();
    }
  }
}
