import { dataHeader, nameOf } from '../../core/memory/memoryLine.ts';
import { dueThings } from '../../core/reminder/dueThings.ts';
import { momentName, ownTimeZone } from '../../core/reminder/zonedTime.ts';
import { ageLabel } from '../../core/text/ageLabel.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { listRemindersOperation } from '../../protocol/operations/memories/listReminders.ts';
import { toMemoryRow } from '../../recall/memoryRecords.ts';
import { visibleProjects } from '../../recall/visibility.ts';
import type { MemoryFilter } from '../../store/ports/memoryFilter.ts';
import type { QueryOperation } from '../operation.ts';
import { withProjectNote } from '../shared/rendering.ts';

const day = 24 * 60 * 60_000;
/** More than anybody reads. */
const most = 200;

export const listReminders: QueryOperation<typeof listRemindersOperation> = {
  definition: listRemindersOperation,

  async run(input, { now, project, sessionId }, unit) {
    const until = now + input.days * day;
    const filter: MemoryFilter = {
      statuses: ['active', 'resolved'],
      seenFrom: sessionId ?? null,
      ...(input.all_projects ? {} : { projects: visibleProjects(project) }),
    };
    const reminded = await unit.memories.findDue(until, filter, most);
    const stale = await unit.memories.findUnreviewed(until, filter, most);
    const visible = new Map([...reminded, ...stale].map((memory) => [memory.id, memory]));
    return {
      reminders: dueThings([...visible.values()], until).map(({ memory, what, at }) => ({
        ...toMemoryRow(memory),
        what,
        at,
        isDue: at <= now,
        recurrence: what === 'reminder' ? (memory.reminder?.recurrence?.split('@')[0] ?? null) : null,
      })),
      project: input.all_projects ? null : (project?.id ?? null),
    };
  },

  render({ reminders }, { all_projects, days }, context) {
    const note = (text: string): string => (all_projects ? text : withProjectNote(text, context));
    if (reminders.length === 0) return note(`Nothing is due, nor in the next ${days} days.`);
    const zone = ownTimeZone();
    const lines = reminders.map((each) => {
      const age = ageLabel(each.at, context.now);
      const when = each.isDue ? `due since ${age}` : momentName(each.at, zone);
      const again = each.recurrence === null ? '' : ` · ${each.recurrence}`;
      return oneLine(`${nameOf(each)} · ${each.what === 'review' ? 'review' : 'reminder'} ${when}${again}`);
    });
    return note([dataHeader, ...lines].join('\n'));
  },
};
