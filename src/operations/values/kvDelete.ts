import { oneLine } from '../../core/text/oneLine.ts';
import { kvDeleteOperation } from '../../protocol/operations/values/kvDelete.ts';
import type { ChangeOperation } from '../operation.ts';
import { spacesOf, valueOf } from './valueDesk.ts';

export const kvDelete: ChangeOperation<typeof kvDeleteOperation> = {
  definition: kvDeleteOperation,

  async run({ key }, { project, now }, { keyValues }) {
    const deleted = (await valueOf(keyValues, { project, now }, key)) !== undefined;
    for (const space of spacesOf(project)) await keyValues.remove(space, key);
    return { key, project: project?.id ?? null, deleted };
  },

  render: ({ key, deleted }) =>
    deleted ? `Deleted: ${oneLine(key)}` : `There was no value ${oneLine(key)} here.`,
};
