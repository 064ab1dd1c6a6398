import * as z from 'zod';
import { type EntityPlace, placeName } from '../../core/forge/entityPlace.ts';
import type { Forges } from '../../core/forge/forges.ts';
import type { TaskLoans } from '../../core/taskLoans.ts';
import type { Job } from '../../core/jobs/job.ts';
import type { ForgeAnswer } from '../../entities/forge.ts';
import { enrich, type Enrichment, type EnrichmentParts } from '../../entities/enrichment.ts';
import { enrichPayload, placeSchema, staleEntities } from '../../entities/staleEntities.ts';
import { enrichKind, type EnrichResult, enrichResultSchema } from '../../protocol/entityDetails.ts';
import type { MemoryEvent } from '../../protocol/events.ts';
import type { Store } from '../../store/ports/store.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import type { JobContext, JobEnd, JobWorker, Slice } from './jobWorker.ts';

export interface EnrichWorkerParts extends EnrichmentParts {
  readonly store: Store;
  readonly forges: () => Forges;
  readonly emit: (event: MemoryEvent) => void;
  readonly loans: Pick<TaskLoans, 'of' | 'end'>;
}

const cursorSchema = z.object({
  queue: z.array(placeSchema),
  at: z.number(),
  /** Hosts that could not be asked, or want no more questions for now. */
  resting: z.array(z.string()),
  result: enrichResultSchema,
});
type Cursor = z.output<typeof cursorSchema>;

const nothing: EnrichResult = { asked: 0, found: 0, notFound: 0, noAccess: 0, left: 0, notes: [] };

/**
 * Asks forges about one reference after another, outside of units of work. A host that does not answer, or has had enough,
 * is left alone for the rest of the job: what is left is stale still, and comes with the next one.
 */
export class EnrichWorker implements JobWorker<Enrichment | undefined> {
  readonly kind = enrichKind;
  readonly #parts: EnrichWorkerParts;
  readonly #told = new Map<string, string[]>();

  constructor(parts: EnrichWorkerParts) {
    this.#parts = parts;
  }

  async prepare(job: Job, { signal }: JobContext): Promise<Enrichment | undefined> {
    const place = placeAt(cursorOf(job));
    if (!place) return undefined;
    const known = await this.#parts.store.read((unit) => unit.entities.get(placeName(place)));
    return enrich(place, known, this.#parts, { signal, lent: this.#parts.loans.of(job.id) });
  }

  async slice(
    job: Job,
    unit: UnitOfWork,
    _isOver: () => boolean,
    enrichment: Enrichment | undefined,
  ): Promise<Slice> {
    const cursor = cursorOf(job);
    if (!cursor) return sliceOf(await this.#begin(job, unit));
    const place = placeAt(cursor);
    if (!place || !enrichment) return sliceOf(cursor);
    const { record, answer } = enrichment;
    if (record) {
      await unit.entities.put(record);
      this.#told.set(job.id, [...(this.#told.get(job.id) ?? []), record.reference]);
    }
    const rests = answer.kind === 'limited' || answer.kind === 'unreachable';
    return sliceOf({
      ...cursor,
      at: cursor.at + 1,
      resting: rests ? [...cursor.resting, place.host] : cursor.resting,
      result: counted(cursor.result, enrichment),
    });
  }

  async letGo(job: Job, end: JobEnd | 'again'): Promise<void> {
    if (end !== 'again') this.#parts.loans.end(job.id);
    const references = this.#told.get(job.id);
    this.#told.delete(job.id);
    if (references) this.#parts.emit({ kind: 'entities', references });
  }

  async #begin(job: Job, unit: UnitOfWork): Promise<Cursor> {
    const { forges, clock } = this.#parts;
    const payload = enrichPayload.parse(job.payload);
    const { queue, notes } = await staleEntities(unit, payload, { forges: forges(), now: clock.now() });
    return { queue, at: 0, resting: [], result: { ...nothing, notes } };
  }
}

const cursorOf = (job: Job): Cursor | undefined => cursorSchema.safeParse(job.cursor).data;

/** The next one whose host is asked. */
const placeAt = (cursor: Cursor | undefined): EntityPlace | undefined =>
  cursor && cursor.queue.slice(cursor.at).find(({ host }) => !cursor.resting.includes(host));

/** Where the cursor stands once those of resting hosts are passed over. */
function sliceOf(given: Cursor): Slice {
  const next = placeAt(given);
  const at = next ? given.queue.indexOf(next) : given.queue.length;
  const result = { ...given.result, left: given.result.left + at - given.at };
  const cursor = { ...given, at, result };
  return {
    cursor,
    progress: { done: at, total: given.queue.length },
    isDone: next === undefined,
    ...(next ? {} : { result }),
  };
}

/** What one of many says to a person: not that one is not there, but how a token could help. */
function notesOf(answer: ForgeAnswer): string[] {
  if (answer.kind === 'not_found') return answer.advice === undefined ? [] : [answer.advice];
  return 'sentence' in answer ? [answer.sentence] : [];
}

function counted(result: EnrichResult, { answer }: Enrichment): EnrichResult {
  const notes = notesOf(answer);
  const sum = { ...result, notes: [...new Set([...result.notes, ...notes])].slice(0, 20) };
  switch (answer.kind) {
    case 'found':
    case 'unchanged':
      return { ...sum, asked: sum.asked + 1, found: sum.found + 1 };
    case 'not_found':
      return { ...sum, asked: sum.asked + 1, notFound: sum.notFound + 1 };
    case 'no_access':
      return { ...sum, asked: sum.asked + 1, noAccess: sum.noAccess + 1 };
    case 'limited':
    case 'unreachable':
      return { ...sum, left: sum.left + 1 };
  }
}
