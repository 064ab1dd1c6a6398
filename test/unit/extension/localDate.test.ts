import { afterEach, describe, expect, it } from 'vitest';
import { localDate } from '../../../src/extension/shared/platform/localDate.ts';

const zone = process.env['TZ'];

describe('localDate', () => {
  afterEach(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  it.each([
    ['UTC', '2026-11-30 20:05'],
    ['Asia/Kolkata', '2026-12-01 01:35'],
    ['America/St_Johns', '2026-11-30 16:35'],
    ['Pacific/Kiritimati', '2026-12-01 10:05'],
  ])('is the day and the hour in %s', (place, expected) => {
    process.env['TZ'] = place;
    expect(localDate(Date.UTC(2026, 10, 30, 20, 5, 59))).toBe(expected);
  });

  it('keeps its width', () => {
    process.env['TZ'] = 'UTC';
    expect(localDate(Date.UTC(2026, 0, 2, 3, 4))).toBe('2026-01-02 03:04');
  });
});
