import type { Redactor } from '../core/ports.ts';
import type { TextCleaner } from './textCleaner.ts';

/** By the name of the cleaner, the kinds that it found. Cleaners that found nothing are left out. */
export type CleaningReport = ReadonlyMap<TextCleaner, readonly string[]>;

export interface Cleaned<T> {
  readonly value: T;
  readonly report: CleaningReport;
}

/** In which order the parts of a memory are read. Other fields follow as they come. */
const readingOrder = ['title', 'content', 'what', 'why', 'learned', 'note'];
const orderOf = (key: string): number => {
  const at = readingOrder.indexOf(key);
  return at < 0 ? readingOrder.length : at;
};

/** Texts that come again and again, as names of projects and sessions do, are looked at once. */
const mostKnown = 1_000;
const longestKnown = 1_000;

/**
 * The door through which every text comes in: what is said in the input of an operation, in the headers beside it, and
 * in a repository. Each cleaner sees what the one before it has left.
 */
export class IncomingText implements Redactor {
  readonly #cleaners: readonly TextCleaner[];
  readonly #known = new Map<string, Cleaned<string>>();

  /** In their order: what hides characters within a secret has to go before secrets are looked for. */
  constructor(cleaners: readonly TextCleaner[]) {
    this.#cleaners = cleaners;
  }

  /**
   * A value with every text in it cleaned, however deep, and everything else as it was.
   *
   * @param exact Names of fields whose values stay byte for byte, with all that is in them.
   * @param open Names of fields within which nothing is exact: whoever wrote them has chosen the names there.
   */
  clean<T>(
    value: T,
    exact: ReadonlySet<string> = none,
    open: ReadonlySet<string> = none,
  ): Promise<Cleaned<T>> {
    return this.#cleanBy(this.#cleaners, value, { exact, open });
  }

  /** The same for what is only asked. */
  cleanQuestion<T>(value: T, exact: ReadonlySet<string> = none): Promise<Cleaned<T>> {
    const cleaners = this.#cleaners.filter(({ cleansQuestions }) => cleansQuestions);
    return this.#cleanBy(cleaners, value, { exact, open: none });
  }

  async #cleanBy<T>(cleaners: readonly TextCleaner[], value: T, kept: Kept): Promise<Cleaned<T>> {
    if (cleaners.length === 0) return { value, report: new Map() };
    const { texts: given, names } = textsWithin(value, kept);
    const ofTexts = await this.#run(given, cleaners);
    // Apart from texts, so that what is split across two of these is still found.
    const ofNames = await this.#runEach([...names], cleaners);
    const report = joinReports([ofTexts.report, ofNames.report]);
    if (report.size === 0) return { value, report };
    const byPlace = ofTexts.texts.values();
    const byName = new Map([...names].map((name, at) => [name, ofNames.texts[at] ?? '']));
    const cleaned = visit(value, kept, {
      onText: () => byPlace.next().value ?? '',
      onName: (name) => byName.get(name) ?? name,
    });
    return { value: cleaned, report };
  }

  /** Whether all that a first look was shown may stay as it is. */
  async findsNothing({ groups }: FirstLook): Promise<boolean> {
    for (const cleaner of this.#cleaners) {
      if (cleaner.findsNothing) {
        if (!cleaner.findsNothing(groups)) return false;
        continue;
      }
      for (const texts of groups) if ((await cleaner.clean(texts)).found.length > 0) return false;
    }
    return true;
  }

  /** One text by itself, such as a name. */
  async text(given: string): Promise<Cleaned<string>> {
    const known = this.#known.get(given);
    if (known) return known;
    const { texts, report } = await this.#run([given]);
    const cleaned = { value: texts[0] ?? '', report };
    if (given.length > longestKnown) return cleaned;
    this.#known.set(given, cleaned);
    const [oldest] = this.#known.keys();
    if (this.#known.size > mostKnown && oldest !== undefined) this.#known.delete(oldest);
    return cleaned;
  }

  /** For what reads long texts one by one. */
  async redact(given: string): Promise<{ text: string; found: readonly string[] }> {
    const { texts, report } = await this.#run([given]);
    return { text: texts[0] ?? '', found: kindsIn(report) };
  }

  /** As texts that have nothing to do with one another. Where all of them together hold nothing, none does. */
  async #runEach(
    given: readonly string[],
    cleaners: readonly TextCleaner[],
  ): Promise<{ texts: readonly string[]; report: CleaningReport }> {
    const together = await this.#run(given, cleaners);
    if (together.report.size === 0) return together;
    const apart = [];
    for (const text of given) apart.push(await this.#run([text], cleaners));
    return {
      texts: apart.flatMap(({ texts }) => texts),
      report: joinReports(apart.map(({ report }) => report)),
    };
  }

  async #run(
    given: readonly string[],
    cleaners: readonly TextCleaner[] = this.#cleaners,
  ): Promise<{ texts: readonly string[]; report: CleaningReport }> {
    const report = new Map<TextCleaner, readonly string[]>();
    let texts = given;
    for (const cleaner of cleaners) {
      const cleaned = await cleaner.clean(texts);
      if (cleaned.found.length === 0) continue;
      texts = cleaned.texts;
      report.set(cleaner, cleaned.found);
    }
    return { texts, report };
  }
}

