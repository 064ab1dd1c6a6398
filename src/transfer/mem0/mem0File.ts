import { textLines } from '../files/textLines.ts';
import type { JsonElement } from '../own/jsonElements.ts';
import { lineJson } from '../said.ts';
import { type Mem0Form, documentElements, memoriesIn, memoryLists } from './mem0Form.ts';
import type { PackedText } from './mem0Source.ts';

/** What stands in an export, in its order. */
export type Mem0Entry =
  | { readonly kind: 'memory'; readonly record: Readonly<Record<string, unknown>> }
  /** Among the memories, and none. */
  | { readonly kind: 'odd'; readonly where: string; readonly isCut: boolean; readonly value?: unknown }
  | { readonly kind: 'beside'; readonly element: JsonElement };

/** One export, however it is packed. */
export class Mem0File {
  /** From the folder that is imported, with `/`; empty for a source that is one file. */
  readonly name: string;
  readonly text: PackedText;
  readonly form: Mem0Form;

  constructor(name: string, text: PackedText, form: Mem0Form) {
    this.name = name;
    this.text = text;
    this.form = form;
  }

  /** The same, which others say once more. */
  with(repeated: readonly string[]): Mem0File {
    const text = { ...this.text, repeated: [...this.text.repeated, ...repeated] };
    return new Mem0File(this.name, text, this.form);
  }

  /** Read anew each time. Throws `invalid_input` at a damage. */
  async *entries(): AsyncGenerator<Mem0Entry> {
    if (this.form.shape === 'one') yield { kind: 'memory', record: this.form.first };
    else if (this.form.shape === 'lines') yield* this.#lines();
    else yield* this.#document();
  }

  async *#lines(): AsyncGenerator<Mem0Entry> {
    for await (const { number, text, isCut } of textLines(this.text.chunks())) {
      if (text.trim() === '') continue;
      const memories = isCut ? [] : memoriesIn(lineJson(text));
      for (const record of memories) yield { kind: 'memory', record };
      if (memories.length === 0) yield { kind: 'odd', where: `line ${number}`, isCut };
    }
  }

  async *#document(): AsyncGenerator<Mem0Entry> {
    let number = 0;
    for await (const element of documentElements(this.text.chunks())) {
      const { name, value, isOfList } = element;
      if (!isOfList || !memoryLists.has(name)) {
        yield { kind: 'beside', element };
        continue;
      }
      number += 1;
      const [record] = memoriesIn([value]);
      if (record) yield { kind: 'memory', record };
      else yield { kind: 'odd', where: `entry ${number}`, isCut: false, value };
    }
  }
}
