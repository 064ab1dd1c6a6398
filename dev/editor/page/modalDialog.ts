import type { Locator, Page } from 'playwright-core';

/** A modal dialog, for example the one of `showWarningMessage(…, { modal: true })`. */
export class ModalDialog {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get box(): Locator {
    return this.#page.locator('.monaco-dialog-box');
  }

  /** Waits for the dialog and returns its message and detail. */
  async text(): Promise<string> {
    return this.box.locator('.dialog-message-row').innerText();
  }

  async buttons(): Promise<string[]> {
    await this.box.waitFor();
    return this.box.locator('.dialog-buttons').getByRole('button').allInnerTexts();
  }

  async click(button: string): Promise<void> {
    await this.box.getByRole('button', { name: button, exact: true }).click();
    await this.box.waitFor({ state: 'hidden' });
  }
}
