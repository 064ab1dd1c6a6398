import { kvGetOperation } from '../../../protocol/operations/values/kvGet.ts';
import { commandOf } from '../../commandOf.ts';

/** The value alone, for a script; that there is none is a failure. */
export const addGetValue = commandOf(
  kvGetOperation,
  ({ key, value, found }, io) => {
    if (found) io.print(typeof value === 'string' ? value : JSON.stringify(value, undefined, 2));
    else io.note(`There is no value ${key} here. memory-bridge kv list shows those there are.`);
  },
  { isFailure: ({ found }) => !found },
);
