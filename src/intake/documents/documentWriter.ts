import type { Anchor } from '../../core/memory/anchor.ts';
import type { Evidence } from '../../core/memory/evidence.ts';
import { withArchiveReason } from '../../core/memory/archiveReason.ts';
import type { Memory, Trust } from '../../core/memory/memory.ts';
import type { Project } from '../../core/project/project.ts';
import { projectKeys } from '../../core/project/project.ts';
import { draftMemory } from '../../memories/draft.ts';
import { findSameText } from '../../memories/duplicates.ts';
import type { MemoryChanges } from '../../memories/memoryChanges.ts';
import { entitiesOf, tagsOf } from '../../memories/memoryWording.ts';
import type { Origin } from '../../store/ports/originRepository.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import { type DocumentItem, fingerprintOf, type ReadDocument } from './documentItem.ts';

/** What became of the parts of documents. */
export interface DocumentCounts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Its section is gone. */
  readonly archived: number;
  /** Somebody has edited the memory since: what the document says now waits in the Inbox. */
  readonly offered: number;
  /** A person has deleted or rejected the memory: it is not made again. */
  readonly left: number;
}

export const noCounts: DocumentCounts = {
  created: 0,
  updated: 0,
  unchanged: 0,
  archived: 0,
  offered: 0,
  left: 0,
};

export interface DocumentWriting {
  readonly unit: UnitOfWork;
  readonly changes: MemoryChanges;
  readonly project: Project;
  /** Kind of the origins: `markdown` for what was taken in, `project` for what was found in one. */
  readonly system: string;
  readonly trust: Trust;
  /** Until when what is new waits in the Inbox, ms; null where it is in force at once. */
  readonly reviewUntil: number | null;
  /** The same for what is put otherwise and waits in any case. */
  readonly offerUntil: number;
}

/** A memory whose section is gone keeps its words, so that it comes back with the section. */
const gone = 'gone:';

/** Keeps memories in step with the document that they were made of. Nothing that a person has changed is overwritten. */
export class DocumentWriter {
  readonly #parts: DocumentWriting;
  readonly #document: ReadDocument;
  readonly #refs: ReadonlySet<string>;
  #counts: DocumentCounts = noCounts;
  #unclaimed: Origin[] | undefined;

  constructor(parts: DocumentWriting, document: ReadDocument) {
    this.#parts = parts;
    this.#document = document;
    this.#refs = new Set(document.items.map(({ ref }) => ref));
  }

  get counts(): DocumentCounts {
    return this.#counts;
  }

  /** Writes items from this one on until `isOver`; returns where to go on, undefined when all is done. */
  async write(from: number, isOver: () => boolean): Promise<number | undefined> {
    const { items } = this.#document;
    for (let at = from; at < items.length; at += 1) {
      if (at > from && isOver()) return at;
      const item = items[at];
      if (item) this.#count(await this.#writeItem(item));
    }
    await this.#archiveGone();
    return undefined;
  }

