import path from 'node:path';
import { isRecord } from '../../core/isRecord.ts';
import { textIn } from '../foreignTables.ts';
import type { Incoming } from '../incoming.ts';
import { LedgerReader, upToDamage } from '../ledgerReader.ts';
import { OddLines } from '../oddLines.ts';
import type { Mem0File } from './mem0File.ts';
import type { OtherFile } from './mem0Folder.ts';
import { isUuid, mem0Memory } from './mem0Memory.ts';
import { NewestMemories } from './newestMemories.ts';
import { OpenMemoryNames } from './openMemoryNames.ts';

const shapes = { lines: 'one a line', document: 'one list', one: 'a single one' } as const;
/** Files that are named where the source is named; all of them are among the fields. */
const mostNamed = 20;

/** Reads exports as they come, however long: nothing of them is kept but what OpenMemory has beside the memories. */
export class Mem0Reader extends LedgerReader {
  readonly place: string;
  readonly form: string;
  readonly #files: readonly Mem0File[];
  readonly #others: readonly OtherFile[];
  #newest: NewestMemories | undefined;

  /** @param others What else lies in the folder. */
  constructor(source: string, files: readonly Mem0File[], others: readonly OtherFile[] = []) {
    super();
    this.#files = files;
    this.#others = others;
    // Their ids are of the whole world, so that a memory is known again from whichever export.
    this.place = files.every(({ form }) => isUuid(form.first['id'])) ? 'mem0' : source;
    this.form = files.length === 1 && files[0] ? formOf(files[0]) : formOfSeveral(files);
  }

  protected async *read(): AsyncGenerator<Incoming> {
    yield* this.#leaveOthers();
    if (this.#files.length > 1) this.#newest ??= await NewestMemories.of(this.#files);
    for (const file of this.#files) {
      for (const name of file.text.repeated)
        this.ledger.add(name, '*', { because: 'the same memories once more' });
      const isOne = this.#files.length === 1;
      yield* upToDamage(this.ledger, this.#fileOf(file), isOne ? undefined : file.name);
    }
  }

  *#leaveOthers(): Generator<Incoming> {
    let odd = 0;
    for (const { name, isOdd } of this.#others) {
      const isNamed = isOdd && (odd += 1) <= mostNamed;
      const because = isOdd ? 'damaged, or no export of Mem0' : 'files that are no exports';
      const place = isNamed ? name : isOdd ? 'more files' : path.extname(name) || 'other';
      this.ledger.add('files', place, { because });
      yield { kind: 'left', ref: name, reason: isOdd ? `${place}: ${because}` : because };
    }
  }

  async *#fileOf(file: Mem0File): AsyncGenerator<Incoming> {
    const odd = new OddLines(this.ledger);
    const names = file.form.isOpenMemory ? await this.#names(file) : undefined;
    for await (const entry of file.entries()) {
      if (entry.kind === 'beside') {
        if (names === undefined) new OpenMemoryNames().add(entry.element, this.ledger);
      } else if (entry.kind === 'memory') yield this.#memory(entry.record, file, names);
      else if (file.form.shape === 'lines') yield odd.leave(this.#where(file, entry.where), entry.isCut);
      else {
        const reason = 'entries that are no memory';
        if (isRecord(entry.value))
          this.ledger.addFields('memories', entry.value, () => ({ because: reason }));
        yield { kind: 'left', ref: this.#where(file, entry.where), reason };
      }
    }
  }

  #memory(
    record: Readonly<Record<string, unknown>>,
    file: Mem0File,
    names: OpenMemoryNames | undefined,
  ): Incoming {
    const newest = this.#newest;
    if (!newest) return mem0Memory(record, this.ledger, 'memories', names);
    const id = String(textIn(record['id']));
    if (isUuid(id) && !newest.isIn(file, id)) {
      const reason = `${file.name}: memories that another file has as well, as new or newer`;
      this.ledger.add('files', file.name, { because: 'memories that another file has as well' });
      return { kind: 'left', ref: this.#where(file, id), reason };
    }
    this.ledger.add('files', file.name, 'memories');
    const item = mem0Memory(record, this.ledger, 'memories', names);
    if (item.kind !== 'memory' || isUuid(id)) return item;
    // Numbers and names are those of one export, and may stand for something else in the next one.
    const otherRefs = newest.isInOne(id) ? [id] : [];
    return { ...item, ref: `${file.name}#${id}`, otherRefs: [...(item.otherRefs ?? []), ...otherRefs] };
  }

  #where(file: Mem0File, where: string): string {
    return this.#files.length === 1 ? where : `${file.name}: ${where}`;
  }

  /** What memories point at may stand behind them. */
  async #names(file: Mem0File): Promise<OpenMemoryNames> {
    const names = new OpenMemoryNames();
    for await (const entry of file.entries())
      if (entry.kind === 'beside') names.add(entry.element, this.ledger);
    return names;
  }
}

const formOf = ({ form, text }: Mem0File): string =>
  [form.isOpenMemory ? 'export of OpenMemory' : 'memories of Mem0', shapes[form.shape], text.packing]
    .filter((part) => part !== '')
    .join(', ');

function formOfSeveral(files: readonly Mem0File[]): string {
  const more = files.length > mostNamed ? ` and ${files.length - mostNamed} more` : '';
  const named = files.slice(0, mostNamed).map(({ name }) => name);
  return `${files.length} exports: ${named.join(', ')}${more}`;
}
