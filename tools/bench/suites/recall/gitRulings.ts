import { readFile } from 'node:fs/promises';
import type { Category } from '../../../../src/core/memory/memory.ts';
import type { Note, Question, QuestionSet } from './questionSet.ts';

/** One commit: `labels` are the rulings that its author wrote into trailers, `prose` the message without them. */
interface Commit {
  readonly sha: string;
  readonly date: string;
  readonly subject: string;
  readonly labels: Readonly<Record<string, readonly string[]>>;
}

const categoryOf: Readonly<Record<string, Category>> = {
  Rejected: 'decision',
  Constraint: 'convention',
  Directive: 'directive',
};
const day = 24 * 60 * 60_000;

/** Every ruling of a file is a memory; the subject of a commit asks for what was ruled with it. */
export async function readGitRulings(file: string, name: string): Promise<QuestionSet> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  const commits = lines.map((line) => JSON.parse(line) as Commit);
  const notes: Note[] = [];
  const questions: Question[] = [];
  // The same ruling in several commits is one memory: saying it again confirms it.
  const known = new Map<string, string>();
  for (const { sha, date, subject, labels } of commits) {
    const answers = Object.entries(labels).flatMap(([label, texts]) =>
      texts.map((text) => {
        const content = `${label}: ${text}`;
        const key = known.get(content) ?? `${sha} ${notes.length}`;
        if (!known.has(content)) {
          known.set(content, key);
          notes.push({
            key,
            category: categoryOf[label] ?? 'decision',
            title: text,
            content,
            createdAt: dateOf(date),
          });
        }
        return key;
      }),
    );
    if (answers.length > 0) questions.push({ id: sha, text: subject, answers: [...new Set(answers)] });
  }
  return { name, notes, questions, now: Math.max(...notes.map(({ createdAt }) => createdAt)) + day };
}

/** `2026-05-27 21:57:26 +0900` */
function dateOf(text: string): number {
  const at = Date.parse(text.replace(/^(\S+) (\S+) ([+-]\d\d)(\d\d)$/, '$1T$2$3:$4'));
  if (Number.isNaN(at)) throw new Error(`A commit's date is "${text}", which is unknown.`);
  return at;
}
