import { MemoryBridgeError } from '../../core/errors.ts';
import type { Job } from '../../core/jobs/job.ts';
import type { Memory } from '../../core/memory/memory.ts';
import { shortId } from '../../core/shortId.ts';
import { saidOf } from '../../core/text/countOf.ts';
import { memoriesChanged } from '../../memories/memoryChanges.ts';
import type { MemoryEvent } from '../../protocol/events.ts';
import {
  type ImportNearPayload,
  importPayloadSchema,
  type ImportResult,
  mostLookedForNear,
} from '../../protocol/transferResults.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import { importBegin, type ImportPlace, placeIn } from '../../transfer/importing/importPlace.ts';
import { type ImportParts, ImportRun, type ImportWish } from '../../transfer/importing/importRun.ts';
import { openSource } from '../../transfer/openSource.ts';
import { refuseLinksOut, sourceAgain } from '../../transfer/confinedFile.ts';
import { importNearKind } from './importNearWorker.ts';
import type { JobContext, JobEnd, JobWorker, Slice } from './jobWorker.ts';

export const importKind = 'import';

export interface ImportWorkerParts extends ImportParts {
  readonly emit: (event: MemoryEvent) => void;
  /** From which likeness on two memories are near each other, as it is set; 0 for never. */
  readonly threshold: () => number;
}

/** Views are told this often that there is more, ms; each time they read anew. */
const toldEveryMs = 1_000;
/** Ids in one of these: whoever shows a list reads it again anyway. */
const mostTold = 100;

interface Open {
  readonly run: ImportRun;
  readonly system: string;
  readonly title: string;
  changed: Memory[];
  toldAt: number;
}

/** Takes in a file or folder, slice by slice. Killed, it goes on behind the last entry that is on disk. */
export class ImportWorker implements JobWorker<Open> {
  readonly kind = importKind;
  readonly #parts: ImportWorkerParts;
  readonly #open = new Map<string, Open>();

  constructor(parts: ImportWorkerParts) {
    this.#parts = parts;
  }

  async prepare(job: Job, { breathe }: JobContext): Promise<Open> {
    const place = placeIn(job.cursor);
    try {
      const open = this.#open.get(job.id) ?? (await this.#begin(job));
      this.#tell(open, job);
      // The first slice only writes down under which group all changes will be.
      if (place && place.pass !== 'end') await open.run.fill(place, breathe);
      return open;
    } catch (error) {
      throw place ? withWhatIsIn(error, place) : error;
    }
  }

  async slice(job: Job, unit: UnitOfWork, isOver: () => boolean, open: Open): Promise<Slice> {
    const before = placeIn(job.cursor);
    if (!before) return this.#sliceAt(importBegin(this.#parts.ids.next()), open);
    if (before.pass === 'end') return this.#endOf(job, unit, before, open);
    const { place, changed } = await open.run.write(unit, before, isOver);
    open.changed.push(...changed);
    return this.#sliceAt(place, open);
  }

  async letGo(job: Job, _end: JobEnd | 'again'): Promise<void> {
    const open = this.#open.get(job.id);
    this.#open.delete(job.id);
    if (!open) return;
    this.#tell(open, job, true);
    await open.run.close();
  }

  #sliceAt(place: ImportPlace, { run }: Open): Slice {
    const { items } = place.report;
    // One that does not know how much there is says how far it is.
    const total = run.reader.total === undefined ? 0 : Math.max(run.reader.total, items);
    return { cursor: place, progress: { done: items, total }, isDone: false };
  }

  async #endOf(
    { payload }: Job,
    unit: UnitOfWork,
    { groupId, report }: ImportPlace,
    { run, system, title }: Open,
  ): Promise<Slice> {
    const { path, isDryRun } = importPayloadSchema.parse(payload);
    // Whoever wrote the source has chosen the names of its fields.
    const { reader } = run;
    const { value: told } = await this.#parts.incoming.clean({ form: reader.form, fields: reader.fields() });
    const nearJob = isDryRun ? undefined : await this.#lookForNear(unit, groupId, report);
    const result: ImportResult = {
      path,
      system,
      title,
      form: told.form,
      isDryRun,
      changeId: groupId,
      report,
      ...(nearJob === undefined ? {} : { nearJob }),
      fields: told.fields.map((field) => ({ ...field })),
    };
    const progress = { done: report.items, total: report.items };
    return { cursor: { ...importBegin(groupId), pass: 'end', report }, progress, isDone: true, result };
  }

  /** Has another job look at what was brought, where something was here before. */
  async #lookForNear(
    unit: UnitOfWork,
    groupId: string,
    { fates: { added = 0, updated = 0 } }: ImportPlace['report'],
  ): Promise<string | undefined> {
    const { threshold, ids, clock } = this.#parts;
    const payload: ImportNearPayload = { groupId, threshold: threshold() };
    const brought = added + updated;
    if (brought === 0 || brought > mostLookedForNear || payload.threshold <= 0) return undefined;
    const { total } = await unit.memories.list({ includeDeleted: true }, { limit: 1 });
    if (total <= added) return undefined;
    const wish = { id: ids.next(), kind: importNearKind, project: null, payload, createdAt: clock.now() };
    return (await unit.jobs.enqueue(wish)).id;
  }

  async #begin(job: Job): Promise<Open> {
    const payload = importPayloadSchema.parse(job.payload);
    const source = await sourceAgain(payload);
    if (!payload.isPersons && source.isFolder) await refuseLinksOut(source.path);
    const all =
      payload.project === undefined ? undefined : await this.#parts.projects.resolve(payload.project);
    const { importer, reader } = await openSource(source, payload.from);
    const wish: ImportWish = { ...payload, system: importer.system };
    const run = await ImportRun.of(this.#parts, wish, reader, all);
    const open: Open = {
      run,
      system: importer.system,
      title: importer.title,
      changed: [],
      toldAt: this.#parts.clock.monotonic(),
    };
    this.#open.set(job.id, open);
    return open;
  }

  #tell(open: Open, { payload, cursor }: Job, isLast = false): void {
    const now = this.#parts.clock.monotonic();
    if (open.changed.length === 0 || (!isLast && now - open.toldAt < toldEveryMs)) return;
    const { actor } = importPayloadSchema.parse(payload);
    const groupId = placeIn(cursor)?.groupId;
    const event =
      groupId === undefined
        ? undefined
        : memoriesChanged(open.changed.slice(-mostTold), 'import', groupId, actor);
    open.changed = [];
    open.toldAt = now;
    if (event) this.#parts.emit(event);
  }
}

/** What went wrong, and what is here all the same: it stays, and can be taken back. */
function withWhatIsIn(error: unknown, { report: { fates }, groupId }: ImportPlace): unknown {
  const count = (fates['added'] ?? 0) + (fates['updated'] ?? 0) + (fates['revived'] ?? 0);
  if (!MemoryBridgeError.is(error) || count === 0) return error;
  const { code, message, details } = error;
  const said = `${message} ${saidOf(count, 'memory was', 'memories were')} taken in before that. Take back what was: memory-bridge undo-import ${shortId(groupId)}`;
  return new MemoryBridgeError(code, said, { cause: error, ...(details ? { details } : {}) });
}
