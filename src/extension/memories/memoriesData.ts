import type { MemoryClient } from '../../client/memoryClient.ts';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { OutputOf } from '../../protocol/operation.ts';
import type { MemoryEvent } from '../../protocol/events.ts';
import type { MemoryRow } from '../../protocol/memoryRecord.ts';
import { listRemindersOperation } from '../../protocol/operations/memories/listReminders.ts';
import { statsOperation } from '../../protocol/operations/system/stats.ts';
import { CombinedLive } from '../shared/live/combinedLive.ts';
import type { LiveQueries } from '../shared/live/liveQueries.ts';
import type { Live, LiveQuery } from '../shared/live/liveQuery.ts';
import { isWithin } from '../shared/live/eventScope.ts';
import type { FolderLists } from '../shared/memory/folderLists.ts';
import { projectsOf } from '../shared/memory/folderRows.ts';
import type { ArchivedMemories, DueMemory, MemoriesSnapshot, OtherProject } from './memoryGroups.ts';

type Reminders = OutputOf<typeof listRemindersOperation>['reminders'];

/** What is listed here, or found anywhere. */
type Listing = Omit<MemoriesSnapshot, 'others'>;

const nothing: Omit<Listing, 'found'> = {
  due: [],
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

  /** Time has gone on: something may be due that was not. */
  look(): void {
    if (this.#filter === '' && this.#listing.state.value) this.#listing.invalidate();
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
    const [due, here, archived] = await Promise.all([
      this.#fetchDue(signal),
      this.#lists.ofFolders({ status: ['active'] }, signal),
      this.#fetchArchived(signal),
    ]);
    return { ...here, due, archived, found: undefined };
  }

  /** Of each open folder, and of none; what is due in several is shown once, since the first of its times. */
  async #fetchDue(signal: AbortSignal): Promise<DueMemory[]> {
    const answers = await Promise.all(
      this.#lists.projects.map((project) => this.#fetchReminders(project, signal)),
    );
    const due = new Map<string, DueMemory>();
    for (const each of answers.flat().sort((a, b) => a.at - b.at)) {
      const { what: _what, at, isDue: _isDue, recurrence: _recurrence, ...memory } = each;
      if (!due.has(memory.id)) due.set(memory.id, { memory, since: at });
    }
    return [...due.values()];
  }

  async #fetchReminders(project: string | undefined, signal: AbortSignal): Promise<Reminders> {
    const where = project === undefined ? {} : { project };
    try {
      const options = { ...where, signal };
      const input = { ...where, days: 0 };
      return (await this.#client.call(listRemindersOperation, input, options)).result.reminders;
    } catch (error) {
      // An owner of before has no reminders.
      if (MemoryBridgeError.is(error, 'unknown_operation')) return [];
      throw error;
    }
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
