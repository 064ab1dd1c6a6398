import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { stemOf } from '../../src/core/text/stemOf.ts';
import { indexWord } from '../../src/store/sqlite/repositories/indexedText.ts';

/**
 * Every way in which a word may stand in a file: as it is, backwards, stemmed and coded for the index, in UTF-8 and in
 * both kinds of UTF-16. Case is not looked at.
 */
function formsOf(word: string): Buffer[] {
  const lower = word.toLowerCase();
  const texts = new Set([lower, Array.from(lower).toReversed().join(''), stemOf(lower), indexWord(lower)]);
  return [...texts]
    .filter((text) => text.length >= 4)
    .flatMap((text) => {
      const wide = Buffer.from(text, 'utf16le');
      return [Buffer.from(text), wide, Buffer.from(wide).swap16()];
    });
}

/** Words of which a trace is in any file of a folder, each with the files that have one. */
export function tracesOf(words: readonly string[], folder: string): string[] {
  const wanted = new Map<number, Map<string, string>>();
  for (const word of words)
    for (const form of formsOf(word)) {
      const alike = wanted.get(form.length) ?? new Map<string, string>();
      wanted.set(form.length, alike.set(form.toString('latin1'), word));
    }
  const found = new Set<string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const text = lowerCase(readFileSync(file)).toString('latin1');
    for (const [length, forms] of wanted)
      for (const word of wordsIn(text, length, forms)) found.add(`${word} in ${path.relative(folder, file)}`);
  }
  return [...found].sort();
}

/** From so many forms of one length on, one walk over all places is quicker than a search for each. */
const many = 30;

function wordsIn(text: string, length: number, forms: ReadonlyMap<string, string>): string[] {
  if (forms.size < many) return [...forms].filter(([form]) => text.includes(form)).map(([, word]) => word);
  const found: string[] = [];
  for (let at = 0; at + length <= text.length; at += 1) {
    const word = forms.get(text.slice(at, at + length));
    if (word !== undefined) found.push(word);
  }
  return found;
}

/** Of ASCII letters alone, so that no other byte changes. */
function lowerCase(bytes: Buffer): Buffer {
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x41 && byte <= 0x5a) bytes[at] = byte + 0x20;
  }
  return bytes;
}
