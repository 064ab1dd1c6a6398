import type { CallOptions, MemoryClient } from '../../../client/memoryClient.ts';
import { Disposable } from '../../../core/disposable.ts';
import type { Logger } from '../../../core/ports.ts';
import type { MemoryEvent } from '../../../protocol/events.ts';
import type { MemoryRow } from '../../../protocol/memoryRecord.ts';
import type { InputOf } from '../../../protocol/operation.ts';
import { listMemoriesOperation } from '../../../protocol/operations/memories/listMemories.ts';
import { Debouncer } from '../platform/debounce.ts';
import type { WorkspaceFolderPath } from '../platform/workspaceFolders.ts';
import { type FolderRows, rowsByFolder } from './folderRows.ts';

/** The largest page that the server gives, and the most that a view shows of one list. */
const fetchLimit = 1000;
const quietMs = 200;
const longestMs = 1000;

export type RowsInput = Omit<InputOf<typeof listMemoriesOperation>, 'limit' | 'cursor' | 'detail'>;

interface Listed {
  readonly rows: readonly MemoryRow[];
  readonly project: string | null;
  readonly isPartial: boolean;
}

export interface FolderListsParts {
  readonly client: MemoryClient;
  readonly folders: () => readonly WorkspaceFolderPath[];
  readonly logger: Logger;
  /** A folder is of another project now, so that nothing that is shown can be relied on. */
  readonly onMoved: () => void;
}

/**
 * Memories of the open folders as rows. What they say is fetched one by one.
 *
 * Views pass by changes in projects that they do not show, and a folder comes to another project when its repository gets
 * a remote. So a change elsewhere has it looked at whether the folders are still where they were.
 */
export class FolderLists extends Disposable {
  readonly #parts: FolderListsParts;
  /** Path of an open folder -> its project, as the last answer named it. */
  readonly #projects = new Map<string, string | null>();
  readonly #later = this._register(new Debouncer(() => void this.#look(), quietMs, longestMs));

  constructor(parts: FolderListsParts) {
    super();
    this.#parts = parts;
    this._register(
      parts.client.onEvent((event) => {
        if (this.#projects.size > 0 && this.#isElsewhere(event)) this.#later.call();
      }),
    );
  }

  /** What to name as the project of a call, once for each open folder; undefined where none is open. */
  get projects(): readonly (string | undefined)[] {
    const paths = this.#parts.folders().map(({ path }) => path);
    return paths.length === 0 ? [undefined] : paths;
  }

  async list(input: RowsInput, options: CallOptions, limit = fetchLimit): Promise<Listed> {
    const all = { ...input, detail: 'row', limit } as const;
    const { result } = await this.#parts.client.call(listMemoriesOperation, all, options);
    if (this.#parts.folders().some(({ path }) => path === input.project))
      this.#projects.set(input.project ?? '', result.project);
    return { rows: result.rows ?? [], project: result.project, isPartial: result.nextCursor !== null };
  }

  /** A list of the project of each folder, and global memories once. Without folders only those. */
  async ofFolders(input: RowsInput, signal: AbortSignal): Promise<FolderRows> {
    const folders = this.#parts.folders();
    if (folders.length === 0) {
      const { rows } = await this.list({ ...input, scope: 'global' }, { signal });
      return { folders: [], global: rows };
    }
    const answers = await Promise.all(
      folders.map(async (folder) => {
        const options = { project: folder.path, signal };
        return { folder, ...(await this.list({ ...input, project: folder.path }, options)) };
      }),
    );
    return rowsByFolder(answers);
  }

  /** In every project, best first; `here` are those that the open folders would show. */
  async found(text: string, signal: AbortSignal): Promise<{ here: MemoryRow[]; elsewhere: MemoryRow[] }> {
    const sought = { text, order: 'relevance' as const, status: ['active' as const] };
    const list = async (where: { project: string } | { all_projects: true }) =>
      (await this.list({ ...sought, ...where }, { signal })).rows;
    const [all, ...ofFolders] = await Promise.all([
      list({ all_projects: true }),
      ...this.#parts.folders().map(({ path }) => list({ project: path })),
    ]);
    const ids = new Set(ofFolders.flat().map(({ id }) => id));
    const isHere = ({ id, project }: MemoryRow): boolean => project === null || ids.has(id);
    return { here: all.filter(isHere), elsewhere: all.filter((row) => !isHere(row)) };
  }

  #isElsewhere(event: MemoryEvent): boolean {
    const here = new Set(this.#projects.values()).add(null);
    return event.kind === 'memories' && event.projects.some((project) => !here.has(project));
  }

  async #look(): Promise<void> {
    const before = new Map(this.#projects);
    try {
      for (const { path } of this.#parts.folders())
        // The answer that costs least: what waits for review is little.
        await this.list({ project: path, status: ['candidate'] }, { project: path }, 1);
    } catch (error) {
      // After a reconnect everything is asked for again in any case.
      this.#parts.logger.debug('The projects of the folders are not known.', { error: String(error) });
    }
    const hasMoved = [...this.#projects].some(([path, project]) => before.get(path) !== project);
    if (hasMoved && !this.isDisposed) this.#parts.onMoved();
  }
}
