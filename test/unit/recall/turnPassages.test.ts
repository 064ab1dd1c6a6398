import { describe, expect, it } from 'vitest';
import { tellsNothing } from '../../../src/recall/embedding/tellsNothing.ts';
import { passagesOfTurns } from '../../../src/recall/embedding/turnPassages.ts';
import type { PlacedTurn } from '../../../src/store/ports/turnRepository.ts';

const said = (...contents: string[]): PlacedTurn[] =>
  contents.map((content, at) => ({
    seq: at + 1,
    key: `m${at}`,
    speaker: at % 2 === 0 ? 'user' : 'assistant',
    saidAt: at,
    content,
  }));
const numbers = (turns: readonly PlacedTurn[]) => turns.map(({ seq }) => seq);
/** A sentence of so many characters. */
const sentence = (word: string, length: number) =>
  `${`${word} `
    .repeat(length)
    .slice(0, length - 1)
    .trim()}.`;

describe('passages of a conversation', () => {
  it('are its turns, of which short ones are joined with what follows', () => {
    const turns = said(
      'Why does it fail?',
      sentence('keyring', 200),
      sentence('release', 300),
      'Which port?',
      '4100',
    );
    const { passages, passedOver } = passagesOfTurns(turns, undefined);
    expect(passages.map((passage) => numbers(passage.turns))).toEqual([[1, 2], [3], [4, 5]]);
    expect(passages[0]?.text).toBe(`${turns[0]?.content}\n\n${turns[1]?.content}`);
    expect(passages[1]?.text).toBe(turns[2]?.content);
    expect(passedOver).toEqual([]);
  });

  it('leave out what tells nothing, wherever it stands', () => {
    const turns = said('ok', 'Which port is it?', 'thanks, go on', '4100 since the move', '…', 'Ja, bitte.');
    const { passages, passedOver } = passagesOfTurns(turns, undefined);
    expect(numbers(passedOver)).toEqual([1, 3, 5, 6]);
    expect(passages.map(({ text }) => text)).toEqual(['Which port is it?\n\n4100 since the move']);
  });

  it('of a short turn that comes alone are read with the turn before, which has its own already', () => {
    const [question, answer] = said('Which port is it?', '4100 since the move');
    if (!question || !answer) throw new Error('Both are there');
    expect(passagesOfTurns([answer], question).passages).toEqual([
      { text: 'Which port is it?\n\n4100 since the move', turns: [answer], before: question },
    ]);
    const [ok] = said('ok');
    expect(passagesOfTurns([answer], ok).passages[0]).toEqual({ text: answer.content, turns: [answer] });
    const [long] = said(`${sentence('mast', 900)} The end.`);
    const [read] = passagesOfTurns([answer], long).passages;
    expect(read?.text.length).toBeLessThan(120);
    expect(read?.text).toContain('The end.');
  });

  it('of a long turn are several, each of which knows where it begins', () => {
    const paragraphs = Array.from({ length: 6 }, (_, at) => sentence(`word${at}`, 600));
    const turns = said('Tell me all.', `  ${paragraphs.join('\n\n')}`);
    const { passages } = passagesOfTurns(turns, undefined);
    expect(passages.length).toBeGreaterThan(2);
    expect(passages[0]?.text.startsWith('Tell me all.')).toBe(true);
    for (const { begins = -1, text, turns: of } of passages.slice(1)) {
      expect(numbers(of)).toEqual([1, 2]);
      expect(turns[1]?.content.slice(begins, begins + text.length)).toBe(text);
    }
    const endless = said('mast '.repeat(20_000));
    expect(passagesOfTurns(endless, undefined).passages.length).toBeLessThanOrEqual(8);
  });

  it('are as long as the model can take', () => {
    const long = said(`${sentence('harbour', 300)} ${sentence('mast', 300)}`);
    expect(passagesOfTurns(long, undefined).passages).toHaveLength(1);
    expect(passagesOfTurns(long, undefined, 128).passages.length).toBeGreaterThan(1);
  });
});

describe('what tells nothing', () => {
  it('is what keeps a conversation going', () => {
    for (const text of [
      'ok',
      'OK!',
      'Thanks',
      'thank you, go on',
      'Yes please.',
      'Sounds good to me',
      'danke',
      '👍',
      '',
      '...',
    ])
      expect([text, tellsNothing(text)]).toEqual([text, true]);
  });

  it('is nothing that names a thing', () => {
    for (const text of [
      'use pnpm',
      'yes, on port 4100',
      'revert it',
      'ok, but not on Windows',
      '港を開ける',
      'ошибка',
    ])
      expect([text, tellsNothing(text)]).toEqual([text, false]);
  });
});
