import { expect, it } from 'vitest';
import { LentValues } from '../../../src/core/lentValues.ts';

it('is lent for a time', () => {
  let time = 0;
  const lent = new LentValues({ monotonic: () => time });
  expect(lent.lend('GITLAB_TOKEN', ' tok-a ', 1_000)).toBe(true);
  expect([lent.get('GITLAB_TOKEN'), lent.lend('GITLAB_TOKEN', 'tok-a', 1_000)]).toEqual(['tok-a', false]);
  time = 1_000;
  expect(lent.get('GITLAB_TOKEN')).toBeUndefined();
  lent.lend('https://a.example', 'tok-b');
  time = 1e9;
  expect(lent.get('https://a.example')).toBe('tok-b');
  expect([lent.lend('https://a.example', undefined), lent.get('https://a.example')]).toEqual([
    true,
    undefined,
  ]);
});
