import type { LiveQueries } from '../shared/live/liveQueries.ts';
import type { LiveQuery } from '../shared/live/liveQuery.ts';
import { isWithin, type EventScope } from '../shared/live/eventScope.ts';
import type { FolderLists } from '../shared/memory/folderLists.ts';
import { type FolderRows, projectsOf } from '../shared/memory/folderRows.ts';
import { openBlockers } from './blockerGroups.ts';

/** Open and resolved blockers of the open folders. */
export class BlockersData {
  readonly live: LiveQuery<FolderRows>;

  constructor(live: LiveQueries, lists: FolderLists) {
    this.live = live.add<FolderRows>({
      fetch: (signal) => lists.ofFolders({ status: ['active', 'resolved'], category: 'blocker' }, signal),
      isAffectedBy: (event, rows) => isWithin(event, scopeOf(rows)),
    });
  }

  get openCount(): number {
    return openBlockers(this.live.state.value);
  }
}

function scopeOf(rows: FolderRows | undefined): EventScope {
  if (!rows) return { projects: undefined };
  const projects = projectsOf(rows);
  // Of those that are not shown nobody knows which ones they are.
  if (rows.folders.some(({ isPartial }) => isPartial)) return { projects };
  const shown = [...rows.folders.flatMap(({ memories }) => memories), ...rows.global];
  return { projects, category: 'blocker', ids: new Set(shown.map(({ id }) => id)) };
}
