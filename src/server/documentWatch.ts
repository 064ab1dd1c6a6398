import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { MemoryBridgeError } from '../core/errors.ts';
import type { Clock, IdGenerator, Logger } from '../core/ports.ts';
import type { ProjectResolver } from '../core/project/project.ts';
import { documentFiles, isMarkdown } from '../intake/documents/documentFiles.ts';
import { documentJobOf } from '../intake/documents/documentJob.ts';
import { ProjectModes } from '../projects/projectModes.ts';
import { documentsKind } from '../protocol/documentResult.ts';
import type { MemoryEvent } from '../protocol/events.ts';
import { type WatchedDocuments, watchedSpace, watchedSchema } from '../protocol/watchedDocuments.ts';
import type { Store } from '../store/ports/store.ts';
import { type NamedPlace, personsSource } from '../transfer/confinedFile.ts';

export interface DocumentWatchParts {
  readonly store: Store;
  readonly settings: () => {
    readonly ingestion: { readonly documents: readonly string[] };
    readonly projects: { readonly default: 'on' | 'off' };
  };
  readonly projects: Pick<ProjectResolver, 'resolve'>;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly logger: Logger;
  readonly emit: (event: MemoryEvent) => void;
}

/** What ended of these jobs is kept: they come by themselves, and would drive out what others want to see. */
const mostEnded = 20;

/**
 * Has documents that the person has named in the settings read again when they have changed: it looks at the times and sizes
 * of their files, and says what it has seen in the store, so that nothing is read again because a server began.
 */
export class DocumentWatch {
  readonly #parts: DocumentWatchParts;
  /** Nothing is named, and nothing of what was is in the store: it is not asked again. */
  #isIdle = false;

  constructor(parts: DocumentWatchParts) {
    this.#parts = parts;
  }

  /** Looks at all of them. Resolves when what has changed waits to be read. */
  async look(signal: AbortSignal): Promise<void> {
    const { store, settings, clock, logger } = this.#parts;
    const wanted = settings().ingestion.documents;
    if (wanted.length === 0 && this.#isIdle) return;
    const known = new Map(
      (await store.read((unit) => unit.keyValues.list(watchedSpace, clock.now()))).map((entry) => [
        entry.key,
        watchedSchema.safeParse(entry.value).data,
      ]),
    );
    const gone = [...known.keys()].filter((each) => !wanted.includes(each));
    if (gone.length > 0)
      await store.write(async (unit) => {
        for (const each of gone) await unit.keyValues.remove(watchedSpace, each);
      });
    this.#isIdle = wanted.length === 0;
    for (const each of wanted) {
      if (signal.aborted) return;
      try {
        await this.#lookAt(each, known.get(each), signal);
      } catch (error) {
        if (signal.aborted) return;
        if (!MemoryBridgeError.is(error))
          logger.warn('Documents could not be looked at.', { reason: String(error) });
        await this.#note(each, known.get(each), {
          fault: error instanceof Error ? error.message : String(error),
        });
      }
    }
  }

  async #lookAt(given: string, known: WatchedDocuments | undefined, signal: AbortSignal): Promise<void> {
    const { store, settings, projects, clock, ids, emit } = this.#parts;
    const place = await personsSource(absolute(given));
    const files = await filesAt(place, signal);
    const stamp = await stampOf(files);
    if (known?.stamp === stamp && known.fault === null) return;
    const project = await projects.resolve(place.path);
    const [id, now] = [ids.next(), clock.now()];
    const job = await store.write(async (unit) => {
      const modes = await ProjectModes.read(unit, { initial: settings().projects.default, now });
      if (modes.isOff(project.id))
        throw new MemoryBridgeError('forbidden', `Memory is off in ${project.name}.`);
      await unit.projects.upsert(project);
      await unit.jobs.forgetEnded(documentsKind, mostEnded);
      const queued = await unit.jobs.enqueue({
        id,
        kind: documentsKind,
        project: project.id,
        payload: documentJobOf(place, project, {
          mode: 'ingest',
          category: null,
          tags: [],
          actor: { kind: 'system', name: 'documents' },
        }),
        createdAt: now,
      });
      // One that is under way may have passed what has changed: it is looked at again.
      if (queued.id === id)
        await unit.keyValues.set(
          watchedSpace,
          given,
          seen({ stamp, files: files.length, at: now }),
          null,
          now,
        );
      return queued;
    });
    if (job.id === id) emit({ kind: 'jobs', ids: [job.id], projects: [project.id] });
  }

  /** Written only where it is news: it is looked at all the time. */
  async #note(
    given: string,
    known: WatchedDocuments | undefined,
    change: Partial<WatchedDocuments>,
  ): Promise<void> {
    if (known && known.fault === change.fault) return;
    const now = this.#parts.clock.now();
    await this.#parts.store.write((unit) =>
      unit.keyValues.set(watchedSpace, given, seen({ ...known, ...change }), null, now),
    );
  }
}

const seen = (said: Partial<WatchedDocuments>): WatchedDocuments => ({
  stamp: '',
  files: 0,
  at: null,
  fault: null,
  ...said,
});

/** As a person writes it. */
function absolute(given: string): string {
  const named = /^~(?=[\\/]|$)/.test(given) ? path.join(homedir(), given.slice(1)) : given;
  if (path.isAbsolute(named)) return named;
  throw new MemoryBridgeError(
    'invalid_input',
    `"${given}" depends on a folder. Name the whole path in the setting.`,
  );
}

async function filesAt({ path: place, isFolder }: NamedPlace, signal: AbortSignal): Promise<string[]> {
  if (isFolder) return documentFiles(place, signal);
  if (isMarkdown(place)) return [place];
  throw new MemoryBridgeError('invalid_input', `${place} is no Markdown file.`);
}

/** Of the names, times and sizes of files: another one when any of them has changed. */
async function stampOf(files: readonly string[]): Promise<string> {
  const sum = createHash('sha256');
  for (const file of files) {
    const info = await stat(file).catch(() => undefined);
    sum.update(`${file} ${info?.mtimeMs ?? 0} ${info?.size ?? 0}\n`);
  }
  return sum.digest('base64url').slice(0, 22);
}
