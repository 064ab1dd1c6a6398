import { MemoryBridgeError } from '../../core/errors.ts';
import type { Forges } from '../../core/forge/forges.ts';
import type { Actor } from '../../core/memory/history.ts';
import type { Memory } from '../../core/memory/memory.ts';
import type { IdGenerator } from '../../core/ports.ts';
import type { Project } from '../../core/project/project.ts';
import { carryOut, type ImportedMemory, type ImportFate, planImport } from '../../memories/importMemory.ts';
import { MemoryChanges } from '../../memories/memoryChanges.ts';
import { withNewQuarantine } from '../../memories/ordersToModels.ts';
import type { ImportPayload } from '../../protocol/transferResults.ts';
import { ProjectModes } from '../../projects/projectModes.ts';
import type { IncomingText } from '../../safety/incomingText.ts';
import type { Store } from '../../store/ports/store.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import { exportFormat } from '../own/exportFormat.ts';
import type { ImportReader, Incoming } from '../incoming.ts';
import { cleanRef } from './cleanIncoming.ts';
import { type ImportPlace } from './importPlace.ts';
import { ImportProjects } from './importProjects.ts';
import { type ImportReport, ReportBuilder } from './importReport.ts';
import { bringProject, bringValue } from './broughtBeside.ts';
import { ForeseenLinks } from './foreseenLinks.ts';
import { linkImported } from './linkImported.ts';
import { type Entry, Preparer, type Prepared } from './prepareItem.ts';

export interface ImportParts {
  readonly store: Store;
  readonly projects: ConstructorParameters<typeof ImportProjects>[0];
  readonly incoming: IncomingText;
  readonly forges: () => Forges;
  readonly ids: IdGenerator;
  readonly clock: { now(): number; monotonic(): number };
  readonly initialMode: () => 'on' | 'off';
}

/** What is asked for, of the system that it turned out to be. */
export type ImportWish = ImportPayload & { readonly system: string };

export interface Written {
  readonly place: ImportPlace;
  /** What was added or changed, as it is now. */
  readonly changed: readonly Memory[];
}

/** Read ahead of what is written: enough for the longest slice. */
const mostQueued = 300;
/** More at a time would keep others waiting, fewer cost more. */
const cleanedAtOnce = 16;
/** Entries of a slice at least. */
const leastWritten = 10;
/** How long is read ahead before something is written, ms: in turns with whoever calls, for as much as a slice can write. */
const readForMs = 120;

/**
 * One import as long as this process does it. Reads, cleans and looks up projects outside of units of work, and writes what
 * is ready inside of them. Where it goes on stands in the place alone: a run that is thrown away is opened again from there.
 */
export class ImportRun {
  readonly #parts: ImportParts;
  readonly #payload: ImportWish;
  readonly #reader: ImportReader;
  readonly #preparer: Preparer;
  readonly #upserted = new Set<string>();
  /** In a dry run: what would be there to lead to. */
  readonly #foreseen = new ForeseenLinks();
  #iterator: AsyncIterator<Incoming> | undefined;
  #pass: ImportPlace['pass'] | undefined;
  #read = 0;
  #isAtEnd = false;
  /** Why no more can be read. What stands before is written first. */
  #fault: { readonly error: unknown } | undefined;
  #queue: Prepared[] = [];

