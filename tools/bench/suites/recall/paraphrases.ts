import { readFile } from 'node:fs/promises';
import type { Figure } from '../../figure.ts';
import { seededRandom } from '../../../soak/seededRandom.mjs';
import { askAll, type Asked, figuresOf, type Targets } from './askQuestions.ts';
import { withMethods } from './askedStore.ts';
import type { Note, Question } from './questionSet.ts';

/** A question and the memory that answers it. */
export interface Pair {
  readonly question: string;
  readonly memory: string;
}

export interface DrawnStore {
  /** Memories in the store. */
  readonly size: number;
  readonly targets?: Targets;
}

/** Pairs of one store at most: the rest of it are memories that nobody asks for. */
const pairsShare = 0.4;
/** Times that each pair is asked, each time among other memories. */
const rounds = 3;
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

/**
 * Asks every pair's question in stores of one size, several times: each round shuffles the pairs, cuts them into as many
 * stores as they need, and fills each up with distractors drawn for it.
 */
export async function measurePairs(
  name: string,
  pairs: readonly Pair[],
  distractors: readonly string[],
  { size, targets }: DrawnStore,
): Promise<Figure[]> {
  const asked: Asked = new Map();
  const perStore = Math.min(pairs.length, Math.floor(size * pairsShare));
  for (let round = 0; round < rounds; round++) {
    const order = shuffled(pairs, 1000 * size + round);
    for (let from = 0; from < order.length; from += perStore) {
      const seed = 1000 * size + 10 * round + from;
      // Every memory is in the store once, also where several questions have the same answer.
      const wanted = new Set(order.slice(from, from + perStore).map(({ memory }) => memory));
      const fill = shuffled(distractors, seed).filter((text) => !wanted.has(text));
      const texts = shuffled([...wanted, ...fill.slice(0, Math.max(0, size - wanted.size))], seed + 1);
      const questions = order
        .slice(from, from + perStore)
        .map(({ question, memory }): Question => ({ id: question, text: question, answers: [memory] }));
      await withMethods({ notes: notesOf(texts, seed), now: asOf }, (methods) =>
        askAll(methods, questions, true, asked),
      );
    }
  }
  return figuresOf(`${name}, ${size} notes`, asked, { targets });
}
