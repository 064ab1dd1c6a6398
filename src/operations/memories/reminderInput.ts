import { MemoryBridgeError } from '../../core/errors.ts';
import type { Reminder } from '../../core/memory/memory.ts';
import { parseRecurrence, recurrenceForms, recurring } from '../../core/reminder/recurrence.ts';
import { parseReminderTime, reminderForms } from '../../core/reminder/reminderTime.ts';
import { isTimeZone, momentName, ownTimeZone } from '../../core/reminder/zonedTime.ts';

/** What somebody says of a reminder. */
export interface SaidReminder {
  readonly reminder_at: string;
  readonly recurrence?: string | undefined;
  readonly time_zone?: string | undefined;
}

/** The zone that a call names, else that of this machine. */
export function zoneOf(named: string | undefined): string {
  if (named === undefined) return ownTimeZone();
  if (!isTimeZone(named))
    throw refused(
      'time_zone',
      `"${named}" is no time zone that is known here. Name one such as Europe/Berlin.`,
    );
  return named;
}

/** The reminder that is meant. What is past is refused with what was understood. */
export function reminderIn(
  { reminder_at: said, recurrence, time_zone }: SaidReminder,
  now: number,
): Reminder {
  const zone = zoneOf(time_zone);
  const at = parseReminderTime(said, now, zone);
  if (at === undefined) {
    const reason = `"${said}" is no time that is understood. Say ${reminderForms}.`;
    if (!/\b(?:every|each|daily|weekly|monthly|yearly)\b/i.test(said)) throw refused('reminder_at', reason);
    const often = `recurrence: is for how often. Say ${recurrenceForms}.`;
    throw new MemoryBridgeError('invalid_input', `reminder_at: ${reason} ${often}`, {
      details: { field: 'reminder_at', fields: ['reminder_at', 'recurrence'] },
    });
  }
  if (at <= now)
    throw refused('reminder_at', `"${said}" is ${momentName(at, zone)}, which is past. Say a time to come.`);
  const rule = recurrence === undefined ? undefined : parseRecurrence(recurrence);
  if (recurrence !== undefined && rule === undefined)
    throw refused('recurrence', `"${recurrence}" is none. Say ${recurrenceForms}.`);
  return recurring(at, rule, zone);
}

/** When a reminder is due, for people and models. */
export function dueName(reminder: Reminder | null, zone: string): string {
  if (!reminder) return '';
  const again = reminder.recurrence?.split('@')[0];
  return `${momentName(reminder.at, zone)}${again === undefined ? '' : `, ${again}`}`;
}

function refused(field: string, reason: string): MemoryBridgeError {
  return new MemoryBridgeError('invalid_input', `${field}: ${reason}`, { details: { field } });
}
