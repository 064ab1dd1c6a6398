import { spentToday } from '../../intake/conversations/modelSpending.ts';
import { extractKind } from '../../protocol/modelExtraction.ts';
import type { Store } from '../../store/ports/store.ts';
import { type ExtractWorkerParts, nextQuestion } from './extractWorker.ts';

export interface DueExtractionParts extends Omit<ExtractWorkerParts, 'store'> {
  readonly store: Pick<Store, 'read' | 'write'>;
}

/** Whoever could not be asked is left alone for so long, ms. */
const restMs = 60 * 60_000;

/** Has the model asked about conversations that rest, as long as the budget of the day allows it. */
export class DueExtraction {
  readonly #parts: DueExtractionParts;

  constructor(parts: DueExtractionParts) {
    this.#parts = parts;
  }

  /** Whether there is something to ask. */
  async run(): Promise<boolean> {
    const { store, rules, clock, ids, emit } = this.#parts;
    if (!rules().isOn) return false;
    const now = clock.now();
    const { fault, at } = await store.read((unit) => spentToday(unit.keyValues, now));
    if (fault !== null && at !== null && now - at < restMs) return false;
    if ('end' in (await nextQuestion(this.#parts))) return false;
    const wish = { id: ids.next(), kind: extractKind, project: null, payload: {}, createdAt: now };
    const { id } = await store.write((unit) => unit.jobs.enqueue(wish));
    emit({ kind: 'jobs', ids: [id], projects: [null] });
    return true;
  }
}
