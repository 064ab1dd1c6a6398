import { MemoryBridgeError } from '../../core/errors.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { scopeOf } from '../../memories/memoryScope.ts';
import { trimMemoryText } from '../../memories/memoryWording.ts';
import { remember } from '../../memories/remember.ts';
import type { ParsedInputOf } from '../../protocol/operation.ts';
import { setReminderOperation } from '../../protocol/operations/memories/setReminder.ts';
import { toMemoryRecord } from '../../recall/memoryRecords.ts';
import type { ChangeOperation } from '../operation.ts';
import type { ConfigPort } from '../ports.ts';
import { changeOne, sayChanged } from './changeOne.ts';
import { dueName, reminderIn, zoneOf } from './reminderInput.ts';

type Input = ParsedInputOf<typeof setReminderOperation>;

const day = 24 * 60 * 60_000;

/** @param config Says for how long what an agent proposes waits in the Inbox. */
export function createSetReminder(
  config: Pick<ConfigPort, 'read'>,
): ChangeOperation<typeof setReminderOperation, Input> {
  return {
    definition: setReminderOperation,

    prepare: async (input) => trimMemoryText(input),

    async run(_input, context, unit, input) {
      const reminder = reminderIn(input, context.now);
      const due = dueName(reminder, zoneOf(input.time_zone));
      const { memory_id, content, what } = input;
      if (memory_id !== undefined) {
        const changed = await changeOne({ memory_id }, 'remind', context, unit, () => ({ reminder }));
        return { ...changed, due };
      }
      if (content === undefined)
        throw new MemoryBridgeError(
          'invalid_input',
          'memory_id: is missing. Name the memory to be reminded of, or give content to keep a new one.',
          { details: { field: 'memory_id' } },
        );
      const said = {
        content,
        category: input.category,
        entities: input.entities,
        what,
        scope: scopeOf(undefined, context),
        reminder,
      };
      const candidateExpiry = context.now + config.read().config.candidateExpiryDays * day;
      const { memory, changeId } = await remember(unit, said, context, { candidateExpiry });
      return { memory: toMemoryRecord(memory, context.now), changeId, changed: changeId !== '', due };
    },

    render: (output) => `${sayChanged('Reminder set', output)}\nDue ${oneLine(output.due)}.`,
  };
}
