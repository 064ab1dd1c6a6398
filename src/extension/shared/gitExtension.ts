import { type Event, type Extension, extensions, type Uri } from 'vscode';
import type { DisposableLike } from '../../core/disposable.ts';
import type { Logger } from '../../core/ports.ts';

/** The part of the API of VS Code's own git extension (version 1) that we use. */
export interface GitApi {
  readonly state: 'uninitialized' | 'initialized';
  readonly onDidChangeState: Event<'uninitialized' | 'initialized'>;
  readonly repositories: readonly GitRepository[];
  readonly onDidOpenRepository: Event<GitRepository>;
  readonly onDidCloseRepository: Event<GitRepository>;
  getRepository(uri: Uri): GitRepository | null;
}

export interface GitRepository {
  readonly rootUri: Uri;
  readonly state: {
    readonly HEAD: { readonly name?: string; readonly commit?: string } | undefined;
    readonly onDidChange: Event<void>;
  };
  readonly onDidCommit: Event<void>;
  /** A value of the repository's own configuration; rejects or is empty when it is not set. */
  getConfig(key: string): Promise<string>;
  getGlobalConfig(key: string): Promise<string>;
}

interface GitExports {
  readonly enabled: boolean;
  getAPI(version: 1): GitApi;
}

/** Finds the git extension when it is first needed: it may be switched off, and then there are no repositories. */
export class GitExtension {
  readonly #logger: Logger;
  #api: GitApi | undefined;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Undefined while the extension is away; it comes, for example, when the workspace becomes trusted. */
  async api(): Promise<GitApi | undefined> {
    this.#api ??= await this.#load();
    return this.#api;
  }

  /** Calls back once, when the extension is there. */
  onceAvailable(use: (api: GitApi) => void): DisposableLike {
    let isWaiting = true;
    const look = async () => {
      const api = isWaiting ? await this.api() : undefined;
      if (!api || !isWaiting) return;
      listener.dispose();
      isWaiting = false;
      use(api);
    };
    const listener = extensions.onDidChange(() => void look());
    void look();
    return {
      dispose: () => {
        isWaiting = false;
        listener.dispose();
      },
    };
  }

  async repositoryOf(uri: Uri): Promise<GitRepository | undefined> {
    return (await this.api())?.getRepository(uri) ?? undefined;
  }

  async #load(): Promise<GitApi | undefined> {
    const extension: Extension<GitExports> | undefined = extensions.getExtension('vscode.git');
    if (!extension) return undefined;
    try {
      const exports = await extension.activate();
      return exports.enabled ? exports.getAPI(1) : undefined;
    } catch (error) {
      this.#logger.warn('The git extension could not be started.', { error: String(error) });
      return undefined;
    }
  }
}
