import path from 'node:path';
import type { Browser } from 'playwright-core';
import { portOf } from '../server/memoryServer.mjs';
import { type StartedEditor, startEditor, writeSettings } from './startEditor.mjs';
import { gitEnvironment } from '../git/gitRepository.ts';
import { type ProcessInfo, descendantsOf } from '../processes/processTable.ts';
import { waitForExit } from '../processes/processes.ts';
import { tempDirectory } from '../files/tempDirectory.ts';
import { childServersOf, extensionHostsOf } from './extensionHosts.ts';
import { type RunningBrowser, launchBrowser } from './browser.ts';
import { EditorWindow } from './editorWindow.ts';
import { HostEvaluator } from './hostEvaluator.ts';
import { runFromSource } from './sourceExtension.ts';

export interface EditorRunnerOptions {
  /** Data directory of the memory: MEMORY_BRIDGE_HOME of every window. A new one gets a free port, never the default. */
  home: string;
  /** Opened by windows that name no folder. */
  folder: string;
  /** Installed before the start. */
  vsix?: string;
  /** Or a folder with the extension's package.json: runs from there, nothing is installed. */
  source?: string;
  settings?: Record<string, unknown>;
  /** Added to the environment of the extension hosts. */
  env?: Record<string, string>;
  /** How long an extension host survives the loss of its window. The editor's own default is three hours. */
  reconnectionGraceSeconds?: number;
  /** Whether folders have to be trusted first; without it every folder is trusted. */
  workspaceTrust?: boolean;
  /** Keeps settings, state and extensions in this folder, for a second start with the same profile. */
  scratch?: string;
}

/** A real VS Code (code-server) with a real browser, and profiles of its own. */
export class EditorRunner {
  readonly #editor: StartedEditor;
  readonly #evaluator: HostEvaluator;
  readonly #options: EditorRunnerOptions;
  readonly #cleanUp: () => Promise<void>;
  readonly #windows = new Set<EditorWindow>();
  #running: RunningBrowser;

  private constructor(
    editor: StartedEditor,
    running: RunningBrowser,
    evaluator: HostEvaluator,
    options: EditorRunnerOptions,
    cleanUp: () => Promise<void>,
  ) {
    this.#editor = editor;
    this.#running = running;
    this.#evaluator = evaluator;
    this.#options = options;
    this.#cleanUp = cleanUp;
  }

  /** Starts the editor and the browser; windows are opened by `openWindow`. */
  static async start(options: EditorRunnerOptions): Promise<EditorRunner> {
    const temporary = await tempDirectory('ed');
    const scratch = options.scratch ?? temporary.path;
    const extensionsDir = path.join(scratch, 'extensions');
    const cleanUp = () => temporary.dispose();
    try {
      const evaluator = await HostEvaluator.install(extensionsDir, temporary.join('eval'));
      const editor = await startEditor({
        userDataDir: path.join(scratch, 'user-data'),
        extensionsDir,
        folder: options.folder,
        env: {
          HOME: await temporary.makeDirectory('home'),
          MEMORY_BRIDGE_HOME: options.home,
          MEMORY_BRIDGE_PORT: String(await portOf(options.home)),
          ...gitEnvironment,
          // An editor asked to do git's editing would wait for a person.
          GIT_EDITOR: 'true',
          ...evaluator.environment,
          ...options.env,
        },
        ...(options.vsix !== undefined && { vsix: [options.vsix] }),
        ...(options.settings && { settings: options.settings }),
        ...(options.workspaceTrust && { workspaceTrust: true }),
        ...(options.reconnectionGraceSeconds !== undefined && {
          reconnectionGraceSeconds: options.reconnectionGraceSeconds,
        }),
      });
      const running = await launchBrowser().catch(async (error: unknown) => {
        await editor.stop();
        throw error;
      });
      return new EditorRunner(editor, running, evaluator, options, cleanUp);
    } catch (error) {
      await cleanUp();
      throw error;
    }
  }

  get origin(): string {
    return this.#editor.origin;
  }

  /** Process id of the editor's server; the extension hosts are below it. */
  get pid(): number {
    return this.#editor.pid;
  }

  get userDataDir(): string {
    return this.#editor.userDataDir;
  }

  get extensionsDir(): string {
    return this.#editor.extensionsDir;
  }

  /** The windows that are open. */
  get windows(): EditorWindow[] {
    return [...this.#windows];
  }

  get browser(): Browser {
    return this.#running.browser;
  }

  /** Merges into the user settings of this profile; open windows have them when this returns. */
  async setSettings(settings: Record<string, unknown>): Promise<void> {
    await writeSettings(this.#editor.userDataDir, settings);
    // This editor does not watch its settings file. A window that sets a value reads the whole file again.
    for (const window of this.#windows) await window.applySettings(settings);
  }

  /** Installs or updates a package while the editor runs, as `code --install-extension` does. */
  async installExtension(vsix: string): Promise<void> {
    await this.#editor.installExtension(vsix);
  }

  /** Opens a window in a browser profile of its own and waits until the workbench and its extension host run. */
  async openWindow({ folder = this.#options.folder }: { folder?: string } = {}): Promise<EditorWindow> {
    if (!this.browser.isConnected()) this.#running = await launchBrowser();
    const context = await this.browser.newContext({
      viewport: { width: 1280, height: 800 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    if (this.#options.source !== undefined) await runFromSource(page, this.origin, this.#options.source);
    const window = new EditorWindow(page, this.#evaluator, this.#editor.userDataDir, (settings) =>
      this.setSettings(settings),
    );
    this.#windows.add(window);
    page.once('close', () => this.#windows.delete(window));
    await window.goto(`${this.origin}/?folder=${encodeURIComponent(folder)}`);
    return window;
  }

  /** Process ids of the living extension hosts. */
  extensionHosts(): number[] {
    return extensionHostsOf(this.pid).map(({ pid }) => pid);
  }

  /** Memory servers forked by the extension hosts of this editor. */
  childServers(): ProcessInfo[] {
    return this.extensionHosts().flatMap((pid) => childServersOf(pid));
  }

  childServersOf(hostPid: number): ProcessInfo[] {
    return childServersOf(hostPid);
  }

  /** The browser dies as in a crash: no page hears of it. The next `openWindow` starts another one. */
  async killBrowser(): Promise<void> {
    const root = this.#running.pid;
    const below = descendantsOf(root);
    const disconnected = new Promise((resolve) => this.browser.once('disconnected', resolve));
    process.kill(root, 'SIGKILL');
    this.#windows.clear();
    await Promise.all([disconnected, waitForExit(root), ...below.map(({ pid }) => endProcess(pid, 0))]);
  }

  /** Ends the browser, the editor, its extension hosts and what they started, and removes the temporary folders. */
  async stop(): Promise<void> {
    const below = descendantsOf(this.pid);
    // A window that says goodbye takes its extension host along; one that vanishes leaves a ghost to wait for.
    await Promise.allSettled([...this.#windows].map((window) => window.close()));
    await this.browser.close();
    await this.#editor.stop();
    await Promise.all(below.map(({ pid }) => endProcess(pid)));
    await this.#cleanUp();
  }
}

/** Whatever an extension host leaves behind (language servers, terminals) gets a moment, then is killed. */
async function endProcess(pid: number, graceMs = 3_000): Promise<void> {
  await waitForExit(pid, graceMs).catch(async () => {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has just ended by itself.
    }
    await waitForExit(pid);
  });
}
