import path from 'node:path';
import * as z from 'zod';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { Forges } from '../../core/forge/forges.ts';
import type { Job } from '../../core/jobs/job.ts';
import type { Clock, IdGenerator, Redactor } from '../../core/ports.ts';
import type { ReadDocument } from '../../intake/documents/documentItem.ts';
import { type DocumentJob, documentJobSchema } from '../../intake/documents/documentJob.ts';
import { DocumentReader } from '../../intake/documents/documentReader.ts';
import { type DocumentCounts, DocumentWriter, noCounts } from '../../intake/documents/documentWriter.ts';
import { MemoryChanges } from '../../memories/memoryChanges.ts';
import { isPerson } from '../../memories/provenance.ts';
import { ProjectModes } from '../../projects/projectModes.ts';
import { documentResultSchema, documentsKind } from '../../protocol/documentResult.ts';
import type { MemoryEvent } from '../../protocol/events.ts';
import type { Store } from '../../store/ports/store.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import type { JobContext, JobEnd, JobWorker, Slice } from './jobWorker.ts';

export interface DocumentWorkerParts {
  readonly store: Store;
  readonly redactor: Redactor;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly forges: () => Forges;
  readonly settings: () => {
    readonly candidateExpiryDays: number;
    readonly projects: { readonly default: 'on' | 'off' };
  };
  readonly emit: (event: MemoryEvent) => void;
}

const cursorSchema = z.object({
  /** The last file that is done; those behind it are next. */
  after: z.string().nullable(),
  /** Where to go on in the file behind it. */
  item: z.number().int(),
  /** One change takes all of it back. */
  groupId: z.string(),
  result: documentResultSchema,
});
type Cursor = z.output<typeof cursorSchema>;

/** What a slice writes: one file, or why it cannot be read. */
interface Ready {
  readonly total: number;
  readonly done: number;
  readonly file: string | undefined;
  readonly document?: ReadDocument | undefined;
  readonly failure?: string | undefined;
}

interface PlannedFile {
  /** What it is called here, by which they are in order. */
  readonly place: string;
  readonly path: string;
}

interface Plan {
  readonly reader: DocumentReader;
  readonly files: readonly PlannedFile[];
  /** The one that is being written, as it was read. */
  document?: ReadDocument | undefined;
}

const day = 24 * 60 * 60_000;
const mostSkipped = 20;

/** Reads documents file by file, each outside of a unit of work, and keeps memories in step with them. */
export class DocumentWorker implements JobWorker<Ready> {
  readonly kind = documentsKind;
  readonly #parts: DocumentWorkerParts;
  readonly #plans = new Map<string, Plan>();
  readonly #events = new Map<string, MemoryEvent[]>();

  constructor(parts: DocumentWorkerParts) {
    this.#parts = parts;
  }

  async prepare(job: Job, { signal, breathe }: JobContext): Promise<Ready> {
    this.#tell(job.id);
    const plan = await this.#planOf(job, signal);
    const cursor = cursorOf(job);
    const after = cursor?.after ?? null;
    const done = after === null ? 0 : plan.files.findLastIndex(({ place }) => place <= after) + 1;
    const planned = plan.files[done];
    const total = plan.files.length;
    const file = planned?.place;
    if (!planned || file === undefined) return { total, done, file };
    await breathe();
    try {
      if (plan.document?.place !== file) plan.document = await plan.reader.read(planned.path);
      return { total, done, file, document: plan.document };
    } catch (error) {
      if (!MemoryBridgeError.is(error, 'not_found', 'invalid_input')) throw error;
      if (error.code === 'not_found')
        return { total, done, file, document: { place: file, items: [], changedAt: 0, redacted: [] } };
      const { text: failure } = await this.#parts.redactor.redact(error.message);
      return { total, done, file, failure };
    }
  }

