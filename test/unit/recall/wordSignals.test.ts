import { describe, expect, it } from 'vitest';
import { wordSignals } from '../../../src/recall/words/wordSignals.ts';
import type { QuestionWords } from '../../../src/recall/recallRequest.ts';
import { soughtWords } from '../../../src/recall/words/soughtWords.ts';
import { makeMemory } from '../../../dev/memory/makeMemory.ts';

/** Both words of the question are as rare, so that each is half of it. */
const words = soughtWords(1_000, [
  { text: 'restart', documents: 10 },
  { text: 'worker', documents: 10 },
]);
const near = [
  { word: 'restart', to: 'reboot', cosine: 0.8 },
  { word: 'worker', to: 'process', cosine: 0.6 },
];
/** Each word makes a tenth of the first component of the cosine. */
const known: QuestionWords = {
  weightOf: () => 1,
  nearnessIn: (asked, text) => near.find(({ word, to }) => word === asked && text.includes(to))?.cosine ?? 0,
  cosineOf: (asked, [first = 0]) => (asked.length / 10) * first,
};

const read = async (contents: readonly string[], wanted: string[] = []) => {
  const memories = contents.map((content) => makeMemory({ id: content, title: 't', content }));
  const found = await wordSignals(memories, {
    words,
    known,
    sharesOf: ({ content }) => words.sharesIn(content),
    vectorsOf: async (ids) => {
      wanted.push(...ids);
      return new Map(
        ids.filter((id) => !id.includes('forgotten')).map((id) => [id, new Float32Array([0.5])]),
      );
    },
  });
  return new Map(contents.map((content, index) => [content, found[index]]));
};

describe('a memory that is read word by word', () => {
  it('counts a word that is there as met, and one that is near by its cosine', async () => {
    const found = await read(['restart the worker', 'reboot', 'process', 'nothing']);
    expect(found.get('restart the worker')?.near).toBeCloseTo(1);
    expect(found.get('reboot')?.near).toBeCloseTo(0.4);
    expect(found.get('process')?.near).toBeCloseTo(0.3);
    expect(found.get('nothing')?.near).toBe(0);
  });

  it('tells what of the cosine the words make that question and memory share', async () => {
    const found = await read(['restart the worker', 'the worker', 'reboot', 'a forgotten worker']);
    expect(found.get('restart the worker')?.cosineOfShared).toBeCloseTo(0.1);
    expect(found.get('the worker')?.cosineOfShared).toBeCloseTo(0.05);
    expect(found.get('reboot')?.cosineOfShared).toBe(0);
    // It has no vector, or not any more.
    expect(found.get('a forgotten worker')?.cosineOfShared).toBe(0);
  });

  it('reads the vectors of memories alone that share a word', async () => {
    const wanted: string[] = [];
    await read(['the worker', 'reboot', 'restart it'], wanted);
    expect(wanted).toEqual(['the worker', 'restart it']);
  });
});
