import path from 'node:path';
import { tempDirectory } from '../../../../dev/files/tempDirectory.ts';
import { loadBuiltInEmbedder } from '../../../../src/embed/builtIn/loadBuiltInEmbedder.ts';
import type { Figure, SuiteContext } from '../../figure.ts';
import { ShippedRecall, type Talk } from '../../shippedRecall.ts';
import { askAll, type Asked, figuresOf } from './askQuestions.ts';
import { ownData } from './dataFiles.ts';
import { readDeveloperNotes } from './developerNotes.ts';
import { noteMemory, project } from './noteMemory.ts';
import { asOf, drawStores, readLines, readPairs } from './pairs.ts';
import type { QuestionSet } from './questionSet.ts';
import { workTalks } from './talks.ts';

/** Whether memories are still found in a store that holds what was said in conversations besides. */
export async function talkFigures({ root, log }: SuiteContext): Promise<Figure[]> {
  const own = (name: string): string => path.join(ownData(root), name);
  const distractors = await readLines(own('distractors.txt'));
  const sets: QuestionSet[] = [await readDeveloperNotes(root)];
  for (const [name, file] of Object.entries({
    paraphrases: 'paraphrases.tsv',
    'one shared word': 'sharedWord.tsv',
    'exact words': 'exactWords.tsv',
  })) {
    const [drawn] = drawStores(await readPairs(own(file)), distractors, 1_000, 1);
    if (!drawn) continue;
    const questions = drawn.asked.map(({ question, memory }) => ({
      id: question,
      text: question,
      answers: [memory],
    }));
    sets.push({ name: `${name}, 1000 notes`, notes: drawn.notes, questions, now: asOf });
  }
  const figures: Figure[] = [];
  for (const set of sets) {
    log(`recall: ${set.name}, without and with conversations`);
    figures.push(...(await figuresWithTalks(set, workTalks(distractors, set.now))));
  }
  return figures;
}

async function figuresWithTalks(set: QuestionSet, said: readonly Talk[]): Promise<Figure[]> {
  await using temp = await tempDirectory('bench-talks');
  const memories = set.notes.map(noteMemory);
  const keys = new Map(memories.map(({ id }, index) => [id, set.notes[index]?.key ?? '']));
  const shipped = await ShippedRecall.open(temp.join('home'), {
    now: set.now,
    project,
    embedder: loadBuiltInEmbedder(),
  });
  const hybrid = async (query: string, limit: number) =>
    (await shipped.hybrid(query, limit)).map((id) => keys.get(id) ?? id);
  const asked: Asked = new Map();
  const isSingle = set.questions.every(({ answers }) => answers.length <= 1);
  try {
    await shipped.fill(memories);
    await askAll({ 'no turns': hybrid }, set.questions, isSingle, asked);
    await shipped.fillTalks(said);
    await askAll({ '20,000 turns': hybrid }, set.questions, isSingle, asked);
  } finally {
    await shipped.close();
  }
  return figuresOf(`${set.name}, with conversations`, asked);
}
