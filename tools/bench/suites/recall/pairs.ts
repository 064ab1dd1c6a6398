import { readFile } from 'node:fs/promises';
import { seededRandom } from '../../../../dev/random/seededRandom.mjs';
import type { Note } from './questionSet.ts';

/** A question and the memory that answers it. */
export interface Pair {
  readonly question: string;
  readonly memory: string;
}

/** Pairs of one store at most: the rest of it are memories that nobody asks for. */
const pairsShare = 0.4;
/** When the pairs are asked. */
export const asOf = Date.UTC(2026, 9, 1);
const day = 24 * 60 * 60_000;

/** Lines `question<TAB>memory`; further columns and lines that begin with `#` are for people. */
export async function readPairs(file: string): Promise<Pair[]> {
  const lines = (await readFile(file, 'utf8')).split(/\r?\n/);
  return lines.flatMap((line) => {
    const [question = '', memory = ''] = line.split('\t').map((cell) => cell.trim());
    return line.startsWith('#') || question === '' || memory === '' ? [] : [{ question, memory }];
  });
}

export async function readLines(file: string): Promise<string[]> {
  const lines = (await readFile(file, 'utf8')).split(/\r?\n/);
  return lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
}

/** In an order that the seed decides. */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const random = seededRandom(seed);
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** Facts noted over the last year, none more likely than another to be asked for. */
export function notesOf(texts: readonly string[], seed: number): Note[] {
  const random = seededRandom(seed);
  return texts.map((content) => ({
    key: content,
    category: 'fact',
    title: content,
    content,
    createdAt: asOf - Math.ceil(random() * 365) * day,
  }));
}

/** A store, and the pairs whose memories are in it. */
interface Drawn {
  readonly notes: Note[];
  readonly asked: readonly Pair[];
}

/**
 * Stores of one size in which every pair is asked `times` times: each time the pairs are shuffled, cut into as many
 * stores as they need, and each store is filled up with distractors drawn for it.
 */
export function drawStores(
  pairs: readonly Pair[],
  distractors: readonly string[],
  size: number,
  times: number,
): Drawn[] {
  const stores: Drawn[] = [];
  const perStore = Math.min(pairs.length, Math.floor(size * pairsShare));
  for (let time = 0; time < times; time++) {
    const order = shuffled(pairs, 1000 * size + time);
    for (let from = 0; from < order.length; from += perStore) {
      const seed = 10_000 * size + 1000 * time + from;
      const asked = order.slice(from, from + perStore);
      // Every memory is in the store once, also where several questions have the same answer.
      const wanted = new Set(asked.map(({ memory }) => memory));
      const rest = shuffled(distractors, seed).filter((text) => !wanted.has(text));
      const texts = shuffled([...wanted, ...rest.slice(0, Math.max(0, size - wanted.size))], seed + 1);
      stores.push({ notes: notesOf(texts, seed), asked });
    }
  }
  return stores;
}
