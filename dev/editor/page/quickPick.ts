import type { Locator, Page } from 'playwright-core';

export interface QuickPickItem {
  label: string;
  description: string;
  detail: string;
}

/** The quick pick that is open. */
export class QuickPick {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get widget(): Locator {
    return this.#page.locator('.quick-input-widget:visible');
  }

  /** The rows that can be chosen. */
  get rows(): Locator {
    return this.widget.getByRole('listbox').getByRole('option').or(this.widget.getByRole('treeitem'));
  }

  async waitFor(): Promise<void> {
    await this.#input.waitFor();
  }

  async waitUntilClosed(): Promise<void> {
    await this.widget.waitFor({ state: 'hidden' });
  }

  /**
   * Replaces the text of the filter, the last character by itself: a list that does not listen yet when the text is
   * filled in would take no notice of it, nor of the same text filled in once more.
   */
  async type(text: string, timeoutMs = 30_000): Promise<void> {
    await this.#input.fill(text.slice(0, -1), { timeout: timeoutMs });
    await this.#input.pressSequentially(text.slice(-1), { timeout: timeoutMs });
  }

  /** What is listed now. Asked again until something is listed, because items may still be on their way. */
  async items(): Promise<QuickPickItem[]> {
    await this.rows.first().waitFor();
    const rows = await this.rows.all();
    return Promise.all(
      rows.map(async (row) => ({
        label: await textOf(row, '.quick-input-list-row:first-child .label-name'),
        description: await textOf(row, '.quick-input-list-row:first-child .label-description'),
        detail: await textOf(row, '.quick-input-list-label-meta'),
      })),
    );
  }

  /** The row with this label; the label alone, not its description. */
  item(label: string): Locator {
    const exact = this.#page
      .locator('.quick-input-list-row:first-child .label-name')
      .getByText(label, { exact: true });
    return this.rows.filter({ has: exact }).first();
  }

  /** Chooses the row with this label. */
  async pick(label: string, timeoutMs = 30_000): Promise<void> {
    await this.item(label).click({ timeout: timeoutMs });
  }

  /** Presses a button at the end of a row, found by its tooltip. */
  async itemButton(label: string, button: string): Promise<void> {
    const row = this.item(label);
    await row.hover();
    await row.getByRole('button', { name: button }).click();
  }

  /** Presses a button in the title bar. */
  async titleButton(button: string): Promise<void> {
    await this.widget.locator('.quick-input-titlebar').getByRole('button', { name: button }).click();
  }

  /** Chooses what has the focus. */
  async accept(): Promise<void> {
    await this.#input.press('Enter');
  }

  async cancel(): Promise<void> {
    await this.#input.press('Escape');
    await this.waitUntilClosed();
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

async function textOf(row: Locator, selector: string): Promise<string> {
  const part = row.locator(selector);
  return (await part.count()) === 0 ? '' : part.first().innerText();
}
