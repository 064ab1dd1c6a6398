import path from 'node:path';
import type { Figure, SuiteContext } from '../../figure.ts';
import { askAll, type Asked, figuresOf, type Targets } from './askQuestions.ts';
import { withMethods } from './askedStore.ts';
import { dataFiles, ownData } from './dataFiles.ts';
import { asOf, drawStores, type Pair, readLines, readPairs } from './pairs.ts';
import { Silence } from './silence.ts';

/** Memories in a store, and how often each pair is asked, each time among other memories. */
const stores = [
  { size: 150, times: 3 },
  { size: 1000, times: 3 },
] as const;
type Size = (typeof stores)[number]['size'];

const noSharedWord: Record<Size, Targets> = { 150: { 'R@5': 75 }, 1000: { 'R@5': 50 } };
const sharedWord: Record<Size, Targets> = { 150: { 'R@5': 97 }, 1000: { 'R@5': 97 } };
const exactWords: Record<Size, Targets> = { 150: { 'R@5': 100 }, 1000: { 'R@5': 100 } };

/** Pairs of a question and the memory that answers it, among memories that nobody asks for. */
export async function pairFigures({ root, data, log, second }: SuiteContext): Promise<Figure[]> {
  const own = (name: string): string => path.join(ownData(root), name);
  const distractors = await readLines(own('distractors.txt'));
  const sets = [
    { name: 'paraphrases', file: own('paraphrases.tsv'), targets: noSharedWord },
    ...(await dataFiles(data, /^paraphrase-.*\.tsv$/)).map((found) => ({ ...found, targets: noSharedWord })),
    { name: 'one shared word', file: own('sharedWord.tsv'), targets: sharedWord },
    { name: 'exact words', file: own('exactWords.tsv'), targets: exactWords },
  ];
  const figures: Figure[] = [];
  for (const { name, file, targets } of sets) {
    const pairs = await readPairs(file);
    for (const { size, times } of stores) {
      log(`recall: ${name}, ${pairs.length} pairs in stores of ${size}`);
      const scores: Asked = new Map();
      for (const { notes, asked } of drawStores(pairs, distractors, size, times))
        await withMethods(
          { notes, now: asOf },
          (methods) =>
            askAll(
              methods,
              asked.map(({ question, memory }) => ({ id: question, text: question, answers: [memory] })),
              true,
              scores,
            ),
          { second },
        );
      figures.push(...figuresOf(`${name}, ${size} notes`, scores, { targets: targets[size] }));
    }
  }
  return figures;
}

/** Questions that nothing answers, in stores that answer others. */
export async function nothingFigures({ root, log, second }: SuiteContext): Promise<Figure[]> {
  const own = (name: string): string => path.join(ownData(root), name);
  const distractors = await readLines(own('distractors.txt'));
  const aboutNothing = await readLines(own('unanswerable.txt'));
  const files = ['paraphrases.tsv', 'sharedWord.tsv', 'exactWords.tsv'];
  const pairs: Pair[] = (await Promise.all(files.map((file) => readPairs(own(file))))).flat();
  const figures: Figure[] = [];
  for (const { size } of stores) {
    log(`recall: ${aboutNothing.length} questions about nothing in stores of ${size}`);
    const silence = new Silence();
    for (const { notes, asked } of drawStores(pairs, distractors, size, 1))
      await withMethods(
        { notes, now: asOf },
        (methods) =>
          silence.ask(
            methods,
            aboutNothing,
            asked.map(({ question }) => question),
          ),
        { second },
      );
    figures.push(...silence.figures(`questions about nothing, ${size} notes`));
  }
  return figures;
}
