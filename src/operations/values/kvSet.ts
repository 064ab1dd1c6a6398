import { MemoryBridgeError } from '../../core/errors.ts';
import { boundedJsonIn } from '../../core/text/boundedJson.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { mostValues } from '../../core/values.ts';
import { describeExpiry } from '../../protocol/describeExpiry.ts';
import { kvSetOperation } from '../../protocol/operations/values/kvSet.ts';
import type { ChangeOperation } from '../operation.ts';
import type { ConfigPort } from '../ports.ts';
import { spacesOf, valueOf } from './valueDesk.ts';

const day = 86_400_000;

export function createKvSet(config: Pick<ConfigPort, 'read'>): ChangeOperation<typeof kvSetOperation> {
  return {
    definition: kvSetOperation,

    async run({ key, value: said, ttl_ms: ttl, keep }, { project, now }, { keyValues }) {
      const replaced = (await valueOf(keyValues, { project, now }, key)) !== undefined;
      if (!replaced && (await keyValues.count(spacesOf(project), now)) >= mostValues)
        throw new MemoryBridgeError(
          'too_large',
          `There are ${mostValues} values here already. Delete some with kv_delete, or let them end with ttl_ms.`,
        );
      const [space = '', ...earlier] = spacesOf(project);
      const value = meant(said);
      const { defaultTtlDays } = config.read().config.kv;
      const lasting = keep ? null : (ttl ?? (defaultTtlDays ? defaultTtlDays * day : null));
      const expiresAt = lasting === null ? null : now + lasting;
      for (const each of earlier) await keyValues.remove(each, key);
      await keyValues.set(space, key, value, expiresAt, now);
      return { key, value, expiresAt, project: project?.id ?? null, replaced };
    },

    render: ({ key, expiresAt, replaced }, _input, { now }) =>
      `${replaced ? 'Replaced' : 'Kept'}: ${oneLine(key)}, ${describeExpiry(expiresAt, now)}`,
  };
}

/** What is JSON is what it says; anything else is text. */
function meant(text: string): unknown {
  const said = boundedJsonIn(text);
  return said === undefined ? text : said;
}
