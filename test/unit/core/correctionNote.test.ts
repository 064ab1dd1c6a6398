import { expect, it } from 'vitest';
import { correctionNote } from '../../../src/core/memory/correctionNote.ts';

it('says on one line what was read as what', () => {
  expect(correctionNote([])).toBe('');
  expect(correctionNote([{ from: 'deplyoment', to: 'deployment' }])).toBe(
    'Read "deplyoment" as "deployment".',
  );
  expect(
    correctionNote([
      { from: 'a', to: 'b' },
      { from: 'c', to: 'd' },
      { from: 'a', to: 'e' },
    ]),
  ).toBe('Read "a" as "b" or "e", "c" as "d".');
});
