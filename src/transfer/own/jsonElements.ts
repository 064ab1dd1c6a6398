import { MemoryBridgeError } from '../../core/errors.ts';

/** A property of the outermost object, or one element of a list that is one. */
export interface JsonElement {
  readonly name: string;
  readonly isOfList: boolean;
  readonly value: unknown;
}

/** One element must fit into memory. Characters. */
const longestElement = 64_000_000;

/**
 * Reads a JSON object of any size: its properties one by one, and lists among them element by element. Whatever white
 * space it is written with is understood. Throws `invalid_input` where it is no JSON object, or ends early.
 */
export async function* jsonElements(chunks: AsyncIterable<string>): AsyncGenerator<JsonElement> {
  const reader = new ElementReader();
  for await (const chunk of chunks) yield* reader.read(chunk);
  reader.end();
}

type Expected = 'object' | 'name' | 'colon' | 'value' | 'element' | 'nothing';

/** Where the reading is. What is not used up yet is kept; nothing is looked at twice. */
class ElementReader {
  #text = '';
  #at = 0;
  #expected: Expected = 'object';
  #name = '';
  /** Of the value that is being read: where it begins, how deep it is nested by now, and whether in a text. */
  #start = -1;
  #depth = 0;
  #isInText = false;

  *read(chunk: string): Generator<JsonElement> {
    const from = this.#start < 0 ? this.#at : this.#start;
    this.#text = this.#text.slice(from) + chunk;
    this.#at -= from;
    if (this.#start >= 0) this.#start = 0;
    if (this.#text.length > longestElement) throw broken(`an entry of "${this.#name}" is too long`);
    for (;;) {
      const found = this.#next();
      if (found === 'more') return;
      if (found) yield found;
    }
  }

  end(): void {
    if (this.#expected !== 'nothing') throw broken('it ends in the middle');
  }

  #next(): JsonElement | 'more' | undefined {
    if (this.#start >= 0) return this.#finish();
    const mark = this.#mark();
    if (mark === undefined) return 'more';
    switch (this.#expected) {
      case 'object':
        if (mark !== '{') throw broken('it does not begin with {');
        return this.#step('name');
      case 'name':
        if (mark === ',') return this.#step('name');
        if (mark === '}') return this.#step('nothing');
        if (mark !== '"') throw broken('a name is missing');
        return this.#begin();
      case 'colon':
        if (mark !== ':') throw broken(`":" is missing behind "${this.#name}"`);
        return this.#step('value');
      case 'value':
        return mark === '[' ? this.#step('element') : this.#begin();
      case 'element':
        if (mark === ',') return this.#step('element');
        return mark === ']' ? this.#step('name') : this.#begin();
      case 'nothing':
        throw broken('something stands behind its end');
    }
  }

  /** The next character that is no white space. */
  #mark(): string | undefined {
    while (this.#at < this.#text.length) {
      const mark = this.#text.charAt(this.#at);
      if (!/[\s\uFEFF]/.test(mark)) return mark;
      this.#at += 1;
    }
    return undefined;
  }

  #step(expected: Expected): undefined {
    this.#at += 1;
    this.#expected = expected;
  }

  #begin(): undefined {
    this.#start = this.#at;
    this.#depth = 0;
    this.#isInText = false;
  }

  /** Goes on to the end of the value that is being read. */
  #finish(): JsonElement | 'more' | undefined {
    const end = this.#endOfValue();
    if (end === undefined) return 'more';
    const value = parsed(this.#text.slice(this.#start, end), this.#name);
    this.#start = -1;
    this.#at = end;
    if (this.#expected === 'name') {
      if (typeof value !== 'string') throw broken('a name is no text');
      this.#name = value;
      this.#expected = 'colon';
      return undefined;
    }
    const isOfList = this.#expected === 'element';
    if (!isOfList) this.#expected = 'name';
    return { name: this.#name, isOfList, value };
  }

  #endOfValue(): number | undefined {
    const text = this.#text;
    while (this.#at < text.length) {
      if (this.#isInText) {
        if (!this.#skipText()) return undefined;
        if (this.#depth === 0) return this.#at;
        continue;
      }
      const code = text.charCodeAt(this.#at);
      if (code === 0x22) this.#isInText = true;
      else if (code === 0x7b || code === 0x5b) this.#depth += 1;
      else if (code === 0x7d || code === 0x5d) {
        // The end of what it stands in: it was a number or a word.
        if (this.#depth === 0) return this.#at;
        this.#depth -= 1;
        if (this.#depth === 0) return (this.#at += 1);
      } else if (this.#depth === 0 && (code === 0x2c || code <= 0x20)) return this.#at;
      this.#at += 1;
    }
    return undefined;
  }

  /** To behind the end of a text; false when that has not come yet. */
  #skipText(): boolean {
    const text = this.#text;
    while (this.#at < text.length) {
      const code = text.charCodeAt(this.#at);
      if (code === 0x5c) {
        if (this.#at + 1 >= text.length) return false;
        this.#at += 2;
        continue;
      }
      this.#at += 1;
      if (code === 0x22) {
        this.#isInText = false;
        return true;
      }
    }
    return false;
  }
}

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw broken(`an entry of "${name}" is no JSON`, error);
  }
}

const broken = (what: string, cause?: unknown): MemoryBridgeError =>
  new MemoryBridgeError('invalid_input', `The file is damaged: ${what}.`, { cause });
