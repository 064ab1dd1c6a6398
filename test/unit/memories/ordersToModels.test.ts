import { expect, it } from 'vitest';
import { sampleMemory } from '../../../dev/memory/sampleMemory.ts';
import { wordsOf } from '../../../src/memories/ordersToModels.ts';
import { titleOf } from '../../../src/memories/memoryWording.ts';

const content =
  'Backups are made at four in the morning. They are kept for a month, and tried out once a week.';

it('what is judged of a memory has a title that is only its beginning no second time', () => {
  const derived = titleOf(content);
  expect(wordsOf(sampleMemory({ content, title: derived }))).not.toContain(derived);
  expect(wordsOf(sampleMemory({ content, title: derived }))).toContain(content);
  expect(wordsOf(sampleMemory({ content, title: 'Backups' }))).toContain('Backups');
});
