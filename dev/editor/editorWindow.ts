import type { FrameLocator, Page } from 'playwright-core';
import { until } from '../processes/until.ts';
import { type AxeViolation, accessibilityViolations } from './page/accessibility.ts';
import { ActivityBar } from './page/activityBar.ts';
import { CommandPalette } from './page/commandPalette.ts';
import { hostOfConnections } from './extensionHosts.ts';
import type { HostEvaluator, HostFunction } from './hostEvaluator.ts';
import { InputBox } from './page/inputBox.ts';
import { ModalDialog } from './page/modalDialog.ts';
import { Notifications } from './page/notifications.ts';
import { QuickPick } from './page/quickPick.ts';
import { takeScreenshot } from './page/screenshot.ts';
import { SideBar } from './page/sideBar.ts';
import { StatusBar } from './page/statusBar.ts';
import { Terminal } from './page/terminal.ts';
import { TextEditor } from './page/textEditor.ts';
import { type EditorTheme, editorThemes } from './page/themes.ts';

const startTimeoutMs = 60_000;

/** One window of the editor, as a person sees it. */
export class EditorWindow {
  readonly page: Page;
  readonly activityBar: ActivityBar;
  readonly commands: CommandPalette;
  readonly dialog: ModalDialog;
  readonly inputBox: InputBox;
  readonly notifications: Notifications;
  readonly quickPick: QuickPick;
  readonly sideBar: SideBar;
  readonly statusBar: StatusBar;
  readonly terminal: Terminal;
  readonly textEditor: TextEditor;
  readonly #evaluator: HostEvaluator;
  readonly #userDataDir: string;
  readonly #setSettings: (settings: Record<string, unknown>) => Promise<void>;
  /** Tokens of the connections since the last load of the page; one of them is the extension host's. */
  #tokens: string[] = [];

  constructor(
    page: Page,
    evaluator: HostEvaluator,
    userDataDir: string,
    setSettings: (settings: Record<string, unknown>) => Promise<void>,
  ) {
    this.page = page;
    this.#evaluator = evaluator;
    this.#userDataDir = userDataDir;
    this.#setSettings = setSettings;
    this.commands = new CommandPalette(page);
    this.activityBar = new ActivityBar(page);
    this.dialog = new ModalDialog(page);
    this.inputBox = new InputBox(page);
    this.notifications = new Notifications(page);
    this.quickPick = new QuickPick(page);
    this.sideBar = new SideBar(page);
    this.statusBar = new StatusBar(page);
    this.textEditor = new TextEditor(page, this.commands);
    this.terminal = new Terminal(page, this.commands);
    page.on('websocket', (socket) => {
      const token = new URL(socket.url()).searchParams.get('reconnectionToken');
      if (token !== null) this.#tokens.push(token);
    });
  }

  /** Loads an address of the editor and waits until the workbench and the extension host are there. */
  async goto(url: string): Promise<void> {
    this.#tokens = [];
    await this.page.goto(url);
    await this.waitUntilReady();
  }

  /**
   * Loads a workspace file of so many folders. Now and then the editor shows the name of the file and never reads it: then
   * again, as a person would.
   */
  async gotoWorkspace(url: string, folders: number): Promise<void> {
    await this.goto(url);
    const isRead = () =>
      this.evaluate((vscode, wanted) => vscode.workspace.workspaceFolders?.length === wanted, folders);
    for (let attempt = 1; ; attempt++) {
      try {
        await until(isRead, { timeoutMs: 15_000, what: `the ${folders} folders of the workspace` });
        return;
      } catch (error) {
        if (attempt === 3) throw error;
        await this.reload();
      }
    }
  }

  /** Reloads as the browser's own button does. */
  async reload(): Promise<void> {
    this.#tokens = [];
    await this.page.reload();
    await this.waitUntilReady();
  }

  /** Reloads without waiting for anything to work. Asked for while the browser swaps pages, it refuses: then again. */
  async reloadHastily(): Promise<void> {
    await until(() => this.page.reload({ waitUntil: 'commit' }).then(() => true), {
      what: 'the browser to reload the page',
    });
  }

  /** Closes the page as a person closes a tab: the workbench gets the chance to say goodbye. */
  async close(): Promise<void> {
    const { page } = this;
    const closed = page.waitForEvent('close');
    await page.close({ runBeforeUnload: true });
    await closed;
    await page.context().close();
  }

  /** A host that does not answer yet would outlive its window: closing is only clean once it has started. */
  async waitUntilReady(): Promise<void> {
    await this.page.locator('.monaco-workbench').waitFor({ timeout: startTimeoutMs });
    await this.evaluate(() => true);
  }

  /** Process id of this window's extension host. */
  async hostPid(timeoutMs = startTimeoutMs): Promise<number> {
    return until(() => hostOfConnections(this.#userDataDir, this.#tokens), {
      timeoutMs,
      what: 'the extension host of the window',
    });
  }

  /** Runs a function inside the extension host with the real `vscode`. It must not use anything from around it. */
  async evaluate<Result>(hostFunction: HostFunction<undefined, Result>): Promise<Result>;
  async evaluate<Argument, Result>(
    hostFunction: HostFunction<Argument, Result>,
    argument: Argument,
  ): Promise<Result>;
  async evaluate<Argument, Result>(
    hostFunction: HostFunction<Argument, Result>,
    argument?: Argument,
  ): Promise<Result> {
    return this.#evaluator.evaluate(await this.hostPid(), hostFunction, argument as Argument);
  }

  /** Sets user settings from inside this window. */
  async applySettings(settings: Record<string, unknown>): Promise<void> {
    await this.evaluate(async (vscode, values) => {
      for (const [key, value] of Object.entries(values)) {
        await vscode.workspace.getConfiguration().update(key, value, vscode.ConfigurationTarget.Global);
      }
    }, settings);
  }

  /** Changes the user's theme, and waits until this window shows it. */
  async setTheme(theme: EditorTheme): Promise<void> {
    await this.#setSettings({ 'workbench.colorTheme': theme, 'window.autoDetectColorScheme': false });
    await this.page.locator(`.monaco-workbench.${editorThemes[theme]}`).waitFor();
  }

  /** A picture of the window; see `takeScreenshot` for where it goes. */
  async screenshot(name: string): Promise<string> {
    return takeScreenshot(this.page, name);
  }

  /** Violations inside the given parts of the window. */
  async accessibilityViolations(selectors: readonly string[]): Promise<AxeViolation[]> {
    return accessibilityViolations(this.page, selectors);
  }

  /** The document inside a webview, found by the webview's title. */
  webview(title: string): FrameLocator {
    return this.page.frameLocator('.webview').frameLocator(`iframe[title="${title}"]`);
  }
}
