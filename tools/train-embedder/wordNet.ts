import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A meaning of WordNet 3.0: the words that have it, its explanation, its examples, and the words of related meanings. */
export interface Synset {
  readonly words: readonly string[];
  readonly definition: string;
  readonly examples: readonly string[];
  /** Words of the kinds above it and of similar meanings. */
  readonly related: readonly string[];
}

const parts = ['noun', 'verb', 'adj', 'adv'] as const;
/** Pointers to what is more general, similar, or the same in another part of speech. */
const kept = new Set(['@', '&', '+', '~']);
const mostRelated = 6;

/** The synsets in the order of the database files, format wndb(5WN). */
export function readWordNet(folder: string): Synset[] {
  const lines = parts.flatMap((part) =>
    readFileSync(path.join(folder, `data.${part}`), 'utf8')
      .split('\n')
      .filter((line) => /^\d/.test(line))
      .map((line) => parseLine(line, part)),
  );
  const wordsAt = new Map(lines.map(({ key, words }) => [key, words]));
  return lines.map(({ words, gloss, pointers }) => {
    const [definition = '', ...examples] = gloss.split(/;\s*(?=")/);
    const related = pointers.flatMap((key) => wordsAt.get(key)?.[0] ?? []);
    return {
      words,
      definition: definition.trim(),
      examples: examples.map((example) => example.replaceAll('"', '').trim()),
      related: [...new Set(related)].filter((word) => !words.includes(word)).slice(0, mostRelated),
    };
  });
}

function parseLine(line: string, part: (typeof parts)[number]) {
  const bar = line.indexOf('|');
  const fields = line.slice(0, bar).trim().split(' ');
  const count = Number.parseInt(fields[3] ?? '0', 16);
  const words = Array.from({ length: count }, (_, index) => spoken(fields[4 + index * 2] ?? ''));
  const pointers: string[] = [];
  const first = 4 + count * 2;
  for (let index = 0; index < Number(fields[first] ?? '0'); index++) {
    const at = first + 1 + index * 4;
    if (kept.has(fields[at] ?? '')) pointers.push(`${partOf(fields[at + 2] ?? '')}${fields[at + 1]}`);
  }
  return { key: `${part}${fields[0]}`, words, pointers, gloss: line.slice(bar + 1).trim() };
}

/** `field_of_study(a)` as people write it. */
function spoken(word: string): string {
  return word.replace(/\(\w+\)$/, '').replaceAll('_', ' ');
}

function partOf(letter: string): (typeof parts)[number] {
  if (letter === 'n') return 'noun';
  if (letter === 'v') return 'verb';
  return letter === 'r' ? 'adv' : 'adj';
}
