import type { MemoryEvent } from '../../../protocol/events.ts';

export interface EventScope {
  /** As memories name them, null for those that hold everywhere; undefined for all projects. */
  readonly projects: ReadonlySet<string | null> | undefined;
  /** Undefined for all of them. */
  readonly category?: string;
  /** What is shown now: an edit can have taken it out of the category. */
  readonly ids?: ReadonlySet<string>;
}

/** Whether a change of memories can be seen in a view that shows no more than this. */
export function isWithin(event: MemoryEvent, { projects, category, ids }: EventScope): boolean {
  if (event.kind !== 'memories') return false;
  if (projects && !event.projects.some((project) => projects.has(project))) return false;
  return (
    category === undefined ||
    event.categories.includes(category) ||
    event.ids.some((id) => ids?.has(id) === true)
  );
}
