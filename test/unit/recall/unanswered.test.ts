import { describe, expect, it } from 'vitest';
import { loadBuiltInEmbedder } from '../../../src/embed/builtIn/loadBuiltInEmbedder.ts';
import { unmetWords } from '../../../src/recall/words/unanswered.ts';

const unmet = (words: string, text: string) =>
  unmetWords(loadBuiltInEmbedder().questionWords(words), words.split(' '))(text);

describe('what a question asks about and a text lacks', () => {
  const note = 'Refunds are paid back to the card within five days.';

  it('is what the most telling word weighs that the text has nothing near to', () => {
    expect(unmet('refund', note)).toBe(0);
    expect(unmet('reimburse', note)).toBeLessThan(unmet('giraffe', note));
    expect(unmet('refund giraffe', note)).toBe(unmet('giraffe', note));
    expect(unmet('', note)).toBe(0);
  });

  it('is much for a name that the model does not know, which is met by itself alone', () => {
    expect(unmet('Xyzzyq', note)).toBeGreaterThan(0.5);
    expect(unmet('xyzzyq', `${note} Ask xyzzyq.`)).toBe(0);
  });
});
