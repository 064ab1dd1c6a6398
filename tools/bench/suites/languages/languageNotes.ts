import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Category } from '../../../../src/core/memory/memory.ts';
import { deriveTitle } from '../../../../src/core/memory/memoryTitle.ts';
import { ownData } from '../recall/dataFiles.ts';
import type { Note, Question } from '../recall/questionSet.ts';

/** A question in one of the languages. */
export interface LanguageQuestion extends Question {
  /** `zh` and the like. */
  readonly language: string;
  /** Half `a` may be used to choose and to tune, half `b` not. */
  readonly half: string;
}

/** When the questions are asked. */
export const asOf = Date.UTC(2026, 9, 1);
const day = 24 * 60 * 60_000;
const notesFile = /^(\w+)\.notes\.tsv$/;

/** Notes of all languages for one store, and what is asked about them in each. */
export async function readLanguageNotes(
  root: string,
): Promise<{ notes: Note[]; questions: LanguageQuestion[] }> {
  const folder = path.join(ownData(root), 'languages');
  const languages = (await readdir(folder)).flatMap((name) => notesFile.exec(name)?.[1] ?? []).toSorted();
  const notes: Note[] = [];
  const questions: LanguageQuestion[] = [];
  for (const language of languages) {
    for (const [key = '', category = '', content = ''] of await cells(folder, `${language}.notes.tsv`))
      notes.push({
        key,
        category: category as Category,
        title: deriveTitle(content),
        content,
        createdAt: asOf - (1 + (notes.length % 300)) * day,
      });
    for (const [half = '', text = '', answer = ''] of await cells(folder, `${language}.questions.tsv`))
      questions.push({ id: `${language}: ${text}`, language, half, text, answers: [answer] });
  }
  return { notes, questions };
}

async function cells(folder: string, name: string): Promise<string[][]> {
  const lines = (await readFile(path.join(folder, name), 'utf8')).split(/\r?\n/);
  return lines.filter((line) => line !== '').map((line) => line.split('\t'));
}
