import { describe, expect, it } from 'vitest';
import { safeReference } from '../../../src/safety/safeReference.ts';

/** To whom everything is a secret. */
const strict = { redact: async () => ({ text: '[redacted]', found: ['any'] }) };
const id = '01a0d0ff-7e00-7000-8000-000000000000';

describe('a name that leads back to where something was', () => {
  it.each(['7', id, id.toUpperCase(), `12:${id}`])('%s is what it is', async (name) => {
    expect(await safeReference(strict, name)).toBe(name);
  });

  it.each([`a:${id}`, `12:${id}x`, `12:12:${id}`, `:${id}`, `12:${id.slice(1)}`, 'a name'])(
    '%s is written down only where it is no secret',
    async (name) => {
      expect(await safeReference(strict, name)).toMatch(/^[0-9a-f]{32}$/);
      expect(await safeReference({ redact: async (text) => ({ text, found: [] }) }, name)).toBe(name);
    },
  );
});
