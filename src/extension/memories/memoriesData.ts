import type { MemoryClient } from '../../client/memoryClient.ts';
import type { MemoryEvent } from '../../protocol/events.ts';
import type { MemoryRow } from '../../protocol/memoryRecord.ts';
import { statsOperation } from '../../protocol/operations/system/stats.ts';
import { CombinedLive } from '../shared/live/combinedLive.ts';
import type { LiveQueries } from '../shared/live/liveQueries.ts';
import type { Live, LiveQuery } from '../shared/live/liveQuery.ts';
import { isWithin } from '../shared/live/eventScope.ts';
import type { FolderLists } from '../shared/memory/folderLists.ts';
import { projectsOf } from '../shared/memory/folderRows.ts';
import type { ArchivedMemories, MemoriesSnapshot, OtherProject } from './memoryGroups.ts';

/** What is listed here, or found anywhere. */
type Listing = Omit<MemoriesSnapshot, 'others'>;

const nothing: Omit<Listing, 'found'> = {
  folders: [],
  global: [],
  archived: { memories: [], isPartial: false },
};

/**
 * What the Memories view shows. A change in another project has only the numbers of the projects asked for again, not
 * the memories of the open folders.
 */
export class MemoriesData {
  readonly #client: MemoryClient;
  readonly #lists: FolderLists;
  readonly #listing: LiveQuery<Listing>;
  readonly live: Live<MemoriesSnapshot>;
  #filter = '';

  constructor(client: MemoryClient, live: LiveQueries, lists: FolderLists) {
    this.#client = client;
    this.#lists = lists;
    this.#listing = live.add({
      fetch: (signal) => this.#fetchListing(signal),
      isAffectedBy: (event, listing) => isWithin(event, { projects: projectsIn(listing) }),
    });
    const projects = live.add({
      fetch: (signal) => this.#countProjects(signal),
      isAffectedBy: (event) => this.#isElsewhere(event),
    });
    this.live = new CombinedLive(this.#listing, projects, (listing, counts) => {
      const open = new Set(listing.folders.map((folder) => folder.project));
      const others = listing.found ? [] : counts.filter((each) => !open.has(each.project));
      return { ...listing, others };
    });
  }

  get filter(): string {
    return this.#filter;
  }

  /** Only memories with these words, in every project; empty for all. */
  set filter(text: string) {
    if (text === this.#filter) return;
    this.#filter = text;
    this.#listing.invalidate();
  }

  /** Memories of another project, for the moment when its row is unfolded. */
  async otherProject(project: string): Promise<readonly MemoryRow[]> {
    const { rows } = await this.#lists.list({ project, status: ['active'] }, { project });
    return rows.filter((row) => row.project !== null);
  }

  #isElsewhere(event: MemoryEvent): boolean {
    const here = projectsIn(this.#listing.state.value);
    return (
      event.kind === 'memories' &&
      event.projects.some((project) => project !== null && here?.has(project) !== true)
    );
  }

  async #fetchListing(signal: AbortSignal): Promise<Listing> {
    const text = this.#filter;
    if (text !== '') return { ...nothing, found: await this.#lists.found(text, signal) };
    const [here, archived] = await Promise.all([
      this.#lists.ofFolders({ status: ['active'] }, signal),
      this.#fetchArchived(signal),
    ]);
    return { ...here, archived, found: undefined };
  }

  async #fetchArchived(signal: AbortSignal): Promise<ArchivedMemories> {
    const { folders, global } = await this.#lists.ofFolders({ status: ['archived'] }, signal);
    return {
      memories: [...folders.flatMap(({ memories }) => memories), ...global].sort(
        (a, b) => b.updatedAt - a.updatedAt,
      ),
      isPartial: folders.some(({ isPartial }) => isPartial),
    };
  }

  async #countProjects(signal: AbortSignal): Promise<OtherProject[]> {
    const { result } = await this.#client.call(statsOperation, {}, { signal });
    return result.byProject.flatMap(({ project, count }) =>
      project === null || count === 0 ? [] : [{ project, count }],
    );
  }
}

/** Undefined for all projects: before there is an answer, and while words are sought in each of them. */
function projectsIn(listing: Listing | undefined): Set<string | null> | undefined {
  if (!listing || listing.found) return undefined;
  const all = projectsOf(listing);
  for (const { project } of listing.archived.memories) all.add(project);
  return all;
}
