import type { Logger } from '../../src/core/ports.ts';
import type { ProjectResolver } from '../../src/core/project/project.ts';
import type { IngestionPorts } from '../../src/operations/ingestion/createIngestion.ts';
import type { ServerConfig } from '../../src/protocol/settings/serverSettings.ts';
import type { IngestWorker } from '../../src/server/jobs/ingestWorker.ts';
import { createIngestionWork, type IngestionParts } from '../../src/server/startIngestion.ts';

interface Bench {
  readonly ingestion: IngestionPorts['ingestion'];
  readonly config: ServerConfig;
  readonly projects: Pick<ProjectResolver, 'resolve'>;
}

const nothing = (): void => {};
const silent: Logger = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

/** Reads the conversations that there are for a bench. */
export function ingestWorker({
  bench,
  ...parts
}: Pick<IngestionParts, 'store' | 'redactor' | 'forges' | 'clock' | 'emit'> & {
  readonly bench: Bench;
}): IngestWorker {
  const { ingestion, projects } = bench;
  return createIngestionWork({
    ...parts,
    ingestion,
    projects,
    settings: () => bench.config,
    logger: silent,
  }).worker;
}

/** Conversations of which there are none: tests read nothing that a person at this machine has said. */
export function silentOpenCode(config: () => ServerConfig): IngestionPorts['ingestion'] {
  return {
    feeds: [
      {
        feed: { name: 'opencode', sources: async () => [], read: async function* () {} },
        setting: 'ingestion.openCode',
        isOn: () => config().ingestion.openCode,
        holds: () => [],
      },
    ],
    isEnabled: () => config().ingestion.enabled,
    stoppedBy: undefined,
    documents: () => config().ingestion.documents,
    model: () => ({ on: false, model: null, dailyTokens: 0, dailyCost: null }),
  };
}
