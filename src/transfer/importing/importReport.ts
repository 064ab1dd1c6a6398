import type { Memory } from '../../core/memory/memory.ts';
import type { ImportFate } from '../../memories/importMemory.ts';

type Counts = Record<string, number>;

/** What an import has done so far. Plain JSON: it stands in the cursor of the job, so it stays small. */
export interface ImportReport {
  /** Entries of the source that were read. */
  readonly items: number;
  /** Memories by what became of them. */
  readonly fates: Readonly<Counts>;
  /** Of those that were added or changed. */
  readonly byCategory: Readonly<Counts>;
  readonly byStatus: Readonly<Counts>;
  /** What does not count here as it did there: trust, pins, places among directives, and what waits in the Inbox. */
  readonly lowered: Readonly<Counts>;
  /** Other things than memories, by kind: what was written, and what was here. */
  readonly rows: Readonly<Record<string, { readonly written: number; readonly known: number }>>;
  readonly links: { readonly made: number; readonly left: number };
  /** What was not taken over, by reason. */
  readonly left: Readonly<Counts>;
  /** Memories in which secrets, hidden characters or private parts were replaced, by kind. */
  readonly redacted: Readonly<Counts>;
  /** Projects that were not known before. */
  readonly newProjects: readonly string[];
  /** Memories that are here under another id than in the export. */
  readonly renamed: number;
  /** Memories that lead to others. */
  readonly linked: number;
}

const mostReasons = 100;
const mostProjects = 200;

/** Counts on a report in one slice: what is written down is the copy that `done` makes. */
export class ReportBuilder {
  #items: number;
  readonly #fates: Counts;
  readonly #byCategory: Counts;
  readonly #byStatus: Counts;
  readonly #lowered: Counts;
  readonly #rows: Record<string, { written: number; known: number }>;
  readonly #links: { made: number; left: number };
  readonly #left: Counts;
  readonly #redacted: Counts;
  readonly #newProjects: string[];
  #renamed: number;
  #linked: number;

  constructor(before: ImportReport = emptyReport) {
    this.#items = before.items;
    this.#fates = { ...before.fates };
    this.#byCategory = { ...before.byCategory };
    this.#byStatus = { ...before.byStatus };
    this.#lowered = { ...before.lowered };
    this.#rows = Object.fromEntries(
      Object.entries(before.rows).map(([name, counts]) => [name, { ...counts }]),
    );
    this.#links = { ...before.links };
    this.#left = { ...before.left };
    this.#redacted = { ...before.redacted };
    this.#newProjects = [...before.newProjects];
    this.#renamed = before.renamed;
    this.#linked = before.linked;
  }

  item(redacted: readonly string[]): void {
    this.#items += 1;
    for (const kind of redacted) add(this.#redacted, kind);
  }

  memory(fate: ImportFate, { category, status, deletedAt }: Memory, lowered: readonly string[]): void {
    add(this.#fates, fate);
    if (fate !== 'added' && fate !== 'updated' && fate !== 'revived') return;
    add(this.#byCategory, category);
    add(this.#byStatus, deletedAt === null ? status : 'deleted');
    for (const each of lowered) add(this.#lowered, each);
  }

  gone(fate: ImportFate): void {
    add(this.#fates, fate);
  }

  row(kind: string, isWritten: boolean): void {
    const counts = (this.#rows[kind] ??= { written: 0, known: 0 });
    counts[isWritten ? 'written' : 'known'] += 1;
  }

  link(isMade: boolean): void {
    this.#links[isMade ? 'made' : 'left'] += 1;
  }

  /** Links to what the source does not have. */
  lostLinks(count: number): void {
    this.#links.left += count;
  }

  left(reason: string, links = 0): void {
    this.lostLinks(links);
    const short = reason.slice(0, 200);
    const isFull = Object.keys(this.#left).length >= mostReasons && !(short in this.#left);
    add(this.#left, isFull ? 'other reasons' : short);
  }

  newProject(name: string): void {
    if (this.#newProjects.length < mostProjects && !this.#newProjects.includes(name))
      this.#newProjects.push(name);
  }

  renamed(): void {
    this.#renamed += 1;
  }

  linked(): void {
    this.#linked += 1;
  }

  done(): ImportReport {
    return {
      items: this.#items,
      fates: this.#fates,
      byCategory: this.#byCategory,
      byStatus: this.#byStatus,
      lowered: this.#lowered,
      rows: this.#rows,
      links: this.#links,
      left: this.#left,
      redacted: this.#redacted,
      newProjects: this.#newProjects,
      renamed: this.#renamed,
      linked: this.#linked,
    };
  }
}

export const emptyReport: ImportReport = {
  items: 0,
  fates: {},
  byCategory: {},
  byStatus: {},
  lowered: {},
  rows: {},
  links: { made: 0, left: 0 },
  left: {},
  redacted: {},
  newProjects: [],
  renamed: 0,
  linked: 0,
};

function add(counts: Counts, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
