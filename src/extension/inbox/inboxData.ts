import type { MemoryRow } from '../../protocol/memoryRecord.ts';
import type { LiveQueries } from '../shared/live/liveQueries.ts';
import type { LiveQuery } from '../shared/live/liveQuery.ts';
import { isWithin } from '../shared/live/eventScope.ts';
import type { FolderLists } from '../shared/memory/folderLists.ts';
import type { WorkspaceFolderPath } from '../shared/platform/workspaceFolders.ts';

/** The most that one answer has, and that one `Accept All` takes. */
const atMost = 500;

export interface Candidates {
  readonly rows: readonly MemoryRow[];
  /** Whose they are; undefined for all projects. */
  readonly projects: ReadonlySet<string | null> | undefined;
}

/** What waits for a yes or a no: of the open folders, or of all projects where none is open. */
export class InboxData {
  readonly #lists: FolderLists;
  readonly #folders: () => readonly WorkspaceFolderPath[];
  readonly live: LiveQuery<Candidates>;

  constructor(live: LiveQueries, lists: FolderLists, folders: () => readonly WorkspaceFolderPath[]) {
    this.#lists = lists;
    this.#folders = folders;
    this.live = live.add<Candidates>({
      fetch: (signal) => this.#fetch(signal),
      isAffectedBy: (event, known) => isWithin(event, { projects: known?.projects }),
    });
  }

  get count(): number {
    return this.live.state.value?.rows.length ?? 0;
  }

  async #fetch(signal: AbortSignal): Promise<Candidates> {
    const folders = this.#folders();
    const list = async (where: { project: string } | { all_projects: true }) =>
      this.#lists.list({ status: ['candidate'], ...where }, { signal }, atMost);
    if (folders.length === 0) return { rows: (await list({ all_projects: true })).rows, projects: undefined };
    const answers = await Promise.all(folders.map(({ path }) => list({ project: path })));
    const rows = new Map(answers.flatMap((each) => each.rows).map((row) => [row.id, row]));
    const projects = [...answers, ...rows.values()].map(({ project }) => project);
    return { rows: [...rows.values()], projects: new Set([null, ...projects]) };
  }
}
