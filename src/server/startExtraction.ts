import { OpenCodeModel } from '../bridges/openCodeModel/openCodeModel.ts';
import type { Network } from '../net/network.ts';
import { offlineReason } from '../net/offline.ts';
import type { Store } from '../store/ports/store.ts';
import { DueExtraction } from './jobs/dueExtraction.ts';
import { ExtractWorker, type ExtractWorkerParts } from './jobs/extractWorker.ts';
import type { IngestionParts } from './startIngestion.ts';
import { uuidGenerator as ids } from './uuidGenerator.ts';

export interface ExtractionParts extends Omit<IngestionParts, 'projects' | 'logger'> {
  readonly store: Store;
  readonly network: Pick<Network, 'env' | 'isOffline'>;
}

/** What asks the person's own model about conversations, and what has it asked. */
export function createExtractionWork(parts: ExtractionParts): {
  readonly worker: ExtractWorker;
  readonly due: DueExtraction;
} {
  const { store, ingestion, settings, redactor, forges, clock, emit, network } = parts;
  const { isEnabled, stoppedBy } = ingestion;
  const asking: ExtractWorkerParts = {
    store,
    model: new OpenCodeModel({ model: () => ingestion.model().model, env: () => network.env }),
    rules: () => {
      const { projects, candidateExpiryDays } = settings();
      const { on, dailyTokens, dailyCost } = ingestion.model();
      return {
        isOn: on && stoppedBy === undefined && isEnabled(),
        tokens: dailyTokens,
        cost: dailyCost,
        projectsDefault: projects.default,
        candidateDays: candidateExpiryDays,
      };
    },
    offline: () => offlineReason(network),
    redactor,
    forges,
    clock,
    ids,
    emit,
  };
  return { worker: new ExtractWorker(asking), due: new DueExtraction({ ...asking, store }) };
}
