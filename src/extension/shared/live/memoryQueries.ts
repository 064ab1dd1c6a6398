import type { CallOptions, MemoryClient } from '../../../client/memoryClient.ts';
import { Disposable } from '../../../core/disposable.ts';
import type { Status } from '../../../core/memory/memory.ts';
import type { MemoryEvent } from '../../../protocol/events.ts';
import type { EmbeddingStatus } from '../../../protocol/embeddingStatus.ts';
import type { MemoryRecord } from '../../../protocol/memoryRecord.ts';
import type { InputOf, OutputOf } from '../../../protocol/operation.ts';
import { listMemoriesOperation } from '../../../protocol/operations/memories/listMemories.ts';
import { loopOperation } from '../../../protocol/operations/loops/loop.ts';
import { reviewInboxOperation } from '../../../protocol/operations/inbox/reviewInbox.ts';
import { serverStatusOperation } from '../../../protocol/operations/system/serverStatus.ts';
import { statsOperation } from '../../../protocol/operations/system/stats.ts';
import type { WorkspaceFolderPath } from '../platform/workspaceFolders.ts';
import type {
  ArchivedMemories,
  FolderMemories,
  FoundMemories,
  MemoriesSnapshot,
  OtherProject,
} from '../../memories/memoryGroups.ts';
import { LiveQuery } from './liveQuery.ts';

/** The largest page that the server gives. */
const fetchLimit = 1000;

export interface BlockersSnapshot {
  readonly folders: readonly FolderMemories[];
  readonly global: readonly MemoryRecord[];
}

export type Loops = OutputOf<typeof loopOperation>['loops'];

type Folders = () => readonly WorkspaceFolderPath[];
interface ListOptions {
  readonly status: Status[];
  readonly category?: 'blocker';
}

type ListInput = Omit<InputOf<typeof listMemoriesOperation>, 'limit' | 'cursor'>;

/** What the views show, each answer kept up to date by events. */
export class MemoryQueries extends Disposable {
  readonly #client: MemoryClient;
  readonly #folders: Folders;
  #filter = '';
  readonly memories: LiveQuery<MemoriesSnapshot>;
  readonly blockers: LiveQuery<BlockersSnapshot>;
  readonly inbox: LiveQuery<readonly MemoryRecord[]>;
  readonly loops: LiveQuery<Loops>;
  readonly embedding: LiveQuery<EmbeddingStatus>;

