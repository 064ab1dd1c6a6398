import { describe, expect, it } from 'vitest';
import { closeNames } from '../../src/server/http/closeNames.ts';

const names = [
  'recall',
  'remember',
  'get_memory',
  'get_context',
  'get_boot_context',
  'update_memory',
  'undo',
];

describe('names that may have been meant', () => {
  it.each([
    ['recal', ['recall']],
    ['Remember', ['remember']],
    ['getmemory', ['get_memory']],
    ['memory', ['get_memory', 'update_memory']],
    ['context', ['get_boot_context', 'get_context']],
    ['undoo', ['undo']],
    ['qqqqqqq', []],
    ['', []],
  ])('for %j are %j', (wanted, expected) => {
    expect(closeNames(wanted, names)).toEqual(expected);
  });
});
