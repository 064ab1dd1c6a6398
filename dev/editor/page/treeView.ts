import type { Locator, Page } from 'playwright-core';
import { until } from '../../processes/until.ts';

export interface TreeRow {
  /** The accessible name, as a screen reader says it. */
  label: string;
  /** The text as a person sees it, without the description. */
  text: string;
  description: string;
  /** 1 for the roots. */
  level: number;
  /** Missing for a leaf. */
  expanded: boolean | undefined;
  selected: boolean;
}

/** A tree view in the side bar. */
export class TreeView {
  readonly pane: Locator;
  readonly #page: Page;

  constructor(page: Page, sideBar: Locator, title: string) {
    this.#page = page;
    const header = page
      .locator('.pane-header')
      .filter({ has: page.locator('h3.title').getByText(title, { exact: true }) });
    this.pane = sideBar.locator('.pane').filter({ has: header });
  }

  /** Opens the view when it is collapsed. */
  async open(): Promise<void> {
    const header = this.#header;
    if ((await header.getAttribute('aria-expanded')) === 'false') await header.click();
  }

  /** What is shown now. Rows far outside the visible part are not in the page, and so not here. */
  async rows(): Promise<TreeRow[]> {
    const rows = await this.#items.all();
    return Promise.all(rows.map(readRow));
  }

  /** The first row whose visible text, without the description, is the given one or matches. */
  row(text: string | RegExp): TreeItem {
    const name = this.#page.locator('.label-name');
    const wanted =
      typeof text === 'string' ? name.getByText(text, { exact: true }) : name.filter({ hasText: text });
    return new TreeItem(this.#page, this.#items.filter({ has: wanted }).first());
  }

  /** Text of the empty state. */
  async welcome(): Promise<string> {
    return this.pane.locator('.welcome-view-content').innerText();
  }

  /** Presses a button of the empty state. */
  async welcomeButton(name: string): Promise<void> {
    await this.pane.locator('.welcome-view-content').getByRole('button', { name }).click();
  }

  /** Text beside the title, as of `TreeView.description`. */
  async description(): Promise<string> {
    const part = this.#header.locator('.description');
    return (await part.count()) === 0 ? '' : part.innerText();
  }

  /** Text above the tree, as of `TreeView.message`. */
  async message(): Promise<string> {
    const text = await this.pane.locator('.tree-explorer-viewlet-tree-view .message').innerText();
    return text.replaceAll('\u200B', '');
  }

  /** Presses a button in the title of the view. */
  async action(name: string): Promise<void> {
    await this.pane.hover();
    await this.#header.getByRole('button', { name }).click();
  }

  /** Text of the row that has the keyboard; empty when the tree has not. */
  async focusedRow(): Promise<string> {
    const row = this.pane.locator('.monaco-list:focus .monaco-list-row.focused .label-name');
    return (await row.count()) === 0 ? '' : row.innerText();
  }

  get #header(): Locator {
    return this.pane.locator('> .pane-header');
  }

  get #items(): Locator {
    return this.pane.getByRole('treeitem');
  }
}

/** One row of a tree. */
export class TreeItem {
  readonly locator: Locator;
  readonly #page: Page;

  constructor(page: Page, locator: Locator) {
    this.#page = page;
    this.locator = locator;
  }

  async waitFor(options: { state?: 'visible' | 'hidden'; timeout?: number } = {}): Promise<void> {
    await this.locator.waitFor(options);
  }

  async read(): Promise<TreeRow> {
    return readRow(this.locator);
  }

  async count(): Promise<number> {
    return this.locator.count();
  }

  async click(): Promise<void> {
    await this.locator.click();
  }

  async expand(): Promise<void> {
    await this.#setExpanded(true);
  }

  async collapse(): Promise<void> {
    await this.#setExpanded(false);
  }

  /** Presses a button at the end of the row. */
  async inlineAction(name: string): Promise<void> {
    await this.locator.hover();
    await this.locator.getByRole('button', { name }).click();
  }

  /** Chooses an entry of the row's context menu. */
  async contextMenu(name: string): Promise<void> {
    await this.#openContextMenu();
    const entry = this.#contextMenuItems.and(this.#page.getByRole('menuitem', { name }));
    await entry.waitFor();
    // A menu ignores the mouse for its first 100 ms, so that the click that opened it does not also choose.
    await until(
      async () => {
        if (await entry.isHidden()) return true;
        await entry.click({ timeout: 1_000 });
        return entry.waitFor({ state: 'hidden', timeout: 300 }).then(() => true);
      },
      { what: `the menu to take "${name}"` },
    );
  }

  /** Entries of the row's context menu, from top to bottom. */
  async contextMenuEntries(): Promise<string[]> {
    await this.#openContextMenu();
    const names = await this.#contextMenuItems.allInnerTexts();
    await this.#page.keyboard.press('Escape');
    return names.map((name) => name.trim()).filter((name) => name !== '');
  }

  /** The hover of the row. */
  async hover(): Promise<string> {
    await this.locator.hover();
    const hover = this.#page.locator('.workbench-hover:visible');
    await hover.waitFor();
    return hover.innerText();
  }

  /** As a person does: when the row was drawn anew under the click, and no menu came, it is clicked again. */
  async #openContextMenu(): Promise<void> {
    const first = this.#contextMenuItems.first();
    await until(
      async () => {
        if (await first.isVisible()) return true;
        await this.locator.click({ button: 'right', timeout: 5_000 });
        return first.waitFor({ timeout: 2_000 }).then(() => true);
      },
      { what: 'the context menu of a row', timeoutMs: 30_000 },
    );
  }

  get #contextMenuItems(): Locator {
    return this.#page.locator('.monaco-menu').getByRole('menuitem');
  }

  async #setExpanded(expanded: boolean): Promise<void> {
    if ((await readRow(this.locator)).expanded !== expanded) {
      await this.locator.locator('.monaco-tl-twistie').click();
    }
    await this.locator.and(this.#page.locator(`[aria-expanded="${expanded}"]`)).waitFor();
  }
}

async function readRow(row: Locator): Promise<TreeRow> {
  const attribute = (name: string) => row.getAttribute(name);
  const [label, level, expanded, selected, text, description] = await Promise.all([
    attribute('aria-label'),
    attribute('aria-level'),
    attribute('aria-expanded'),
    attribute('aria-selected'),
    row.locator('.label-name').innerText(),
    row.locator('.label-description').allInnerTexts(),
  ]);
  return {
    label: label ?? '',
    text,
    description: description.join(' '),
    level: Number(level),
    expanded: expanded === null ? undefined : expanded === 'true',
    selected: selected === 'true',
  };
}
