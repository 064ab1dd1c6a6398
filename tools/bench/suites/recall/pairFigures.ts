import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Figure, SuiteContext } from '../../figure.ts';
import type { Targets } from './askQuestions.ts';
import { dataFiles } from './dataFiles.ts';
import { measureNothing } from './nothing.ts';
import { measurePairs, type Pair, readLines, readPairs } from './pairs.ts';

/** Memories in a store. */
const sizes = [150, 1000] as const;

interface PairSet {
  readonly name: string;
  readonly file: string;
  readonly targets: Readonly<Record<(typeof sizes)[number], Targets>>;
}

const noSharedWord = { 150: { 'R@5': 75 }, 1000: { 'R@5': 50 } } as const;
const sharedWord = { 150: { 'R@5': 97 }, 1000: { 'R@5': 97 } } as const;
const exactWords = { 150: { 'R@5': 100 }, 1000: { 'R@5': 100 } } as const;

/** Pairs of question and memory among memories that nobody asks for, and questions that nothing answers. */
export async function pairFigures({ root, data, log }: SuiteContext): Promise<Figure[]> {
  const own = (name: string): string => path.join(root, 'tools/bench/data', name);
  const distractors = await readLines(own('distractors.txt'));
  const foreign = await dataFiles(data, /^paraphrase-.*\.tsv$/);
  const sets: PairSet[] = [
    { name: 'paraphrases', file: own('paraphrases.tsv'), targets: noSharedWord },
    ...foreign.map(({ file, name }) => ({ name, file, targets: noSharedWord })),
    { name: 'one shared word', file: own('sharedWord.tsv'), targets: sharedWord },
    { name: 'exact words', file: own('exactWords.tsv'), targets: exactWords },
  ];
  const figures: Figure[] = [];
  const answerable: Pair[] = [];
  for (const { name, file, targets } of sets.filter((set) => existsSync(set.file))) {
    const pairs = await readPairs(file);
    answerable.push(...pairs);
    for (const size of sizes) {
      log(`recall: ${name}, ${pairs.length} pairs in stores of ${size}`);
      figures.push(...(await measurePairs(name, pairs, distractors, { size, targets: targets[size] })));
    }
  }
  const unanswerable = await readLines(own('unanswerable.txt'));
  for (const size of sizes) {
    log(`recall: ${unanswerable.length} questions about nothing in stores of ${size}`);
    figures.push(...(await measureNothing(unanswerable, answerable, distractors, size)));
  }
  return figures;
}
