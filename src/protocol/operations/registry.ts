import type { OperationDefinition } from '../operation.ts';
import { recallOperations } from './recall/recallOperations.ts';
import { memoryOperations } from './memories/memoryOperations.ts';
import { entityOperations } from './entities/entityOperations.ts';
import { inboxOperations } from './inbox/inboxOperations.ts';
import { sessionOperations } from './sessions/sessionOperations.ts';
import { loopOperations } from './loops/loopOperations.ts';
import { captureOperations } from './capture/captureOperations.ts';
import { documentOperations } from './documents/documentOperations.ts';
import { ingestionOperations } from './ingestion/ingestionOperations.ts';
import { projectOperations } from './projects/projectOperations.ts';
import { embeddingOperations } from './embedding/embeddingOperations.ts';
import { jobOperations } from './jobs/jobOperations.ts';
import { transferOperations } from './transfer/transferOperations.ts';
import { valueOperations } from './values/valueOperations.ts';
import { reportOperations } from './reports/reportOperations.ts';
import { upkeepOperations } from './upkeep/upkeepOperations.ts';
import { systemOperations } from './system/systemOperations.ts';

/** Every verb there is, by group. */
export const operationDefinitions: readonly OperationDefinition[] = [
  ...recallOperations,
  ...memoryOperations,
  ...entityOperations,
  ...inboxOperations,
  ...sessionOperations,
  ...loopOperations,
  ...captureOperations,
  ...documentOperations,
  ...ingestionOperations,
  ...projectOperations,
  ...embeddingOperations,
  ...jobOperations,
  ...transferOperations,
  ...valueOperations,
  ...reportOperations,
  ...upkeepOperations,
  ...systemOperations,
];
