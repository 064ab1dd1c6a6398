import type { FieldLedger } from './fieldLedger.ts';
import type { Fate } from './foreignTables.ts';

/** Takes a record of another system apart, field by field. What nobody has taken in the end is its metadata. */
export class FieldTaker {
  readonly #left: Map<string, unknown>;
  readonly #ledger: FieldLedger;
  readonly #place: string;
  readonly #prefix: string;

  /** `prefix` stands before the names in the ledger. Fields that say nothing count as not there. */
  constructor(record: Readonly<Record<string, unknown>>, ledger: FieldLedger, place: string, prefix = '') {
    this.#left = new Map(Object.entries(record).filter(([, value]) => value !== null && value !== undefined));
    this.#ledger = ledger;
    this.#place = place;
    this.#prefix = prefix;
  }

  has(field: string): boolean {
    return this.#left.has(field);
  }

  /** The first of the fields that `read` makes something of. One of which it makes nothing goes on being there. */
  take<T>(
    fields: string | readonly string[],
    fate: Fate,
    read: (value: unknown) => T | undefined,
  ): T | undefined {
    for (const field of [fields].flat()) {
      const found = this.#left.has(field) ? read(this.#left.get(field)) : undefined;
      if (found === undefined) continue;
      this.#left.delete(field);
      this.#ledger.add(this.#place, this.#prefix + field, fate);
      return found;
    }
    return undefined;
  }

  leave(fields: string | readonly string[], because: string): void {
    for (const field of [fields].flat()) this.take(field, { because }, (value) => value);
  }

  /** Leaves out whatever is left. */
  leaveAll(because: string): void {
    this.leave([...this.#left.keys()], because);
  }

  /** What is left, for the metadata: under the names that it has, or as a part of something in it. */
  rest(under = 'metadata'): Record<string, unknown> {
    for (const field of this.#left.keys())
      this.#ledger.add(this.#place, this.#prefix + field, `${under}.${field}`);
    const rest = Object.fromEntries(this.#left);
    this.#left.clear();
    return rest;
  }
}
