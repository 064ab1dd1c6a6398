import * as z from 'zod';
import type { Job } from '../../core/jobs/job.ts';
import type { Memory } from '../../core/memory/memory.ts';
import type { Clock, IdGenerator } from '../../core/ports.ts';
import { MemoryChanges } from '../../memories/memoryChanges.ts';
import { purgeRetired, retentionActor, retire } from '../../memories/retire.ts';
import type { MemoryEvent } from '../../protocol/events.ts';
import { type RetentionResult, retentionResultSchema } from '../../protocol/retentionResult.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import { retentionKind, retentionPayload } from '../../upkeep/retentionJob.ts';
import { firstPlace, type RetentionPage, retentionPage } from '../../upkeep/retentionSlice.ts';
import { noteUpkeep } from '../../upkeep/upkeepEntries.ts';
import type { JobEnd, JobWorker, Slice } from './jobWorker.ts';

const cursorSchema = z.object({
  place: z.object({ step: z.number(), page: z.string().nullable() }),
  groupId: z.string(),
  result: retentionResultSchema,
});
type Cursor = z.output<typeof cursorSchema>;

/** Ids in an answer. */
const mostListed = 1_000;

export interface RetentionWorkerParts {
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly emit: (event: MemoryEvent) => void;
}

/** Archives, deletes and purges by age, a page in a slice. All of a run is one change, which one undo takes back. */
export class RetentionWorker implements JobWorker {
  readonly kind = retentionKind;
  readonly #parts: RetentionWorkerParts;
  readonly #heard = new Map<string, MemoryEvent[]>();

  constructor(parts: RetentionWorkerParts) {
    this.#parts = parts;
  }

  async slice(job: Job, unit: UnitOfWork, isOver: () => boolean): Promise<Slice> {
    const { dryRun, ...wish } = retentionPayload.parse(job.payload);
    let { place, groupId, result } = cursorSchema.safeParse(job.cursor).data ?? this.#first(job);
    const heard: MemoryEvent[] = [];
    let next: Cursor['place'] | undefined;
    do {
      const page = await retentionPage(unit, wish, place);
      if (!dryRun) heard.push(...(await this.#carryOut(unit, page, wish.rules, groupId)));
      result = withPage(result, page, groupId);
      next = page.next;
      place = next ?? place;
    } while (next && !isOver());
    this.#heard.set(job.id, [...(this.#heard.get(job.id) ?? []), ...heard]);
    const done = result.archived.count + result.deleted.count + result.purged.count;
    if (!next) await this.#note(job, unit, result);
    return {
      cursor: { place, groupId, result } satisfies Cursor,
      progress: { done, total: done },
      isDone: next === undefined,
      ...(next ? {} : { result }),
    };
  }

  async letGo(job: Job, end: JobEnd | 'again'): Promise<void> {
    const heard = this.#heard.get(job.id) ?? [];
    this.#heard.delete(job.id);
    if (end !== 'again') for (const event of heard) this.#parts.emit(event);
  }

  #first(job: Job): Cursor {
    const { dryRun, asOf } = retentionPayload.parse(job.payload);
    const none = { count: 0, ids: [] };
    return {
      place: firstPlace,
      groupId: this.#parts.ids.next(),
      result: { dryRun, archived: none, deleted: none, purged: none, kept: 0, changeId: '', asOf },
    };
  }

  async #carryOut(
    unit: UnitOfWork,
    { step, due }: RetentionPage,
    rules: z.output<typeof retentionPayload>['rules'],
    groupId: string,
  ): Promise<MemoryEvent[]> {
    const { clock, ids } = this.#parts;
    const heard: MemoryEvent[] = [];
    const context = {
      actor: retentionActor,
      now: clock.now(),
      ids,
      emit: (event: MemoryEvent) => heard.push(event),
    };
    const changes = new MemoryChanges(unit, context, groupId);
    if (step === 'purge') {
      await purgeRetired(changes, idsOf(due));
      return due.length === 0 ? [] : [purgedEvent(due)];
    }
    for (const memory of due) await retire(changes, memory, step, rules);
    changes.announce();
    return heard;
  }

  /** What would be done is written down where the clock asked: that is how a person hears of it beforehand. */
  async #note(job: Job, unit: UnitOfWork, result: RetentionResult): Promise<void> {
    const { by, announced } = retentionPayload.parse(job.payload);
    const { archived, deleted, purged, changeId, dryRun } = result;
    if (archived.count + deleted.count + purged.count === 0 || (dryRun && !announced)) return;
    await noteUpkeep(unit.keyValues, {
      id: this.#parts.ids.next(),
      kind: 'retention',
      at: this.#parts.clock.now(),
      by,
      counts: { archived: archived.count, deleted: deleted.count, purged: purged.count },
      changeId: changeId === '' ? null : changeId,
      ...(dryRun ? { dryRun } : {}),
    });
  }
}

const idsOf = (memories: readonly Memory[]): string[] => memories.map(({ id }) => id);

function withPage(result: RetentionResult, page: RetentionPage, groupId: string): RetentionResult {
  const { step, due, kept } = page;
  const name = step === 'archive' ? 'archived' : step === 'delete' ? 'deleted' : 'purged';
  const before = result[name];
  const ids = [...before.ids, ...idsOf(due)].slice(0, mostListed);
  const isChanged = due.length > 0 && step !== 'purge' && !result.dryRun;
  return {
    ...result,
    [name]: { count: before.count + due.length, ids },
    kept: result.kept + kept,
    changeId: isChanged ? groupId : result.changeId,
  };
}

function purgedEvent(memories: readonly Memory[]): MemoryEvent {
  return {
    kind: 'memories',
    ids: idsOf(memories),
    projects: [...new Set(memories.map(({ project }) => project))],
    categories: [...new Set(memories.map(({ category }) => category))],
    changeGroup: '',
    action: 'purge',
    actorKind: retentionActor.kind,
  };
}
