import { isRecord } from '../../core/isRecord.ts';
import type { FieldLedger } from '../fieldLedger.ts';
import { type Fate, textIn } from '../foreignTables.ts';
import type { JsonElement } from '../own/jsonElements.ts';

const ofApp: Fate = { because: 'about an app, and not about its memories' };
const ofFile: Fate = { because: 'about the list, and not about a memory' };
const unknown: Fate = { because: 'in a list that is not known here' };
const ofCategory: Fate = { because: 'about a category, and not about a memory' };
const named = (field: string, became: Fate, other: Fate): Fate =>
  field === 'id' || field === 'name' ? became : other;

/** Lists beside the memories in an export of OpenMemory, and what becomes of their fields. */
const lists: Readonly<Record<string, (field: string) => Fate>> = {
  apps: (field) => named(field, 'project', ofApp),
  categories: (field) => named(field, 'tags', ofCategory),
  status_history: (field) => (field === 'id' ? { because: 'the id of a row' } : 'metadata.status_history'),
  memory_categories: () => ({ because: 'the same as category_ids' }),
  access_controls: () => ({ because: 'which app may read what: memories are not divided among apps here' }),
  relations: () => ({ because: 'its graph, which it derives from the memories' }),
};
const objects: Readonly<Record<string, Fate>> = {
  user: { because: 'about the person, and not about a memory' },
  export_meta: { because: 'about the export itself' },
};

/** What an export of OpenMemory keeps beside its memories, which point at it by ids. */
export class OpenMemoryNames {
  readonly #apps = new Map<string, string>();
  readonly #categories = new Map<string, string>();
  readonly #histories = new Map<string, Record<string, unknown>[]>();
  #user: { readonly id: string; readonly name: string } | undefined;

  /** Hands in what stands beside the memories, with all of its fields in the ledger. */
  add({ name, value, isOfList }: JsonElement, ledger: FieldLedger): void {
    const fateOf = isOfList ? (lists[name] ?? (() => unknown)) : () => objects[name] ?? ofFile;
    if (!isRecord(value)) return ledger.add('the file', name, fateOf(name));
    ledger.addFields(name, value, fateOf);
    const [id, said] = [textIn(value['id']), textIn(value['name'])];
    if (name === 'user' && id !== undefined) this.#user = { id, name: textIn(value['user_id']) ?? id };
    if (name === 'apps' && id !== undefined && said !== undefined) this.#apps.set(id, said);
    if (name === 'categories' && id !== undefined && said !== undefined) this.#categories.set(id, said);
    if (name === 'status_history') this.#addHistory(value);
  }

  /** The name of an app; undefined for what is no id of one. */
  appOf(id: unknown): string | undefined {
    return typeof id === 'string' ? this.#apps.get(id) : undefined;
  }

  categoryOf(id: string): string | undefined {
    return this.#categories.get(id);
  }

  /** The name by which the person was known there. */
  userOf(id: unknown): string | undefined {
    return this.#user !== undefined && this.#user.id === id ? this.#user.name : undefined;
  }

  historyOf(memory: string): readonly Record<string, unknown>[] | undefined {
    return this.#histories.get(memory);
  }

  #addHistory({ id: _id, memory_id: memory, ...change }: Readonly<Record<string, unknown>>): void {
    if (typeof memory !== 'string') return;
    const known = this.#histories.get(memory);
    if (known) known.push(change);
    else this.#histories.set(memory, [change]);
  }
}
