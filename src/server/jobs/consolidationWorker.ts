import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import type { Forges } from '../../core/forge/forges.ts';
import type { Job } from '../../core/jobs/job.ts';
import type { Memory } from '../../core/memory/memory.ts';
import type { Clock } from '../../core/ports.ts';
import { type ConsolidationReport, findingReasons } from '../../protocol/consolidationReport.ts';
import type { MemoryFilter } from '../../store/ports/memoryFilter.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';
import type { Store } from '../../store/ports/store.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import {
  consolidationKind,
  type ConsolidationPayload,
  consolidationPayload,
} from '../../upkeep/consolidationJob.ts';
import { type Sighting, sightingsOf } from '../../upkeep/findings.ts';
import { groupFindings, type Noted, sightedOf } from '../../upkeep/groupFindings.ts';
import type { JobWorker, Slice } from './jobWorker.ts';

const sighted = z.object({
  id: z.string(),
  revision: z.number(),
  project: z.string().nullable(),
  category: z.string(),
  worth: z.array(z.number()),
});
const notedSchema = z.array(
  z.object({ reason: z.enum(findingReasons), memory: sighted, other: sighted.optional() }),
);
const cursorSchema = z.object({
  page: z.string().nullable(),
  looked: z.number(),
  total: z.number(),
  noted: z.number(),
  isCut: z.boolean(),
});
type Cursor = z.output<typeof cursorSchema>;

const first: Cursor = { page: null, looked: 0, total: 0, noted: 0, isCut: false };
/** Each is compared with others, which takes a millisecond or two. */
const pageLength = 4;
/** What is found besides is for the next report. */
const mostNoted = 2_000;
/** Where findings wait for the report: a cursor that grows would be written again with each slice. */
const space = 'consolidation';
/** Those of a look that nobody ended, ms. */
const waitsFor = 7 * 24 * 60 * 60_000;

export interface ConsolidationWorkerParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly forges: () => Forges;
}

interface Gone {
  readonly anchors: ReadonlySet<string>;
  readonly projects: ReadonlySet<string>;
}

/** Looks through memories for what is stale, said twice, contradicting or left behind. Changes nothing. */
export class ConsolidationWorker implements JobWorker<Gone> {
  readonly kind = consolidationKind;
  readonly #parts: ConsolidationWorkerParts;

  constructor(parts: ConsolidationWorkerParts) {
    this.#parts = parts;
  }

  /** Asks for files, which is nothing to do while others wait for the unit. */
  async prepare(job: Job): Promise<Gone> {
    const payload = consolidationPayload.parse(job.payload);
    const cursor = cursorOf(job);
    const { memories, roots } = await this.#parts.store.read(async (unit) => ({
      memories: (await pageOf(unit, payload, cursor.page)).memories,
      roots: new Map((await unit.projects.list()).map(({ id, root }) => [id, root])),
    }));
    const projects = new Set<string>();
    const anchors = new Set<string>();
    for (const { project } of memories) {
      const folder = project?.startsWith('folder:') ? project.slice('folder:'.length) : undefined;
      if (project !== null && folder !== undefined && !(await isThere(folder))) projects.add(project);
    }
    for (const memory of memories)
      if (await areFilesGone(memory, roots.get(memory.project ?? ''))) anchors.add(memory.id);
    return { anchors, projects };
  }

  async slice(job: Job, unit: UnitOfWork, _isOver: () => boolean, gone: Gone): Promise<Slice> {
    const { clock, forges } = this.#parts;
    const payload = consolidationPayload.parse(job.payload);
    const cursor = cursorOf(job);
    const { memories, nextCursor, total } = await pageOf(unit, payload, cursor.page);
    const { daysStale, threshold } = payload;
    const options = { now: clock.now(), daysStale, threshold, forges: forges(), gone };
    const found = await sightingsOf(unit, memories, options);
    const noted = found.slice(0, mostNoted - cursor.noted).map(notedOf);
    const next: Cursor = {
      page: nextCursor,
      looked: cursor.looked + memories.length,
      total: Math.max(cursor.total, total),
      noted: cursor.noted + noted.length,
      isCut: cursor.isCut || noted.length < found.length,
    };
    if (noted.length > 0) {
      const key = `${job.id} ${String(cursor.looked).padStart(9, '0')}`;
      await unit.keyValues.set(space, key, noted, options.now + waitsFor, options.now);
    }
    const progress = { done: next.looked, total: next.total };
    if (nextCursor !== null) return { cursor: next, progress, isDone: false };
    const report: ConsolidationReport = {
      at: options.now,
      looked: next.looked,
      daysStale,
      groups: groupFindings(await takeNoted(unit, job.id, options.now)),
      isCut: next.isCut,
    };
    return { cursor: next, progress, isDone: true, result: report };
  }
}

/** What was noted of a look, in its order; it is kept no longer. */
async function takeNoted({ keyValues }: UnitOfWork, id: string, now: number): Promise<Noted[]> {
  const entries = (await keyValues.list(space, now)).filter(({ key }) => key.startsWith(`${id} `));
  for (const { key } of entries) await keyValues.remove(space, key);
  return entries.flatMap(({ value }) => notedSchema.parse(value));
}

const cursorOf = (job: Job): Cursor => cursorSchema.safeParse(job.cursor).data ?? first;

const notedOf = ({ memory, other, reason }: Sighting) => ({
  reason,
  memory: sightedOf(memory),
  ...(other ? { other: sightedOf(other) } : {}),
});

function pageOf(unit: ReadUnit, { projects }: ConsolidationPayload, page: string | null) {
  const filter: MemoryFilter = {
    statuses: ['active', 'resolved', 'superseded'],
    ...(projects ? { projects } : {}),
  };
  return unit.memories.list(filter, { limit: pageLength, ...(page === null ? {} : { cursor: page }) });
}

/** Of a memory that is about files of a folder that is there. */
async function areFilesGone({ anchors }: Memory, root: string | undefined): Promise<boolean> {
  if (anchors.length === 0 || root === undefined || !(await isThere(root))) return false;
  for (const { path: file } of anchors) {
    const place = path.resolve(root, file);
    // Nothing is asked about what lies elsewhere.
    if (!place.startsWith(root + path.sep) || (await isThere(place))) return false;
  }
  return true;
}

const isThere = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );
