import type { Locator, Page } from 'playwright-core';
import { TreeView } from './treeView.ts';

/** The side bar with its views. */
export class SideBar {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get part(): Locator {
    return this.#page.locator('.part.sidebar');
  }

  /** A view of the open container, by the title in its header. */
  view(title: string): TreeView {
    return new TreeView(this.#page, this.part, title);
  }

  /** Titles of the views, from top to bottom. */
  async titles(): Promise<string[]> {
    return this.part.locator('.pane-header h3.title').allInnerTexts();
  }
}
