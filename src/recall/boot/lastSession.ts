import { projectKeys, type Project } from '../../core/project/project.ts';
import { cutAtWord } from '../../core/memory/memoryTitle.ts';
import type { Session } from '../../core/session/session.ts';
import type { HandOverRecord } from '../../protocol/operations/sessions/sessionRecord.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';
import { handOverLines } from './handOver.ts';

/**
 * The session whose work is offered to this one: the last that was wrapped up and that nobody has taken up, as long as no
 * other session has begun since. So it is offered to the next one alone, and to that one however often it asks.
 */
export async function findLastSession(
  unit: ReadUnit,
  project: Project | undefined,
  own: string | undefined,
): Promise<Session | undefined> {
  if (!project) return undefined;
  const left = await unit.sessions.findHandOver(projectKeys(project));
  if (!left?.handOver || left.id === own) return undefined;
  const later = await unit.sessions.list({ project: project.id, startedAfter: left.handOver.at });
  const [next] = later.toSorted((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1));
  return next === undefined || next.id === own ? left : undefined;
}

const longestItem = 120;
const longestSummary = 240;
const maxItems = 6;

/** As much as a boot context has room for; session_continue has all of it. */
export function lastSessionLines(left: HandOverRecord): string[] {
  const open = left.open.slice(0, maxItems).map((item) => cutAtWord(item, longestItem));
  const more = left.open.length - open.length;
  return [
    ...handOverLines({
      ...left,
      summary: left.summary && cutAtWord(left.summary, longestSummary),
      done: [],
      open: more > 0 ? [...open, `and ${more} more`] : open,
      next: left.next && cutAtWord(left.next, longestItem),
      held: left.held.slice(0, maxItems).map((item) => item.slice(0, longestItem)),
    }),
    'session_continue takes it up.',
  ];
}