const none: ReadonlySet<string> = new Set();

/** What cleans a value, or a text that stands by itself. */
export type TextDoor = Pick<IncomingText, 'clean' | 'text' | 'redact'>;

/**
 * Leaves everything as it is and keeps in mind what it was shown. Where `IncomingText` finds nothing in all of that, what
 * went through here is the same as if each had been cleaned; else each has to be.
 */
export class FirstLook implements TextDoor {
  /** Texts that one call would have cleaned together. */
  readonly groups: (readonly string[])[] = [];

  async clean<T>(
    value: T,
    exact: ReadonlySet<string> = none,
    open: ReadonlySet<string> = none,
  ): Promise<Cleaned<T>> {
    const { texts, names } = textsWithin(value, { exact, open });
    if (texts.length > 0) this.groups.push(texts);
    for (const name of names) this.groups.push([name]);
    return { value, report: new Map() };
  }

  async text(given: string): Promise<Cleaned<string>> {
    this.groups.push([given]);
    return { value: given, report: new Map() };
  }

  async redact(given: string): Promise<{ text: string; found: readonly string[] }> {
    this.groups.push([given]);
    return { text: given, found: [] };
  }
}

function textsWithin(value: unknown, kept: Kept): { texts: string[]; names: Set<string> } {
  const texts: string[] = [];
  const names = new Set<string>();
  const cut: string[] = [];
  visit(value, kept, {
    onText: (text) => texts.push(text),
    onName: (name) => void names.add(name),
    onList: (list) => void (isCutUp(list) && cut.push(list.join(', '))),
  });
  // Behind all others: they are only looked at, so that what they tell of a piece is known.
  return { texts: [...texts, ...cut], names };
}

const longestCut = 10_000;

/** Whether a list was made of a text that somebody has cut at its commas: a piece closes what another one has opened. */
function isCutUp(list: readonly string[]): boolean {
  if (list.length < 2 || list.reduce((sum, { length }) => sum + length, 0) > longestCut) return false;
  return list.some(
    (piece) =>
      piece.split('"').length % 2 === 0 || piece.split(/[([{]/).length !== piece.split(/[)\]}]/).length,
  );
}

/** The kinds of all cleaners, or of the one of this name. */
export function kindsIn(report: CleaningReport, name?: string): string[] {
  const kinds = [...report].flatMap(([cleaner, found]) =>
    name === undefined || cleaner.name === name ? found : [],
  );
  return [...new Set(kinds)].toSorted();
}

/** What several texts held, as one report. */
export function joinReports(reports: readonly CleaningReport[]): CleaningReport {
  const joined = new Map<TextCleaner, readonly string[]>();
  for (const [cleaner, kinds] of reports.flatMap((report) => [...report]))
    joined.set(cleaner, [...new Set([...(joined.get(cleaner) ?? []), ...kinds])].toSorted());
  return joined;
}

/** What an answer says of the cleaning, one sentence a cleaner; of all of them, or of the one of this name. */
export function sayReport(report: CleaningReport, name?: string): string[] {
  return [...report].flatMap(([cleaner, kinds]) =>
    name === undefined || cleaner.name === name ? [cleaner.say(kinds)] : [],
  );
}

/** What of a value is passed over. */
interface Kept {
  readonly exact: ReadonlySet<string>;
  readonly open: ReadonlySet<string>;
}
const nothingKept: Kept = { exact: none, open: none };

interface Visitor {
  readonly onText: (text: string) => unknown;
  /** Of names below the fields of the value itself, which whoever calls chooses as freely as texts. */
  readonly onName: (name: string) => string | void;
  readonly onList?: (texts: readonly string[]) => void;
}

/** A copy with each text and each name replaced by what the visitor answers. The order is the same at each visit. */
function visit<T>(value: T, kept: Kept, visitor: Visitor, depth?: number): T;
function visit(value: unknown, kept: Kept, visitor: Visitor, depth = 0): unknown {
  if (typeof value === 'string') return visitor.onText(value);
  if (Array.isArray(value)) {
    if (value.every((each) => typeof each === 'string')) visitor.onList?.(value);
    return value.map((each: unknown) => visit(each, kept, visitor, depth + 1));
  }
  if (typeof value !== 'object' || value === null) return value;
  const fields = new Map<string, unknown>(Object.entries(value));
  for (const key of [...fields.keys()].toSorted((a, b) => orderOf(a) - orderOf(b)))
    if (!kept.exact.has(key))
      fields.set(key, visit(fields.get(key), kept.open.has(key) ? nothingKept : kept, visitor, depth + 1));
  return Object.fromEntries(
    [...fields].map(([name, each]) => [
      depth === 0 || kept.exact.has(name) ? name : (visitor.onName(name) ?? name),
      each,
    ]),
  );
}
