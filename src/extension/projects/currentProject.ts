import { window, workspace } from 'vscode';
import type { MemoryClient } from '../../client/memoryClient.ts';
import type { DisposableLike } from '../../core/disposable.ts';
import { listProjectsOperation } from '../../protocol/operations/projects/listProjects.ts';
import type { ProjectRecord } from '../../protocol/operations/projects/projectRecord.ts';
import type { LiveQueries } from '../shared/live/liveQueries.ts';
import type { LiveQuery } from '../shared/live/liveQuery.ts';
import { DisposableStore } from '../shared/platform/disposableStore.ts';
import { currentFolderPath } from '../shared/platform/workspaceFolders.ts';

/** Timers of the editor do not go further, ms. */
const longest = 2 ** 31 - 1;

/** The project of the folder in which the person works, and whether memory is on in it. */
export class CurrentProject {
  readonly #live: LiveQuery<ProjectRecord | undefined>;
  #folder: string | undefined;
  #end: NodeJS.Timeout | undefined;

  constructor(client: MemoryClient, live: LiveQueries) {
    this.#live = live.add<ProjectRecord | undefined>({
      fetch: async (signal) => {
        const project = currentFolderPath();
        if (project === undefined) return undefined;
        const { result } = await client.call(listProjectsOperation, { project }, { signal });
        return result.projects[0];
      },
      isAffectedBy: ({ kind }) => kind === 'projects' || kind === 'config',
    });
  }

  get record(): ProjectRecord | undefined {
    return this.#live.state.value;
  }

  refresh(): Promise<void> {
    return this.#live.refresh();
  }

  follow(onChange: () => void): DisposableLike {
    const look = () => {
      const folder = currentFolderPath();
      if (folder === this.#folder) return;
      this.#folder = folder;
      this.#live.invalidate();
    };
    const handles = new DisposableStore(
      this.#live.onDidChange(() => {
        this.#awaitEnd();
        onChange();
      }),
      window.onDidChangeActiveTextEditor(look),
      workspace.onDidChangeWorkspaceFolders(look),
      { dispose: () => clearTimeout(this.#end) },
    );
    this.#folder = currentFolderPath();
    this.#live.start();
    return handles;
  }

  /** A pause ends by the clock, and nobody tells of it. */
  #awaitEnd(): void {
    clearTimeout(this.#end);
    const until = this.record?.until;
    if (until === null || until === undefined) return;
    const wait = Math.min(Math.max(until - Date.now(), 0) + 1_000, longest);
    this.#end = setTimeout(() => this.#live.invalidate(), wait);
    this.#end.unref();
  }
}