  #count(outcome: keyof DocumentCounts): void {
    this.#counts = { ...this.#counts, [outcome]: this.#counts[outcome] + 1 };
  }

  async #writeItem(item: DocumentItem): Promise<keyof DocumentCounts> {
    const origin = await this.#originOf(item);
    if (!origin) return this.#take(item);
    const memory = await this.#parts.unit.memories.get(origin.memory);
    const fingerprint = fingerprintOf(item);
    const isSame = origin.fingerprint === fingerprint;
    if (!memory || memory.deletedAt !== null || memory.status === 'rejected') {
      await this.#note(item, origin.memory, fingerprint);
      return 'left';
    }
    if (origin.fingerprint === gone + fingerprint) return this.#bringBack(item, memory);
    if (isSame) return this.#follow(item, memory);
    const isTheirs = isAsRead(memory, origin);
    const [other] = await this.#othersThatSay(memory, item.ref, isTheirs);
    if (other) {
      if (isTheirs) await this.#handOver(memory, other);
      return this.#take(item);
    }
    if (isTheirs) return this.#putOtherwise(item, memory);
    await this.#note(item, memory.id, fingerprint);
    return this.#offer(item, memory);
  }

  async #putOtherwise(item: DocumentItem, memory: Memory): Promise<keyof DocumentCounts> {
    const { unit, project } = this.#parts;
    const same = await findSameText(unit, item, projectKeys(project), isInForce);
    await this.#note(item, same?.id ?? memory.id, fingerprintOf(item));
    if (!same || same.id === memory.id) return this.#update(item, memory);
    if (isInForce(memory) && !memory.pinned) await this.#archive(memory);
    return 'updated';
  }

  /**
   * Sections that say the same have one memory, which is called by one of them. The others that lead to it, as far as they
   * were read: all of them, or that one alone.
   */
  async #othersThatSay(memory: Memory, ref: string, isAnyOfThem: boolean): Promise<Origin[]> {
    const { unit, system } = this.#parts;
    const { items, place } = this.#document;
    return (await unit.origins.ofMemory(memory.id)).filter((other) => {
      if (other.system !== system || other.fingerprint?.startsWith(gone)) return false;
      if (!isAnyOfThem && !isAsRead(memory, other)) return false;
      if (other.place !== place) return true;
      const now = items.find((item) => item.ref === other.ref);
      return other.ref !== ref && now !== undefined && fingerprintOf(now) === other.fingerprint;
    });
  }

  /** The memory is called by another section from its next reading on. */
  #handOver(memory: Memory, other: Origin): Promise<void> {
    return this.#parts.unit.origins.put({ ...other, fingerprint: fingerprintOf(memory) });
  }

  /** By its name in the document, else by its words where a heading was put otherwise. */
  async #originOf(item: DocumentItem): Promise<Origin | undefined> {
    const { unit } = this.#parts;
    const known = await unit.origins.get(this.#name(item.ref));
    if (known) return known;
    for (const other of await this.#gone()) {
      const memory = await unit.memories.get(other.memory);
      if (!memory || !isAsRead(memory, other) || memory.content !== item.content) continue;
      await unit.origins.remove(other);
      this.#unclaimed = this.#unclaimed?.filter((each) => each !== other);
      const moved = { ...other, ...this.#name(item.ref) };
      await unit.origins.put(moved);
      return moved;
    }
    return undefined;
  }

  async #take(item: DocumentItem): Promise<keyof DocumentCounts> {
    const { unit, project, changes } = this.#parts;
    const same = await findSameText(unit, item, projectKeys(project));
    if (same) {
      await this.#note(item, same.id, fingerprintOf(item));
      return 'unchanged';
    }
    const memory = await changes.create(this.#draft(item, this.#parts.reviewUntil));
    await this.#note(item, memory.id, fingerprintOf(item));
    return 'created';
  }

  #draft(item: DocumentItem, reviewUntil: number | null, links: Memory['links'] = []): Memory {
    const { project, trust, changes } = this.#parts;
    return draftMemory(
      {
        category: item.category,
        scope: 'project',
        project: project.id,
        title: item.title,
        content: item.content,
        why: item.why ?? null,
        tags: item.tags,
        entities: this.#entities(item),
        anchors: this.#anchors(item),
        source: { kind: 'import', ref: `${item.path}:${item.startLine}` },
        trust,
        confidence: confidence[trust],
        review: reviewUntil === null ? undefined : { expiresAt: reviewUntil },
        saidAt: this.#document.changedAt,
        evidence: [this.#evidence(item)],
        links,
      },
      changes.context,
    );
  }

  async #update(item: DocumentItem, memory: Memory): Promise<keyof DocumentCounts> {
    await this.#parts.changes.change(
      memory,
      {
        title: item.title,
        content: item.content,
        why: item.why ?? memory.why,
        tags: tagsOf(memory.tags, item.tags),
        entities: this.#entities(item),
        ...this.#place(item),
      },
      'edit',
    );
    return 'updated';
  }

  /** The words are the same; where they stand, and the heading above them, may have changed. */
  async #follow(item: DocumentItem, memory: Memory): Promise<keyof DocumentCounts> {
    const [anchor] = memory.anchors;
    const hasMoved =
      anchor !== undefined && (anchor.startLine !== item.startLine || anchor.endLine !== item.endLine);
    if (hasMoved && memory.anchors.length === 1)
      await this.#parts.changes.change(memory, this.#place(item), 'edit');
    return 'unchanged';
  }

  async #bringBack(item: DocumentItem, memory: Memory): Promise<keyof DocumentCounts> {
    await this.#note(item, memory.id, fingerprintOf(item));
    if (memory.status !== 'archived') return this.#follow(item, memory);
    const back = { status: 'active', metadata: withArchiveReason(memory.metadata) } as const;
    await this.#parts.changes.change(memory, { ...back, ...this.#place(item) }, 'restore');
    return 'updated';
  }

  /** A person looks at both. */
  async #offer(item: DocumentItem, memory: Memory): Promise<keyof DocumentCounts> {
    const { unit, project, changes, offerUntil } = this.#parts;
    const same = await findSameText(unit, item, projectKeys(project));
    if (same) return 'unchanged';
    await changes.create(this.#draft(item, offerUntil, [{ kind: 'replaces', to: memory.id }]));
    return 'offered';
  }

  /** What the document said and says no more is put away, unless somebody has made it their own. */
  async #archiveGone(): Promise<void> {
    const { unit } = this.#parts;
    for (const origin of await this.#gone()) {
      if (origin.fingerprint?.startsWith(gone)) continue;
      const memory = await unit.memories.get(origin.memory);
      await unit.origins.put({ ...origin, fingerprint: gone + (origin.fingerprint ?? ''), at: this.#now });
      if (!memory || !isInForce(memory) || memory.pinned || !isAsRead(memory, origin)) continue;
      const [other] = await this.#othersThatSay(memory, origin.ref, true);
      if (other) {
        await this.#handOver(memory, other);
        continue;
      }
      await this.#archive(memory);
      this.#count('archived');
    }
  }

  async #archive(memory: Memory): Promise<void> {
    const reason = `No longer in ${pathIn(memory) ?? this.#document.place}`;
    const metadata = withArchiveReason(memory.metadata, reason);
    await this.#parts.changes.change(memory, { status: 'archived', expiresAt: null, metadata }, 'archive');
  }

  /** Of what the document said before under names that it has no longer. */
  async #gone(): Promise<readonly Origin[]> {
    if (this.#unclaimed) return this.#unclaimed;
    const { unit, system } = this.#parts;
    const found: Origin[] = [];
    for (let after: string | undefined; ;) {
      const page = await unit.origins.ofPlace({ system, place: this.#document.place }, { after, limit: 500 });
      found.push(...page.filter(({ ref }) => !this.#refs.has(ref)));
      if (page.length < 500) return (this.#unclaimed = found);
      after = page.at(-1)?.ref;
    }
  }

  #note({ ref }: DocumentItem, memory: string, fingerprint: string): Promise<void> {
    return this.#parts.unit.origins.put({ ...this.#name(ref), memory, fingerprint, at: this.#now });
  }

  #name(ref: string): Pick<Origin, 'system' | 'place' | 'ref'> {
    return { system: this.#parts.system, place: this.#document.place, ref };
  }

  get #now(): number {
    return this.#parts.changes.context.now;
  }

  #entities({ title, content, why }: DocumentItem): string[] {
    const { project, changes } = this.#parts;
    return entitiesOf([], [title, content, why], project.id, changes.context.forges);
  }

  #place(item: DocumentItem): Partial<Memory> {
    return {
      anchors: this.#anchors(item),
      source: { kind: 'import', ref: `${item.path}:${item.startLine}` },
      evidence: [this.#evidence(item)],
    };
  }

  #anchors({ path, startLine, endLine, contentHash }: DocumentItem): Anchor[] {
    return [{ path, startLine, endLine, contentHash }];
  }

  #evidence(item: DocumentItem): Evidence {
    const { redacted, changedAt } = this.#document;
    return {
      kind: 'file',
      says: 'stated',
      ref: item.path,
      at: changedAt,
      fingerprint: fingerprintOf(item),
      ...(redacted.length > 0 && { redacted }),
    };
  }
}

/** What a document says somebody wrote with care, and may have been right when it was written. */
const confidence: Readonly<Record<Trust, number>> = { user: 1, agent: 0.8, external: 0.7 };

/** It was made of the document, and nobody has put it otherwise since. */
const isAsRead = (memory: Memory, { fingerprint }: Origin): boolean =>
  memory.source.kind === 'import' && fingerprint === fingerprintOf(memory);

const isInForce = ({ status, deletedAt }: Memory): boolean =>
  (status === 'active' || status === 'candidate') && deletedAt === null;

const pathIn = ({ anchors: [anchor] }: Memory): string | undefined => anchor?.path;
