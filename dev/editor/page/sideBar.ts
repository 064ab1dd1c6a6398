import type { Locator, Page } from 'playwright-core';
import { until } from '../../processes/until.ts';
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

  /** Drags its edge until it is so wide. The editor keeps it at 170 pixels at least. */
  async resize(width: number): Promise<void> {
    const box = await this.part.boundingBox();
    if (!box) throw new Error('The side bar is not shown');
    const y = box.y + box.height / 2;
    await this.#page.mouse.move(box.x + box.width, y);
    await this.#page.mouse.down();
    await this.#page.mouse.move(box.x + width, y, { steps: 4 });
    await this.#page.mouse.up();
    await this.#page.mouse.move(box.x + width + 200, y);
    await until(async () => Math.abs(((await this.part.boundingBox())?.width ?? 0) - width) <= 2, {
      what: `a side bar of ${width} pixels`,
    });
  }

  /** Titles of the views, from top to bottom. */
  async titles(): Promise<string[]> {
    return this.part.locator('.pane-header h3.title').allInnerTexts();
  }
}
