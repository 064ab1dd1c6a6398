import { describeUpkeep } from '../../protocol/describeUpkeep.ts';
import { upkeepLogOperation } from '../../protocol/operations/upkeep/upkeepLog.ts';
import { upkeepLog as readLog } from '../../upkeep/upkeepEntries.ts';
import type { QueryOperation } from '../operation.ts';

export const upkeepLog: QueryOperation<typeof upkeepLogOperation> = {
  definition: upkeepLogOperation,

  async run({ limit }, { now }, reader) {
    const entries = await readLog(reader.keyValues, now);
    return { entries: entries.slice(0, limit).map((entry) => ({ ...entry })) };
  },

  render: ({ entries }, _input, { now }) =>
    entries.length === 0
      ? 'Nothing was done yet.'
      : entries.map((entry) => describeUpkeep(entry, now)).join('\n'),
};
