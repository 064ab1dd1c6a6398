import type { Memory } from '../../core/memory/memory.ts';
import { visibleProjects } from '../../recall/visibility.ts';
import type { MemoryFilter } from '../../store/ports/memoryFilter.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';
import type { QueryContext } from '../operation.ts';
import { counted, withProjectNote } from '../shared/rendering.ts';

/** Candidates of one answer; accepting all takes as many, and says how many remain. */
const mostCandidates = 500;

/** Of which projects the candidates are meant. */
export interface InboxScope {
  readonly all_projects: boolean;
}

/** What waits for a person, as far as a caller means it. */
export class Waiting {
  readonly #filter: MemoryFilter;

  constructor({ all_projects }: InboxScope, { project }: Pick<QueryContext, 'project'>) {
    this.#filter = {
      statuses: ['candidate'],
      ...(all_projects ? {} : { projects: visibleProjects(project) }),
    };
  }

  async list({ memories }: ReadUnit): Promise<Memory[]> {
    return (await memories.list(this.#filter, { limit: mostCandidates })).memories;
  }

  async count({ memories }: ReadUnit): Promise<number> {
    return (await memories.list(this.#filter, { limit: 1 })).total;
  }
}

export const sayRemaining = (remaining: number): string =>
  remaining === 0 ? 'The Inbox is empty.' : `${counted(remaining, 'candidate')} in the Inbox.`;

export const withScopeNote = (
  text: string,
  { all_projects }: InboxScope,
  context: Pick<QueryContext, 'project'>,
): string => (all_projects ? text : withProjectNote(text, context));
