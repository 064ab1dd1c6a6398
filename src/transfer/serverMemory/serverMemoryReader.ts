import type { Incoming } from '../incoming.ts';
import { LedgerReader, upToDamage } from '../ledgerReader.ts';
import { OddLines } from '../oddLines.ts';
import { type GraphForm, type GraphRelation, graphParts } from './graphFile.ts';
import { graphMemory } from './graphMemory.ts';

/** Reads the graph twice: relations stand behind the entities that they are of. */
export class ServerMemoryReader extends LedgerReader {
  readonly place: string;
  readonly form: string;
  readonly #form: GraphForm;

  constructor(file: string, form: GraphForm) {
    super();
    this.place = file;
    this.#form = form;
    this.form = form === 'lines' ? 'graph, one entity or relation a line' : 'answer of read_graph';
  }

  protected async *read(): AsyncGenerator<Incoming> {
    yield* upToDamage(this.ledger, this.#items());
  }

  async *#items(): AsyncGenerator<Incoming> {
    // What is left in it at the end is of entities that are not there.
    const relations = await this.#relations();
    const seen = new Set<string>();
    const odd = new OddLines(this.ledger);
    for await (const part of graphParts(this.place, this.#form)) {
      if (part.kind === 'odd') yield odd.leave(part.where, part.isCut);
      else if (part.kind === 'entity') {
        const { name } = part.entity;
        const ref = freeRef(name.trim() === '' ? 'no name' : name, seen);
        // All of them belong to the first of that name, as they do for the server.
        const own = relations.get(name) ?? [];
        relations.delete(name);
        yield graphMemory(part.entity, { ref, relations: own }, this.ledger);
      }
    }
    for (const [from, list] of relations) yield* this.#orphans(from, list);
  }

  async #relations(): Promise<Map<string, GraphRelation[]>> {
    const found = new Map<string, GraphRelation[]>();
    for await (const part of graphParts(this.place, this.#form)) {
      if (part.kind !== 'relation') continue;
      const known = found.get(part.relation.from);
      if (known) known.push(part.relation);
      else found.set(part.relation.from, [part.relation]);
    }
    return found;
  }

  /** Relations of an entity that is not in the file: they are all that is known of it. */
  *#orphans(name: string, relations: readonly GraphRelation[]): Generator<Incoming> {
    yield graphMemory({ name, fields: {} }, { ref: name, relations }, this.ledger);
  }
}

/** The name of an entity, or that with a number where the file has several of that name. */
function freeRef(name: string, seen: Set<string>): string {
  let ref = name;
  for (let number = 2; seen.has(ref); number += 1) ref = `${name} (${number})`;
  seen.add(ref);
  return ref;
}
