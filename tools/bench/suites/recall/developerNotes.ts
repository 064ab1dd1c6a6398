import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Category } from '../../../../src/core/memory/memory.ts';
import type { Figure, SuiteContext } from '../../figure.ts';
import { entitiesOf } from '../../../../src/memories/memoryWording.ts';
import { askAll, type Asked, kindFigures } from './askQuestions.ts';
import { withMethods } from './askedStore.ts';
import { ownData } from './dataFiles.ts';
import { project } from './noteMemory.ts';
import type { Note, QuestionSet } from './questionSet.ts';
import { Silence } from './silence.ts';

interface MemoryLine {
  readonly key: string;
  readonly category: Category;
  readonly title: string;
  readonly content: string;
  readonly why?: string;
  readonly tags?: string[];
  readonly entities?: string[];
  readonly daysOld: number;
  readonly pinned: boolean;
}

interface QuestionLine {
  readonly question: string;
  readonly keys: string[];
  readonly kind: string;
}

/** The now of the story that the memories tell. */
const now = Date.parse('2025-06-18T12:00:00Z');
const day = 24 * 60 * 60_000;

const linesOf = async <T>(file: string): Promise<T[]> =>
  (await readFile(file, 'utf8'))
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T);

/** One project's memories and what a developer asks of them; the weights of ranking are learnt on it. */
export async function readDeveloperNotes(root: string): Promise<QuestionSet> {
  const memories = await linesOf<MemoryLine>(path.join(ownData(root), 'developerMemories.jsonl'));
  const questions = await linesOf<QuestionLine>(path.join(ownData(root), 'developerQuestions.jsonl'));
  return {
    name: 'developer notes',
    now,
    notes: memories.map(
      ({ key, category, title, content, why, tags = [], entities = [], daysOld, pinned }): Note => ({
        key,
        category,
        title,
        content,
        createdAt: now - daysOld * day,
        change: {
          why: why ?? null,
          tags,
          pinned,
          entities: entitiesOf(entities, [title, content, why], project.id),
        },
      }),
    ),
    questions: questions.map(({ question, keys, kind }) => ({
      id: question,
      text: question,
      answers: keys,
      kind,
    })),
  };
}

export async function developerFigures({ root, log, second }: SuiteContext): Promise<Figure[]> {
  log('recall: developer notes');
  const set = await readDeveloperNotes(root);
  const textsOf = (isAnswered: boolean): string[] =>
    set.questions.filter(({ answers }) => answers.length > 0 === isAnswered).map(({ text }) => text);
  const asked: Asked = new Map();
  const silence = new Silence();
  await withMethods(
    set,
    async (methods) => {
      await askAll(methods, set.questions, false, asked);
      await silence.ask(methods, textsOf(false), textsOf(true));
    },
    { second },
  );
  return [...kindFigures(set, asked), ...silence.figures(`${set.name}: questions about nothing`)];
}
