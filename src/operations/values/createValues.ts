import type { valueOperations } from '../../protocol/operations/values/valueOperations.ts';
import type { Group } from '../operation.ts';
import type { ConfigPort } from '../ports.ts';
import { kvDelete } from './kvDelete.ts';
import { kvGet } from './kvGet.ts';
import { kvList } from './kvList.ts';
import { createKvSet } from './kvSet.ts';

export interface ValuesPorts {
  readonly config: Pick<ConfigPort, 'read'>;
}

/** Small values with a time to live, for what sessions tell one another. */
export function createValues({ config }: ValuesPorts): Group<typeof valueOperations> {
  return { kv_set: createKvSet(config), kv_get: kvGet, kv_list: kvList, kv_delete: kvDelete };
}
