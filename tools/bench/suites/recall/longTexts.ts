import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Figure, SuiteContext } from '../../figure.ts';
import { measureSet } from './askQuestions.ts';
import { ownData } from './dataFiles.ts';
import { asOf, notesOf, readLines, shuffled } from './pairs.ts';
import type { Note, Question, QuestionSet } from './questionSet.ts';

/** What a memory may hold. */
const longest = 20_000;
const size = 1_000;

/**
 * Documentation of installed packages as long memories, among short notes; each is asked for by what it says in its second
 * half, in other words.
 */
export async function longTextFigures({ root, log, second }: SuiteContext): Promise<Figure[]> {
  const set = await readLongTexts(root);
  log(`recall: ${set.name}`);
  return measureSet(set, undefined, second);
}

export async function readLongTexts(root: string): Promise<QuestionSet> {
  const lines = await readLines(path.join(ownData(root), 'longTexts.tsv'));
  const notes: Note[] = [];
  const questions: Question[] = [];
  for (const line of lines) {
    const [file = '', begins = '', question = ''] = line.split('\t');
    const content = (await readFile(path.join(root, 'node_modules', file), 'utf8')).slice(0, longest);
    if (content.indexOf(begins) < content.length / 2)
      throw new Error(`${file} has changed: choose a paragraph anew.`);
    const title = content.split('\n').find((each) => /[a-z]{3}/i.test(each)) ?? file;
    notes.push({
      key: file,
      category: 'fact',
      title: title
        .replaceAll(/[#<>*`]/g, '')
        .trim()
        .slice(0, 80),
      content,
      createdAt: asOf - 100 * 24 * 60 * 60_000,
    });
    questions.push({ id: question, text: question, answers: [file] });
  }
  const distractors = shuffled(await readLines(path.join(ownData(root), 'distractors.txt')), size);
  const others = notesOf(distractors.slice(0, size - notes.length), size);
  return { name: 'late in long texts', notes: [...notes, ...others], questions, now: asOf };
}
