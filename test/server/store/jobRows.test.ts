import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refusedAfter } from '../../../src/core/jobs/jobRetries.ts';
import { StoreBench } from '../../../dev/store/storeBench.ts';
import type { SqliteStore } from '../../../src/store/sqlite/sqliteStore.ts';

let bench: StoreBench;
let store: SqliteStore;

beforeEach(async () => {
  bench = await StoreBench.create();
  store = await bench.open();
  await store.write(async ({ jobs }) => {
    for (const [at, id] of ['damaged', 'sound'].entries())
      await jobs.enqueue({ id, kind: 'embed', project: id, payload: { a: 1 }, createdAt: at });
  });
  await store.close();
});
afterEach(() => bench[Symbol.asyncDispose]());

const damage = async (fields: string): Promise<void> => {
  await bench.tamper(`UPDATE jobs SET ${fields} WHERE id = 'damaged'`);
  store = await bench.open();
};
const take = () => store.write(({ jobs }) => jobs.take(['embed'], 10));

describe('a job of which something cannot be read', () => {
  it.each([`payload = '{bad'`, `payload = ''`, `cursor = '[1,'`, `payload = 'x', cursor = 'y'`])(
    'is listed, fails with a sentence, and holds up no other: %s',
    async (fields) => {
      await damage(fields);
      const listed = await store.read(({ jobs }) => jobs.list({}));
      expect(listed.map(({ id }) => id)).toEqual(['sound', 'damaged']);
      expect(await take()).toMatchObject({ id: 'sound', attempts: 1 });
      expect(await store.read(({ jobs }) => jobs.get('damaged'))).toMatchObject({
        state: 'failed',
        error: expect.stringContaining('cannot be read'),
      });
    },
  );

  it.each([`payload = '{bad'`, `result = 'no JSON'`, `cursor = ''`])(
    'can be cancelled: %s',
    async (fields) => {
      await damage(fields);
      expect(await store.write(({ jobs }) => jobs.cancel('damaged', 9))).toBe(true);
      expect(await store.read(({ jobs }) => jobs.get('damaged'))).toMatchObject({ state: 'cancelled' });
      expect(await take()).toMatchObject({ id: 'sound' });
    },
  );

  it.each(['9223372036854775807', '9007199254740993'])(
    'counts %s attempts, and is given up',
    async (attempts) => {
      await damage(`attempts = ${attempts}`);
      const [, damaged] = await store.read(({ jobs }) => jobs.list({}));
      expect(Number.isSafeInteger(damaged?.attempts)).toBe(true);
      const taken = await take();
      expect(taken?.id).toBe('damaged');
      expect(refusedAfter({ attempts: taken?.attempts ?? 0 })).toContain('It was begun');
    },
  );
});