  constructor(client: MemoryClient, folders: Folders) {
    super();
    this.#client = client;
    this.#folders = folders;
    this.memories = this._register(
      new LiveQuery(client, { fetch: (signal) => this.#fetchMemories(signal), isAffectedBy: isMemoryChange }),
    );
    this.blockers = this._register(
      new LiveQuery(client, {
        fetch: (signal) =>
          this.#fetchFolders({ status: ['active', 'resolved'], category: 'blocker' }, signal),
        // An edit can turn a blocker into something else, so the category alone does not decide.
        isAffectedBy: isMemoryChange,
      }),
    );
    this.inbox = this._register(
      new LiveQuery(client, { fetch: (signal) => this.#fetchInbox(signal), isAffectedBy: isMemoryChange }),
    );
    this.loops = this._register(
      new LiveQuery(client, {
        fetch: (signal) => this.#fetchLoops(signal),
        isAffectedBy: (event) => event.kind === 'loops',
      }),
    );
    this.embedding = this._register(
      new LiveQuery(client, {
        fetch: async (signal) => (await client.call(serverStatusOperation, {}, { signal })).result.embedding,
        isAffectedBy: ({ kind }) => kind === 'embedding' || kind === 'config',
      }),
    );
  }

  get filter(): string {
    return this.#filter;
  }

  /** Only memories with these words, in every project; empty for all. */
  set filter(text: string) {
    if (text === this.#filter) return;
    this.#filter = text;
    this.memories.invalidate();
  }

  /** Everything again: folders have changed, or a person asked for it. */
  invalidate(): void {
    for (const query of [this.memories, this.blockers, this.inbox, this.loops, this.embedding])
      query.invalidate();
  }

  /** Memories of another project, for the moment when its row is unfolded. */
  async otherProject(project: string): Promise<readonly MemoryRecord[]> {
    const { memories } = await this.#list({ project, status: ['active'] }, { project });
    return memories.filter((memory) => memory.project !== null);
  }

  async #fetchMemories(signal: AbortSignal): Promise<MemoriesSnapshot> {
    const text = this.#filter;
    if (text !== '') return { ...nothing, found: await this.#find(text, signal) };
    const [here, others, archived] = await Promise.all([
      this.#fetchFolders({ status: ['active'] }, signal),
      this.#countProjects(signal),
      this.#fetchArchived(signal),
    ]);
    const open = new Set(here.folders.map((folder) => folder.project));
    return {
      ...here,
      others: others.filter((each) => !open.has(each.project)),
      archived,
      found: undefined,
    };
  }

  /** Pages are cut by the length of what is in them; all of them are asked for, as far as the views show them. */
  async #list(input: ListInput, options: CallOptions): Promise<OutputOf<typeof listMemoriesOperation>> {
    const ask = async (cursor: string | null, listed: number) => {
      const page = { ...input, limit: fetchLimit - listed, ...(cursor === null ? {} : { cursor }) };
      return (await this.#client.call(listMemoriesOperation, page, options)).result;
    };
    let result = await ask(null, 0);
    while (result.nextCursor !== null && result.memories.length < fetchLimit) {
      const next = await ask(result.nextCursor, result.memories.length);
      result = { ...next, memories: [...result.memories, ...next.memories] };
    }
    return result;
  }

  /** In every project, ranked by the server; what the open folders would show comes first. */
  async #find(text: string, signal: AbortSignal): Promise<FoundMemories> {
    const sought = { text, order: 'relevance', status: ['active'] } as const;
    const list = async (where: { project: string } | { all_projects: true }) => {
      const input = { ...sought, status: [...sought.status], ...where };
      return (await this.#list(input, { signal })).memories;
    };
    const [all, ...ofFolders] = await Promise.all([
      list({ all_projects: true }),
      ...this.#folders().map(({ path }) => list({ project: path })),
    ]);
    const ids = new Set(ofFolders.flat().map(({ id }) => id));
    const isHere = ({ id, project }: MemoryRecord): boolean => project === null || ids.has(id);
    return { here: all.filter(isHere), elsewhere: all.filter((memory) => !isHere(memory)) };
  }

  async #fetchArchived(signal: AbortSignal): Promise<ArchivedMemories> {
    const { folders, global } = await this.#fetchFolders({ status: ['archived'] }, signal);
    return {
      memories: [...folders.flatMap(({ memories }) => memories), ...global].sort(
        (a, b) => b.updatedAt - a.updatedAt,
      ),
      isPartial: folders.some(({ isPartial }) => isPartial),
    };
  }

  /** A list of the project of each folder; global memories come with each of them and are taken out once. */
  async #fetchFolders(options: ListOptions, signal: AbortSignal): Promise<BlockersSnapshot> {
    const folders = this.#folders();
    if (folders.length === 0) {
      const { memories } = await this.#list({ ...options, scope: 'global' }, { signal });
      return { folders: [], global: memories };
    }
    const answers = await Promise.all(
      folders.map(async (folder) => {
        const input = { ...options, project: folder.path };
        const result = await this.#list(input, { project: folder.path, signal });
        return { folder, result };
      }),
    );
    const global = new Map<string, MemoryRecord>();
    for (const { result } of answers)
      for (const memory of result.memories) if (memory.project === null) global.set(memory.id, memory);
    // Two folders of one repository are one project: its memories stand below the first of them.
    const seen = new Set<string>();
    const list: FolderMemories[] = [];
    for (const { folder, result } of answers) {
      const project = result.project;
      if (project !== null && seen.has(project)) continue;
      if (project !== null) seen.add(project);
      list.push({
        name: folder.name,
        path: folder.path,
        project,
        memories: result.memories.filter((memory) => memory.project !== null),
        isPartial: result.nextCursor !== null,
      });
    }
    return { folders: list, global: [...global.values()] };
  }

  async #countProjects(signal: AbortSignal): Promise<OtherProject[]> {
    const { result } = await this.#client.call(statsOperation, {}, { signal });
    return result.byProject.flatMap(({ project, count }) =>
      project === null || count === 0 ? [] : [{ project, count }],
    );
  }

  async #fetchInbox(signal: AbortSignal): Promise<readonly MemoryRecord[]> {
    const folders = this.#folders();
    const inputs =
      folders.length === 0
        ? [{ action: 'list' as const, all_projects: true }]
        : folders.map(({ path }) => ({ action: 'list' as const, project: path }));
    const answers = await Promise.all(
      inputs.map(async (input) => (await this.#client.call(reviewInboxOperation, input, { signal })).result),
    );
    const found = new Map(answers.flatMap(({ memories }) => memories).map((memory) => [memory.id, memory]));
    return [...found.values()];
  }

  async #fetchLoops(signal: AbortSignal): Promise<Loops> {
    const folders = this.#folders();
    const answers = await Promise.all(
      folders.map(
        async ({ path }) =>
          (await this.#client.call(loopOperation, { action: 'status', project: path }, { signal })).result,
      ),
    );
    return answers.flatMap(({ loops }) => loops);
  }
}

const nothing: Omit<MemoriesSnapshot, 'found'> = {
  folders: [],
  global: [],
  others: [],
  archived: { memories: [], isPartial: false },
};

function isMemoryChange(event: MemoryEvent): boolean {
  return event.kind === 'memories';
}
