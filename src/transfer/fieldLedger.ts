import { type Fate, accountOf } from './foreignTables.ts';
import type { FieldAccount } from './incoming.ts';

/** Counts what became of the fields of a source that is read once, from its beginning to its end. */
export class FieldLedger {
  readonly #accounts = new Map<
    string,
    { readonly place: string; readonly field: string; readonly fate: Fate; count: number }
  >();

  add(place: string, field: string, fate: Fate, count = 1): void {
    const key = JSON.stringify([place, field, fate]);
    const known = this.#accounts.get(key);
    if (known) known.count += count;
    else this.#accounts.set(key, { place, field, fate, count });
  }

  /** Every field of a record that says something. */
  addFields(
    place: string,
    record: Readonly<Record<string, unknown>>,
    fateOf: (field: string) => Fate,
    prefix = '',
  ): void {
    for (const [name, value] of Object.entries(record))
      if (value !== null && value !== undefined) this.add(place, prefix + name, fateOf(name));
  }

  clear(): void {
    this.#accounts.clear();
  }

  accounts(): FieldAccount[] {
    return [...this.#accounts.values()].map(({ place, field, fate, count }) =>
      accountOf(place, field, fate, count),
    );
  }
}