  private constructor(
    parts: ImportParts,
    payload: ImportWish,
    reader: ImportReader,
    { place, all }: { readonly place: string; readonly all: Project | undefined },
  ) {
    this.#parts = parts;
    this.#payload = payload;
    this.#reader = reader;
    this.#preparer = new Preparer(
      parts,
      payload,
      place,
      new ImportProjects(parts.projects, parts.store, parts.incoming, all),
    );
  }

  /** `all` is the project that everything goes to. */
  static async of(
    parts: ImportParts,
    payload: ImportWish,
    reader: ImportReader,
    all: Project | undefined,
  ): Promise<ImportRun> {
    // Some stores are known by what is said in them.
    const place = await cleanRef(parts.incoming, reader.place);
    return new ImportRun(parts, payload, reader, { place, all });
  }

  get reader(): ImportReader {
    return this.#reader;
  }

  /** Has some entries ready behind the place. */
  async fill(place: ImportPlace, breathe: () => Promise<void>): Promise<void> {
    await this.#goTo(place);
    const { clock } = this.#parts;
    const until = clock.monotonic() + readForMs;
    await this.#lookAtModes();
    if (this.#fault && this.#queue.length === 0) throw this.#fault.error;
    while (!this.#isAtEnd && !this.#fault && this.#queue.length < mostQueued && clock.monotonic() < until) {
      this.#queue.push(...(await this.#preparer.prepare(await this.#next(), place.pass)));
      await breathe();
    }
  }

  /** Some entries of the source, as many as are cleaned at once. */
  async #next(): Promise<Entry[]> {
    const entries: Entry[] = [];
    while (entries.length < cleanedAtOnce) {
      const next = await this.#nextItem();
      if (this.#fault) break;
      if (!next || next.done) {
        this.#isAtEnd = true;
        break;
      }
      entries.push({ item: next.value, at: (this.#read += 1) });
    }
    return entries;
  }

  async #nextItem(): Promise<IteratorResult<Incoming> | undefined> {
    try {
      return await this.#iterator?.next();
    } catch (error) {
      this.#fault = { error };
      return undefined;
    }
  }

  /** Writes what is ready until `isOver`, and says where to go on. */
  async write(unit: UnitOfWork, place: ImportPlace, isOver: () => boolean): Promise<Written> {
    const report = new ReportBuilder(place.report);
    const changes = new MemoryChanges(
      unit,
      {
        actor: this.#actor,
        now: this.#parts.clock.now(),
        ids: this.#parts.ids,
        forges: this.#parts.forges(),
        // What a person says in an export that a person brings is theirs; what another system kept is nobody's.
        takesIn: this.#isOwnOfPerson ? 'export' : 'import',
        // Told by whoever runs this: many slices are one import.
        emit: () => {},
      },
      place.groupId,
    );
    let { done, after } = place;
    let written = 0;
    for (const item of this.#queue) {
      if (item.at <= done) continue;
      await this.#writeItem(changes, item, place, report);
      ({ at: done, ref: after } = item);
      // A commit costs as much as some entries: a slice that is over at once would be nothing but commits.
      if ((written += 1) >= leastWritten && isOver()) break;
    }
    const isPassOver = this.#isAtEnd && done >= this.#read;
    const reached: ImportReport = report.done();
    return {
      place: isPassOver
        ? nextPass(place, reached, this.#payload.isDryRun && this.#foreseen.isBlind)
        : { ...place, done, after, report: reached },
      changed: changes.changed,
    };
  }

  async close(): Promise<void> {
    await this.#iterator?.return?.();
    await this.#reader.close();
  }

  get #isOwnOfPerson(): boolean {
    return this.#payload.isPersons && this.#payload.system.startsWith(exportFormat);
  }

  get #actor(): Actor {
    const { kind, name } = this.#payload.actor;
    return name === undefined ? { kind } : { kind, name };
  }

  /** Forgets what is written, and begins to read anew where it has not read yet. */
  async #goTo(place: ImportPlace): Promise<void> {
    if (this.#pass === place.pass && this.#iterator) {
      this.#queue = this.#queue.filter(({ at }) => at > place.done);
      return;
    }
    await this.#iterator?.return?.();
    const iterator = this.#reader.items(place.after ?? undefined)[Symbol.asyncIterator]();
    // What cannot be said by a name is counted: the order is fixed.
    if (place.after === null) for (let passed = 0; passed < place.done; passed += 1) await iterator.next();
    // Another process has seen what is before it.
    if (this.#pass === undefined && (place.done > 0 || place.pass === 'links')) this.#foreseen.forget();
    this.#pass = place.pass;
    this.#read = place.done;
    this.#isAtEnd = false;
    this.#fault = undefined;
    this.#queue = [];
    this.#iterator = iterator;
  }

  /** Agents import nothing into a project in which memory is off by now. */
  async #lookAtModes(): Promise<void> {
    if (this.#payload.isPersons) return;
    const { store, clock, initialMode } = this.#parts;
    const modes = await store.read((unit) =>
      ProjectModes.read(unit, { initial: initialMode(), now: clock.now() }),
    );
    this.#preparer.isOff = (key) => modes.isOff(key);
  }

  async #writeItem(
    changes: MemoryChanges,
    item: Prepared,
    place: ImportPlace,
    report: ReportBuilder,
  ): Promise<void> {
    const { unit } = changes;
    if (item.kind === 'links')
      return this.#payload.isDryRun
        ? this.#foreseen.count(unit, item, report)
        : linkImported(changes, item, place, report);
    if (item.kind === 'nothing') return;
    report.item(item.redacted);
    if (item.kind === 'left') return report.left(item.reason, item.links);
    if (item.kind === 'row') {
      return this.#writeRow(changes, item, report);
    }
    await this.#writeMemory(changes, item.imported, item, report);
  }

  async #writeRow(
    changes: MemoryChanges,
    { section, row }: Extract<Prepared, { kind: 'row' }>,
    report: ReportBuilder,
  ): Promise<void> {
    const { isDryRun, duplicates } = this.#payload;
    try {
      report.row(
        section,
        isDryRun || (await this.#putRow(changes, { section, row }, duplicates === 'update')),
      );
    } catch (error) {
      if (!MemoryBridgeError.is(error, 'invalid_input')) throw error;
      report.left(`${section} that are no entries of this format`);
    }
  }

  /** What has no history is noted down, so that it can be taken back. */
  async #putRow(
    { unit, groupId }: MemoryChanges,
    { section, row }: Pick<Extract<Prepared, { kind: 'row' }>, 'section' | 'row'>,
    isReplaced: boolean,
  ): Promise<boolean> {
    const now = this.#parts.clock.now();
    if (section === 'values') return bringValue(unit, row, { groupId, isReplaced, now });
    const id = section === 'projects' ? String(row['id']) : undefined;
    const isNew = id !== undefined && (await unit.projects.findByReference(id))?.id !== id;
    const isWritten = await unit.transfer.put(section, row, { isReplaced });
    if (isWritten && isNew) await bringProject(unit, { id, name: String(row['name']) }, { groupId, now });
    return isWritten;
  }

  async #writeMemory(
    changes: MemoryChanges,
    imported: ImportedMemory,
    { project, lowered, isLinked, lostLinks }: Extract<Prepared, { kind: 'memory' }>,
    report: ReportBuilder,
  ): Promise<void> {
    const { unit } = changes;
    const plan = await planImport(unit, imported, {
      duplicates: this.#payload.duplicates,
      groupId: changes.groupId,
      nextId: () => this.#parts.ids.next(),
    });
    if (!plan.memory) return report.gone(plan.fate);
    const isElsewhere = imported.keepsId && plan.memory.id !== imported.memory.id;
    if (isElsewhere) report.renamed();
    if (isLinked) report.linked();
    const isNew = plan.fate === 'added' || plan.fate === 'revived';
    if (isNew) report.lostLinks(lostLinks);
    if (project && isNew) await this.#knowProject(changes, project, report);
    const written = this.#payload.isDryRun
      ? this.#asItWouldBe(changes, plan.fate, plan.memory)
      : ((await carryOut(changes, plan, imported)) ?? plan.memory);
    const isStopped = written.quarantine !== null && imported.memory.quarantine === null;
    if (this.#payload.isDryRun) this.#foreseen.note(plan.fate, imported);
    report.memory(plan.fate, written, isStopped ? [...lowered, 'orders'] : lowered);
  }

  #asItWouldBe({ context }: MemoryChanges, fate: ImportFate, memory: Memory): Memory {
    return fate === 'added' ? withNewQuarantine(memory, context) : memory;
  }

  async #knowProject(
    { unit, groupId }: MemoryChanges,
    project: Project,
    report: ReportBuilder,
  ): Promise<void> {
    if (this.#upserted.has(project.id)) return;
    const known = await unit.projects.findByReference(project.id);
    if (!known) report.newProject(project.name);
    if (!known && !this.#payload.isDryRun) {
      await unit.projects.upsert(project);
      await bringProject(unit, project, { groupId, now: this.#parts.clock.now() });
    }
    this.#upserted.add(project.id);
  }
}

/** Links lead to what comes later in the source, so they are made when all of it is there. */
function nextPass(place: ImportPlace, report: ImportReport, isBlind: boolean): ImportPlace {
  const isLast = place.pass === 'links' || isBlind || report.linked + report.renamed === 0;
  return { ...place, pass: isLast ? 'end' : 'links', done: 0, after: null, report };
}
