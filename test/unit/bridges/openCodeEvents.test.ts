import { describe, expect, it } from 'vitest';
import { answerIn } from '../../../src/bridges/openCodeModel/openCodeEvents.ts';

const lines = (...events: readonly object[]): string =>
  events.map((event) => JSON.stringify(event)).join('\n');

describe('what OpenCode prints', () => {
  it('is an answer with what it has cost', () => {
    expect(
      answerIn(
        lines(
          { type: 'step_start', part: { type: 'step-start' } },
          { type: 'text', part: { text: '{"statements":' } },
          { type: 'step_finish', part: { tokens: { total: 107, input: 100, output: 7 }, cost: 0.002 } },
          { type: 'text', part: { text: '[]}' } },
          {
            type: 'step_finish',
            part: { tokens: { input: 10, output: 1, cache: { read: 4 } }, cost: 0.001 },
          },
        ),
      ),
    ).toEqual({ text: '{"statements":\n[]}', tokens: 122, cost: 0.003 });
  });

  it('is nothing in what is none', () => {
    expect(answerIn('Performing one time migration…\n{"type":"te')).toEqual({ text: '', tokens: 0, cost: 0 });
    expect(
      answerIn(lines({ type: 'step_finish', part: { tokens: { total: -5 }, cost: 'free' } })),
    ).toMatchObject({
      tokens: 0,
      cost: 0,
    });
  });

  it('is a fault when OpenCode says so', () => {
    const error = { name: 'APIError', data: { message: 'The key is wrong' } };
    expect(() => answerIn(lines({ type: 'error', error }))).toThrow(
      'OpenCode could not be asked: The key is wrong.',
    );
  });
});
