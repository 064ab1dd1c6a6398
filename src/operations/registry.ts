import { operationDefinitions } from '../protocol/operations/registry.ts';
import { type CapturePorts, createCapture } from './capture/createCapture.ts';
import { createDocuments } from './documents/createDocuments.ts';
import type { DocumentsPorts } from './documents/namedDocuments.ts';
import { createEmbeddingGroup, type EmbeddingPorts } from './embedding/createEmbeddingGroup.ts';
import { createEntities, type EntitiesPorts } from './entities/createEntities.ts';
import { createInbox } from './inbox/createInbox.ts';
import { createIngestion, type IngestionPorts } from './ingestion/createIngestion.ts';
import { createJobs } from './jobs/createJobs.ts';
import { createLoops } from './loops/createLoops.ts';
import { createMemories, type MemoriesPorts } from './memories/createMemories.ts';
import type { AnyOperation } from './operation.ts';
import { createProjects, type ProjectsPorts } from './projects/createProjects.ts';
import { createRecallGroup, type RecallPorts } from './recall/createRecallGroup.ts';
import { createSessions, type SessionsPorts } from './sessions/createSessions.ts';
import { createReports, type ReportsPorts } from './reports/createReports.ts';
import { createUpkeep, type UpkeepPorts } from './upkeep/createUpkeep.ts';
import { createSystem, type SystemPorts } from './system/createSystem.ts';
import { createTransfer, type TransferPorts } from './transfer/createTransfer.ts';
import { createValues, type ValuesPorts } from './values/createValues.ts';

/** What operations need of the process that hosts them. */
export type OperationPorts = RecallPorts &
  MemoriesPorts &
  SessionsPorts &
  CapturePorts &
  IngestionPorts &
  EmbeddingPorts &
  ValuesPorts &
  ReportsPorts &
  ProjectsPorts &
  EntitiesPorts &
  DocumentsPorts &
  UpkeepPorts &
  TransferPorts &
  SystemPorts;

/** Every operation there is, in the order of the definitions. */
export function createOperations(ports: OperationPorts): AnyOperation[] {
  const done: Readonly<Record<string, AnyOperation>> = {
    ...createRecallGroup(ports),
    ...createMemories(ports),
    ...createEntities(ports),
    ...createInbox(),
    ...createSessions(ports),
    ...createLoops(),
    ...createCapture(ports),
    ...createDocuments(ports),
    ...createIngestion(ports),
    ...createProjects(ports),
    ...createEmbeddingGroup(ports),
    ...createJobs(),
    ...createTransfer(ports),
    ...createValues(ports),
    ...createReports(ports),
    ...createUpkeep(ports),
    ...createSystem(ports),
  };
  return operationDefinitions.flatMap(({ name }) => done[name] ?? []);
}