  async slice(job: Job, unit: UnitOfWork, isOver: () => boolean, ready: Ready): Promise<Slice> {
    const payload = documentJobSchema.parse(job.payload);
    const cursor = cursorOf(job) ?? this.#begin(payload);
    const { total, done, file, document, failure } = ready;
    if (file === undefined) return endOf(cursor, total);
    await this.#refuseWhereOff(payload, unit);
    if (!document)
      return sliceOf(
        { ...cursor, after: file, item: 0, result: skipped(cursor.result, file, failure ?? '') },
        done + 1,
        total,
      );
    const changes = new MemoryChanges(unit, this.#contextOf(job, payload), cursor.groupId);
    const writer = new DocumentWriter(this.#writing(payload, unit, changes), document);
    const next = await writer.write(cursor.item, isOver);
    changes.announce();
    const result = counted(cursor, changes, writer.counts, document);
    if (next !== undefined) return sliceOf({ ...cursor, item: next, result }, done, total);
    return sliceOf(
      {
        ...cursor,
        after: file,
        item: 0,
        result: { ...result, files: result.files + (document.changedAt === 0 ? 0 : 1) },
      },
      done + 1,
      total,
    );
  }

  async letGo(job: Job, end: JobEnd | 'again'): Promise<void> {
    this.#tell(job.id);
    if (end !== 'again') this.#plans.delete(job.id);
  }

  /** Once what they tell of is on disk. */
  #tell(id: string): void {
    for (const event of this.#events.get(id) ?? []) this.#parts.emit(event);
    this.#events.delete(id);
  }

  async #planOf(job: Job, signal: AbortSignal): Promise<Plan> {
    const known = this.#plans.get(job.id);
    if (known) return known;
    const payload = documentJobSchema.parse(job.payload);
    const reader = new DocumentReader(payload, this.#parts.redactor);
    const files = new Map<string, string>();
    for (const place of await this.#readBefore(payload)) files.set(place, place);
    for (const path of await reader.files(signal)) files.set(await reader.placeOf(path), path);
    const plan = { reader, files: inOrder(files) };
    this.#plans.set(job.id, plan);
    return plan;
  }

  /** Files below the folder that memories were made of: what is gone says nothing any more. */
  async #readBefore({ mode, path: folder, isFolder }: DocumentJob): Promise<string[]> {
    if (!isFolder) return [];
    const start = folder.endsWith(path.sep) ? folder : folder + path.sep;
    return this.#parts.store.read(({ origins }) => origins.placesBelow(systemOf(mode), start));
  }

  #begin({ project }: DocumentJob): Cursor {
    return {
      after: null,
      item: 0,
      groupId: this.#parts.ids.next(),
      result: {
        ...noCounts,
        files: 0,
        waiting: 0,
        skipped: [],
        skippedCount: 0,
        redacted: [],
        changeId: null,
        project: project.id,
        projectName: project.name,
      },
    };
  }

  #contextOf(job: Job, { actor }: DocumentJob): MemoryChanges['context'] {
    const { clock, ids, forges } = this.#parts;
    return {
      actor,
      now: clock.now(),
      ids,
      forges: forges(),
      emit: (event) => this.#events.set(job.id, [...(this.#events.get(job.id) ?? []), event]),
    };
  }

  #writing(
    { mode, project, actor }: DocumentJob,
    unit: UnitOfWork,
    changes: MemoryChanges,
  ): ConstructorParameters<typeof DocumentWriter>[0] {
    const { clock, settings } = this.#parts;
    const until = clock.now() + settings().candidateExpiryDays * day;
    const isTaken = mode === 'ingest';
    return {
      unit,
      changes,
      project,
      system: systemOf(mode),
      trust: isTaken && isPerson(actor) ? 'user' : 'external',
      reviewUntil: isTaken ? null : until,
      offerUntil: until,
    };
  }

  async #refuseWhereOff({ project, actor }: DocumentJob, unit: UnitOfWork): Promise<void> {
    if (isPerson(actor)) return;
    const { clock, settings } = this.#parts;
    const modes = await ProjectModes.read(unit, { initial: settings().projects.default, now: clock.now() });
    if (modes.isOff(project.id))
      throw new MemoryBridgeError('forbidden', `Memory was switched off in ${project.name}.`);
  }
}

/** By what they are called. */
const inOrder = (files: ReadonlyMap<string, string>): PlannedFile[] =>
  [...files].map(([place, path]) => ({ place, path })).toSorted((a, b) => (a.place < b.place ? -1 : 1));

const systemOf = (mode: DocumentJob['mode']): string => (mode === 'ingest' ? 'markdown' : 'project');

const cursorOf = (job: Job): Cursor | undefined => cursorSchema.safeParse(job.cursor).data;

const sliceOf = (cursor: Cursor, done: number, total: number): Slice => ({
  cursor,
  progress: { done, total },
  isDone: false,
});

const endOf = (cursor: Cursor, total: number): Slice => ({
  cursor,
  progress: { done: total, total },
  isDone: true,
  result: cursor.result,
});

function skipped(result: Cursor['result'], path: string, reason: string): Cursor['result'] {
  return {
    ...result,
    skipped: [...result.skipped, { path, reason }].slice(0, mostSkipped),
    skippedCount: result.skippedCount + 1,
  };
}

function counted(
  { result, groupId }: Cursor,
  changes: MemoryChanges,
  counts: DocumentCounts,
  { redacted }: ReadDocument,
): Cursor['result'] {
  const waiting = changes.changed.filter(
    ({ status, revision }) => status === 'candidate' && revision === 1,
  ).length;
  return {
    ...result,
    created: result.created + counts.created,
    updated: result.updated + counts.updated,
    unchanged: result.unchanged + counts.unchanged,
    archived: result.archived + counts.archived,
    offered: result.offered + counts.offered,
    left: result.left + counts.left,
    waiting: result.waiting + waiting - counts.offered,
    redacted: [...new Set([...result.redacted, ...redacted])].toSorted(),
    changeId: changes.size > 0 ? groupId : result.changeId,
  };
}
