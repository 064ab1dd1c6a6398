import { ExportWorker } from '../../src/server/jobs/exportWorker.ts';
import { ImportNearWorker } from '../../src/server/jobs/importNearWorker.ts';
import { ImportWorker, type ImportWorkerParts } from '../../src/server/jobs/importWorker.ts';
import { UndoImportWorker } from '../../src/server/jobs/undoImportWorker.ts';
import type { ProjectResolver } from '../../src/core/project/project.ts';
import type { ServerConfig } from '../../src/protocol/settings/serverSettings.ts';

type Shared = Pick<ImportWorkerParts, 'store' | 'clock' | 'ids' | 'forges' | 'emit'>;

/** What exports and imports on a bench. */
export function transferWorkers(
  bench: Pick<ImportWorkerParts, 'incoming'> & {
    readonly projects: ProjectResolver;
    readonly config: ServerConfig;
  },
  { store, clock, ids, forges, emit }: Shared,
) {
  const initialMode = () => bench.config.projects.default;
  const threshold = () => bench.config.duplicates.threshold;
  const { projects, incoming } = bench;
  return [
    new ExportWorker({ store, clock, initialMode }),
    new ImportWorker({ store, projects, incoming, forges, ids, clock, initialMode, emit, threshold }),
    new ImportNearWorker(),
    new UndoImportWorker({ clock, ids, emit, projects }),
  ] as const;
}
