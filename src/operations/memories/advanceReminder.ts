import { MemoryBridgeError } from '../../core/errors.ts';
import { shortId } from '../../core/shortId.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { nextOccurrence } from '../../core/reminder/recurrence.ts';
import { findMemory } from '../../memories/findMemory.ts';
import { advanceReminderOperation } from '../../protocol/operations/memories/advanceReminder.ts';
import type { ChangeOperation } from '../operation.ts';
import { changeOne, sayChanged } from './changeOne.ts';
import { dueName, zoneOf } from './reminderInput.ts';

export const advanceReminder: ChangeOperation<typeof advanceReminderOperation> = {
  definition: advanceReminderOperation,

  async run(input, context, unit) {
    const zone = zoneOf(input.time_zone);
    const { id, reminder } = await findMemory(unit, input.memory_id);
    if (!reminder)
      throw new MemoryBridgeError(
        'conflict',
        `[${shortId(id)}] has no reminder. Give it one with set_reminder.`,
        { details: { memoryId: id } },
      );
    const next = nextOccurrence(reminder, context.now, zone) ?? null;
    const action = next ? 'remind' : 'unremind';
    const changed = await changeOne(input, action, context, unit, () => ({ reminder: next }));
    return { ...changed, due: dueName(next, zone) };
  },

  render(output) {
    if (output.due === '') return sayChanged('Done, and cleared', output);
    return `${sayChanged('Done until the next time', output)}\nDue ${oneLine(output.due)}.`;
  },
};
