import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MemoryClient } from '../../../src/client/memoryClient.ts';
import { BlockersData } from '../../../src/extension/blockers/blockersData.ts';
import { InboxData } from '../../../src/extension/inbox/inboxData.ts';
import { MemoriesData } from '../../../src/extension/memories/memoriesData.ts';
import { LiveQueries } from '../../../src/extension/shared/live/liveQueries.ts';
import { FolderLists } from '../../../src/extension/shared/memory/folderLists.ts';
import { Listeners } from '../../../src/extension/shared/platform/listeners.ts';
import type { MemoryEvent } from '../../../src/protocol/events.ts';
import type { MemoryRow } from '../../../src/protocol/memoryRecord.ts';
import { makeMemoryRow } from '../../../dev/memory/makeMemoryRow.ts';

type Changed = Extract<MemoryEvent, { kind: 'memories' }>;
type Asked = Record<string, unknown> & { project?: string; status?: string[]; category?: string };

const app = 'host/group/app';
const other = 'host/group/other';

/** Views of the folder /app, and a server that answers from a list and notes what it was asked. */
class Window {
  rows: MemoryRow[] = [];
  /** What the server says /app is a folder of. */
  project = app;
  asked: string[] = [];
  readonly #events = new Listeners<MemoryEvent>();
  readonly #live: LiveQueries;
  readonly #lists: FolderLists;
  readonly memories: MemoriesData;
  readonly blockers: BlockersData;
  readonly inbox: InboxData;

  constructor(paths: readonly string[] = ['/app']) {
    const folders = () => paths.map((path) => ({ name: path.slice(1), path }));
    const client = {
      onEvent: (listener: (event: MemoryEvent) => void) => this.#events.add(listener),
      call: async ({ name }: { name: string }, input: Asked) => ({ result: this.#answer(name, input) }),
    } as unknown as MemoryClient;
    this.#live = new LiveQueries(client);
    const logger = { debug: () => {} } as never;
    this.#lists = new FolderLists({ client, folders, logger, onMoved: () => this.#live.invalidate() });
    this.memories = new MemoriesData(client, this.#live, this.#lists);
    this.blockers = new BlockersData(this.#live, this.#lists);
    this.inbox = new InboxData(this.#live, this.#lists, folders);
  }

  /** As when all views are open. */
  async open(): Promise<void> {
    await Promise.all([this.memories.live.ready(), this.blockers.live.ready(), this.inbox.live.ready()]);
    this.asked = [];
  }

  /** What is asked because of an event, sorted. */
  async after(event: Partial<Changed> | MemoryEvent): Promise<string[]> {
    this.asked = [];
    this.#events.fire({
      kind: 'memories',
      ids: ['new'],
      projects: [app],
      categories: ['fact'],
      changeGroup: 'g',
      action: 'create',
      actorKind: 'agent',
      ...event,
    } as MemoryEvent);
    await vi.advanceTimersByTimeAsync(3_000);
    return this.asked.toSorted();
  }

  dispose(): void {
    this.#lists.dispose();
    this.#live.dispose();
  }

  #answer(name: string, input: Asked): unknown {
    const { status = [], category, project, detail = 'full', limit } = input;
    if (name === 'stats') {
      this.asked.push('counts');
      return {
        byProject: [
          { project: other, count: 7 },
          { project: this.project, count: 1 },
        ],
      };
    }
    // Comes with the lists, and is asked for as they are.
    if (name === 'list_reminders') return { reminders: [], project: null };
    if (detail !== 'row') throw new Error('A tree asks for rows, not for whole memories.');
    this.asked.push(limit === 1 ? 'whose folder' : `${category ?? status.join('+')}s`);
    const rows = this.rows.filter(
      (row) => status.includes(row.status) && (category === undefined || row.category === category),
    );
    return {
      memories: [],
      rows,
      total: rows.length,
      nextCursor: null,
      project: project ? this.project : null,
    };
  }
}

const all = ['actives', 'archiveds', 'blockers', 'candidates'];

describe('views of a folder', () => {
  let window: Window;
  beforeEach(() => {
    vi.useFakeTimers();
    window = new Window();
  });
  afterEach(() => {
    window.dispose();
    vi.useRealTimers();
  });

  it.each<[string, MemoryEvent]>([
    ['a session', { kind: 'sessions', ids: ['s'] }],
    ['a loop', { kind: 'loops', ids: ['l'] }],
    ['the configuration', { kind: 'config' }],
    ['the model', { kind: 'embedding' }],
    ['nothing', { kind: 'heartbeat' }],
  ])('ask nothing after news of %s', async (_what, event) => {
    await window.open();
    expect(await window.after(event)).toEqual([]);
    // A new stream: nobody knows what was missed.
    expect(await window.after({ kind: 'hello', dataDirId: 'd', epoch: 2, version: '1' })).toEqual(
      [...all, 'counts'].toSorted(),
    );
  });

  it('ask for no memories after a change in another project, only how many it has', async () => {
    await window.open();
    for (const project of [other, 'host/never/heard/of'])
      expect(await window.after({ projects: [project] })).toEqual(['counts', 'whose folder']);
    // The same here.
    expect(await window.after({ projects: [app], categories: ['blocker'] })).toEqual(all);
    expect(await window.after({ projects: [null], categories: ['blocker'] })).toEqual(all);
    expect(await window.after({ projects: [other, app], categories: ['blocker'] })).toEqual(
      [...all, 'counts', 'whose folder'].toSorted(),
    );
  });

  it('ask for blockers only when one is, or was, among what has changed', async () => {
    const blocker = makeMemoryRow({ category: 'blocker', project: app });
    window.rows = [blocker];
    await window.open();
    const rest = ['actives', 'archiveds', 'candidates'];
    expect(await window.after({ categories: ['fact'] })).toEqual(rest);
    expect(await window.after({ categories: ['fact', 'blocker'] })).toEqual(all);
    // An edit made it a fact.
    expect(await window.after({ categories: ['fact'], ids: [blocker.id] })).toEqual(all);
  });

  it('hear of memories that are kept under an earlier name of their project', async () => {
    window.rows = [makeMemoryRow({ project: 'folder:/app' })];
    await window.open();
    expect(await window.after({ projects: ['folder:/app'] })).toContain('actives');
    window.rows = [];
    await window.after({ projects: [app] });
    expect(await window.after({ projects: ['folder:/app'] })).not.toContain('actives');
  });

  it('are asked for again when the folder turns out to be of another project', async () => {
    await window.open();
    window.project = 'host/group/moved';
    window.rows = [makeMemoryRow({ project: window.project, title: 'said by an agent' })];
    expect(await window.after({ projects: [window.project] })).toEqual(
      expect.arrayContaining([...all, 'whose folder']),
    );
    expect(window.memories.live.state.value?.folders[0]?.memories).toMatchObject([
      { title: 'said by an agent' },
    ]);
    // From then on that is where it is.
    expect(await window.after({ projects: [window.project] })).not.toContain('whose folder');
    expect(await window.after({ projects: [app] })).not.toContain('actives');
  });

  it('follow every project while words are sought in all of them, and where no folder is open', async () => {
    await window.open();
    window.memories.filter = 'kafka';
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await window.after({ projects: [other] })).toContain('actives');
    window.memories.filter = '';
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await window.after({ projects: [other] })).not.toContain('actives');

    const empty = new Window([]);
    await empty.open();
    expect(await empty.after({ projects: [other] })).toEqual(['candidates', 'counts']);
    empty.dispose();
  });
});
