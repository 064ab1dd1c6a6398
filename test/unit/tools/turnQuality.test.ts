import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { loadBuiltInEmbedder } from '../../../src/embed/builtIn/loadBuiltInEmbedder.ts';
import { ShippedRecall } from '../../../tools/bench/shippedRecall.ts';
import { ownData } from '../../../tools/bench/suites/recall/dataFiles.ts';
import { readDeveloperNotes } from '../../../tools/bench/suites/recall/developerNotes.ts';
import { mean, scoresOf } from '../../../tools/bench/suites/recall/measures.ts';
import { noteMemory, project } from '../../../tools/bench/suites/recall/noteMemory.ts';
import { asOf, notesOf, readLines } from '../../../tools/bench/suites/recall/pairs.ts';
import { readTalks, workTalks } from '../../../tools/bench/suites/recall/talks.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const embedder = loadBuiltInEmbedder();
let temp: TempDirectory;
let distractors: string[];

beforeAll(async () => {
  temp = await tempDirectory('turn-quality');
  distractors = await readLines(path.join(ownData(root), 'distractors.txt'));
});
afterAll(() => temp.dispose());

describe('recall with conversations in the store', () => {
  it('finds by its meaning what was said, among notes about other things', async () => {
    const talks = await readTalks(root, asOf);
    const titles = new Map(talks.map(({ memory }) => [memory.id, memory.title]));
    const lines = await readFile(path.join(ownData(root), 'talkQuestions.tsv'), 'utf8');
    const questions = lines
      .trim()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(questions).toHaveLength(30);
    const shipped = await ShippedRecall.open(temp.join('said'), { now: asOf, project, embedder });
    try {
      await shipped.fill(notesOf(distractors.slice(0, 300), 1).map(noteMemory));
      const found = async (limit: number) => {
        const ranks = await Promise.all(
          questions.map(async ([question = '', title]) =>
            (await shipped.hybrid(question, limit)).some((id) => titles.get(id) === title),
          ),
        );
        return ranks.filter(Boolean).length;
      };
      // Nothing answers before it was said.
      expect(await found(10)).toBe(0);
      await shipped.fillTalks(talks);
      expect(await found(10)).toBeGreaterThanOrEqual(floors.said);
    } finally {
      await shipped.close();
    }
  });

  it('loses no memory to what was said', async () => {
    const set = await readDeveloperNotes(root);
    const memories = set.notes.map(noteMemory);
    const keys = new Map(memories.map(({ id }, index) => [id, set.notes[index]?.key ?? '']));
    const questions = set.questions.filter(({ answers }) => answers.length > 0);
    const shipped = await ShippedRecall.open(temp.join('noted'), { now: set.now, project, embedder });
    const share = async () => {
      const scores: number[] = [];
      for (const { text, answers } of questions) {
        const returned = (await shipped.hybrid(text, 10)).map((id) => keys.get(id) ?? id);
        scores.push(scoresOf(returned, answers, false)['frac@5'] ?? 0);
      }
      return 100 * mean(scores);
    };
    try {
      await shipped.fill(memories);
      const alone = await share();
      await shipped.fillTalks(workTalks(distractors, set.now, { conversations: 40, turnsOfEach: 50 }));
      expect(alone - (await share())).toBeLessThanOrEqual(floors.lost);
    } finally {
      await shipped.close();
    }
  });
});

/** Questions of 30 whose conversation is among ten answers, and points of memories among the first five that may be lost. */
const floors = { said: 18, lost: 1 };
