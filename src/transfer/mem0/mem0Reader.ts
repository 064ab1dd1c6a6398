import { isRecord } from '../../core/isRecord.ts';
import { textLines } from '../files/textLines.ts';
import type { Incoming } from '../incoming.ts';
import { LedgerReader, upToDamage } from '../ledgerReader.ts';
import { OddLines } from '../oddLines.ts';
import { lineJson } from '../said.ts';
import { type Mem0Form, documentElements, memoriesIn, memoryLists } from './mem0Form.ts';
import { isUuid, mem0Memory } from './mem0Memory.ts';
import type { PackedText } from './mem0Source.ts';
import { OpenMemoryNames } from './openMemoryNames.ts';

const shapes = { lines: 'one a line', document: 'one list', one: 'a single one' } as const;

/** Reads an export as it comes, however long: nothing of it is kept but what OpenMemory has beside the memories. */
export class Mem0Reader extends LedgerReader {
  readonly place: string;
  readonly form: string;
  readonly #text: PackedText;
  readonly #form: Mem0Form;

  constructor(file: string, text: PackedText, form: Mem0Form) {
    super();
    this.#text = text;
    this.#form = form;
    // Their ids are of the whole world, so that a memory is known again from whichever export.
    this.place = isUuid(form.first['id']) ? 'mem0' : file;
    this.form = [
      form.isOpenMemory ? 'export of OpenMemory' : 'memories of Mem0',
      shapes[form.shape],
      text.packing,
    ]
      .filter((part) => part !== '')
      .join(', ');
  }

  protected async *read(): AsyncGenerator<Incoming> {
    for (const name of this.#text.repeated)
      this.ledger.add(name, '*', { because: 'the same memories once more' });
    yield* upToDamage(this.ledger, this.#form.shape === 'lines' ? this.#lines() : this.#document());
  }

  async *#lines(): AsyncGenerator<Incoming> {
    const odd = new OddLines(this.ledger);
    for await (const { number, text, isCut } of textLines(this.#text.chunks())) {
      if (text.trim() === '') continue;
      const memories = isCut ? [] : memoriesIn(lineJson(text));
      for (const memory of memories) yield mem0Memory(memory, this.ledger, 'memories');
      if (memories.length > 0) continue;
      yield odd.leave(`line ${number}`, isCut);
    }
  }

  async *#document(): AsyncGenerator<Incoming> {
    if (this.#form.shape === 'one') return yield mem0Memory(this.#form.first, this.ledger, 'memories');
    const names = this.#form.isOpenMemory ? await this.#names() : undefined;
    let number = 0;
    for await (const element of documentElements(this.#text.chunks())) {
      const { name, value, isOfList } = element;
      if (!isOfList || !memoryLists.has(name)) {
        if (names === undefined) new OpenMemoryNames().add(element, this.ledger);
        continue;
      }
      number += 1;
      const [memory] = memoriesIn([value]);
      if (memory) {
        yield mem0Memory(memory, this.ledger, 'memories', names);
        continue;
      }
      const reason = 'entries that are no memory';
      if (isRecord(value)) this.ledger.addFields('memories', value, () => ({ because: reason }));
      yield { kind: 'left', ref: `entry ${number}`, reason };
    }
  }

  /** What memories point at may stand behind them. */
  async #names(): Promise<OpenMemoryNames> {
    const names = new OpenMemoryNames();
    for await (const element of documentElements(this.#text.chunks()))
      if (!element.isOfList || !memoryLists.has(element.name)) names.add(element, this.ledger);
    return names;
  }
}
