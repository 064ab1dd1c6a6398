import type { OperationDefinition } from '../operation.ts';
import { recallOperations } from './recall/recallOperations.ts';
import { memoryOperations } from './memories/memoryOperations.ts';
import { inboxOperations } from './inbox/inboxOperations.ts';
import { sessionOperations } from './sessions/sessionOperations.ts';
import { loopOperations } from './loops/loopOperations.ts';
import { captureOperations } from './capture/captureOperations.ts';
import { embeddingOperations } from './embedding/embeddingOperations.ts';
import { jobOperations } from './jobs/jobOperations.ts';
import { systemOperations } from './system/systemOperations.ts';

/** What a model reads first, in the order in which it should think of it. */
const first = [
  'recall',
  'remember',
  'get_memory',
  'get_context',
  'get_boot_context',
  'update_memory',
  'session',
  'loop',
];

const rankOf = ({ name }: OperationDefinition): number => {
  const rank = first.indexOf(name);
  return rank < 0 ? first.length : rank;
};

/** Every verb there is, core tools first, then by group. */
export const operationDefinitions: readonly OperationDefinition[] = [
  ...recallOperations,
  ...memoryOperations,
  ...inboxOperations,
  ...sessionOperations,
  ...loopOperations,
  ...captureOperations,
  ...embeddingOperations,
  ...jobOperations,
  ...systemOperations,
].toSorted((a, b) => rankOf(a) - rankOf(b));
