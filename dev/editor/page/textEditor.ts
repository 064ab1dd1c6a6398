import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { CommandPalette } from './commandPalette.ts';
import { until } from '../../processes/until.ts';
import { QuickPick } from './quickPick.ts';

/** The active text editor. */
export class TextEditor {
  readonly #page: Page;
  readonly #commands: CommandPalette;

  constructor(page: Page, commands: CommandPalette) {
    this.#page = page;
    this.#commands = commands;
  }

  get active(): Locator {
    return this.#page.locator('.editor-group-container.active .editor-instance').filter({ visible: true });
  }

  /** Opens a file of the workspace by its name or relative path. */
  async open(file: string): Promise<void> {
    const quickPick = new QuickPick(this.#page);
    await this.#page.keyboard.press('ControlOrMeta+P');
    await quickPick.waitFor();
    await quickPick.type(file);
    await quickPick.item(path.basename(file)).waitFor();
    await quickPick.accept();
    await this.#page.getByRole('tab', { name: path.basename(file), selected: true }).waitFor();
    await this.active.locator('.view-line').first().waitFor();
  }

  /** Name of the active tab. */
  async title(): Promise<string> {
    const tab = this.#page.locator('.editor-group-container.active .tab.active');
    return (await tab.getAttribute('data-resource-name')) ?? '';
  }

  /** The lines on the screen. Only the visible part of a long document. */
  async text(): Promise<string> {
    const lines = await this.active.locator('.view-line').evaluateAll((elements) =>
      elements
        .map((element) => ({ top: Number.parseInt(element.style.top, 10), text: element.textContent ?? '' }))
        .sort((a, b) => a.top - b.top)
        .map(({ text }) => text.replaceAll('\u00A0', ' ')),
    );
    return lines.join('\n');
  }

  /** Types at the cursor. */
  async type(text: string): Promise<void> {
    await this.focus();
    await this.#page.keyboard.insertText(text);
  }

  async focus(): Promise<void> {
    await this.#commands.run('View: Focus Active Editor Group');
  }

  /** Shows the end of the document. */
  async goToEnd(): Promise<void> {
    await this.focus();
    await this.#page.keyboard.press('ControlOrMeta+End');
  }

  /** Selects whole lines, counted from 1. */
  async select(startLine: number, endLine: number): Promise<void> {
    await this.#page.keyboard.press('ControlOrMeta+G');
    const quickPick = new QuickPick(this.#page);
    await quickPick.waitFor();
    await quickPick.type(`:${startLine}`);
    await quickPick.accept();
    await quickPick.waitUntilClosed();
    await this.#page.keyboard.press('Home');
    for (let line = startLine; line < endLine; line += 1) await this.#page.keyboard.press('Shift+ArrowDown');
    await this.#page.keyboard.press('Shift+End');
  }

  /** Rests the mouse on a text and returns what the hover says. */
  async hover(text: string): Promise<string> {
    const hover = await this.hoverWidget(text);
    // The editor shows that it waits for whoever has not answered at once.
    await hover.filter({ hasNotText: 'Loading...' }).waitFor();
    return hover.innerText();
  }

  /** Rests the mouse on a text and returns the hover, for its links. */
  async hoverWidget(text: string): Promise<Locator> {
    const line = this.active.locator('.view-line').filter({ hasText: text }).first();
    // One element may hold the whole line, so the mouse goes to where the text itself is drawn.
    const find = () =>
      line.evaluate((element, wanted) => {
        const page = element.ownerDocument;
        const onlyText = 4;
        const walker = page.createTreeWalker(element, onlyText);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const at = node.textContent?.replaceAll('\u00A0', ' ').indexOf(wanted) ?? -1;
          if (at < 0) continue;
          const range = page.createRange();
          range.setStart(node, at);
          range.setEnd(node, at + wanted.length);
          const { x, y, width, height } = range.getBoundingClientRect();
          return { x: x + width / 2, y: y + height / 2 };
        }
        return undefined;
      }, text);
    if (!(await find())) throw new Error(`"${text}" is not drawn in one piece`);
    // Hovers of trees and buttons are drawn elsewhere in the window.
    const hover = this.active.locator('.monaco-hover:visible .monaco-hover-content').first();
    // A quick pick that is still closing takes the first rest of the mouse; a person would point again.
    const point = async () => {
      // What the editor opened above the text meanwhile has moved it.
      const place = await find();
      if (!place) return false;
      await this.#page.mouse.move(place.x, place.y + 60);
      await this.#page.mouse.move(place.x, place.y, { steps: 2 });
      return hover.waitFor({ timeout: 5_000 }).then(
        () => true,
        () => false,
      );
    };
    await until(point, { what: `the hover of "${text}"`, timeoutMs: 30_000 });
    return hover;
  }
}
