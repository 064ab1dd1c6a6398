import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { until } from '../../../dev/processes/until.ts';
import { StoreBench } from '../../../dev/store/storeBench.ts';
import { isLive } from '../../../src/core/jobs/job.ts';
import type { Logger } from '../../../src/core/ports.ts';
import { GitProjectResolver } from '../../../src/projects/gitProjectResolver.ts';
import { watchedSpace } from '../../../src/protocol/watchedDocuments.ts';
import { HiddenCharacters } from '../../../src/safety/hiddenCharacterCleaner.ts';
import { IncomingText } from '../../../src/safety/incomingText.ts';
import { SecretRedactor } from '../../../src/safety/secretRedactor.ts';
import { DocumentWatch } from '../../../src/server/documentWatch.ts';
import { IngestWatch } from '../../../src/server/ingestWatch.ts';
import { DocumentWorker } from '../../../src/server/jobs/documentWorker.ts';
import { JobRunner } from '../../../src/server/jobs/jobRunner.ts';
import type { SqliteStore } from '../../../src/store/sqlite/sqliteStore.ts';

const silent = (): void => {};
const logger: Logger = { trace: silent, debug: silent, info: silent, warn: silent, error: silent };
const incoming = new IncomingText([new HiddenCharacters(), new SecretRedactor()]);

let bench: StoreBench;
let store: SqliteStore;
let docs: string;
let named: string[];
let mode: 'on' | 'off';
let now: number;
const clock = { now: () => now, monotonic: () => performance.now() };
const ids = { next: () => v7() };

beforeEach(async () => {
  now = Date.now();
  bench = await StoreBench.create();
  store = await bench.open();
  docs = bench.join('docs');
  mkdirSync(docs);
  [named, mode] = [[docs], 'on'];
});
afterEach(() => bench[Symbol.asyncDispose]());

const settings = () => ({ ingestion: { documents: named }, projects: { default: mode } });
/** As a server that has just begun. */
const watch = (asked = store): DocumentWatch =>
  new DocumentWatch({
    store: asked,
    settings,
    projects: new GitProjectResolver(store, logger, incoming),
    clock,
    ids,
    logger,
    emit: silent,
  });

/** Files with times of their own: what is written within a millisecond has the same. */
let written = 0;
function write(name: string, text: string): string {
  const file = path.join(docs, name);
  writeFileSync(file, text);
  written += 1_000;
  utimesSync(file, (now + written) / 1_000, (now + written) / 1_000);
  return file;
}

const jobs = async () =>
  (await store.read((unit) => unit.jobs.list({ kinds: ['documents'], limit: 50 }))).toReversed();

/** Looks, and has what was found to have changed read. */
async function look(): Promise<number> {
  const before = (await jobs()).length;
  await watch().look(new AbortController().signal);
  const all = await jobs();
  const runner = new JobRunner({ store, clock, logger, emit: silent });
  const parts = { candidateExpiryDays: 30, projects: { default: mode } };
  await runner.start([
    new DocumentWorker({
      store,
      redactor: incoming,
      clock,
      ids,
      forges: () => [],
      settings: () => parts,
      emit: silent,
    }),
  ]);
  await until(async () => (await jobs()).every((job) => !isLive(job)));
  await runner.stop();
  return all.length - before;
}
const titles = async (): Promise<string[]> =>
  (await store.read((unit) => unit.memories.list({}, { limit: 100 }))).memories
    .filter(({ status }) => status === 'active')
    .map(({ title }) => title)
    .toSorted();
const faults = async (): Promise<unknown[]> =>
  (await store.read((unit) => unit.keyValues.list(watchedSpace, now))).map(
    ({ value }) => (value as { fault: unknown }).fault,
  );

describe('documents that the settings name', () => {
  it('are read when they have changed, also by the next server, and only then', async () => {
    write('ship.md', '# Ship\n\nWe ship on Mondays, from the harbour.\n');
    expect([await look(), await titles()]).toEqual([1, ['Ship']]);
    expect([await look(), await look()]).toEqual([0, 0]);
    write('ship.md', '# Ship\n\nWe ship on Fridays, from the harbour.\n');
    const other = write('paint.md', '# Paint\n\nPaint is bought in spring.\n');
    expect([await look(), await titles()]).toEqual([1, ['Paint', 'Ship']]);
    rmSync(other);
    expect([await look(), await titles()]).toEqual([1, ['Ship']]);
    expect((await jobs()).map(({ payload }) => (payload as { actor: object }).actor)).toEqual(
      Array.from({ length: 3 }, () => ({ kind: 'system', name: 'documents' })),
    );
  });

  it('may be one file, are none where none are named, and are forgotten when they are no longer named', async () => {
    const file = write('ship.md', '# Ship\n\nWe ship on Mondays, from the harbour.\n');
    write('paint.md', '# Paint\n\nPaint is bought in spring.\n');
    named = [];
    expect([await look(), await titles()]).toEqual([0, []]);
    named = [file];
    expect([await look(), await titles()]).toEqual([1, ['Ship']]);
    named = [];
    await look();
    expect(await store.read((unit) => unit.keyValues.list(watchedSpace, now))).toEqual([]);
    expect(await titles()).toEqual(['Ship']);
  });

  it('cost no look at the store while none are named, whatever was named before', async () => {
    let asked = 0;
    const counted = new Proxy(store, {
      get(target, name) {
        const found: unknown = Reflect.get(target, name, target);
        if (typeof found !== 'function') return found;
        asked += 1;
        return found.bind(target) as unknown;
      },
    });
    const looks = async (server: DocumentWatch): Promise<number> => {
      const before = asked;
      for (let at = 0; at < 5; at++) await server.look(new AbortController().signal);
      return asked - before;
    };
    const server = watch(counted);
    named = [];
    // Once, as it begins: something may have been named before.
    expect([await looks(server), await looks(server)]).toEqual([1, 0]);
    const file = write('ship.md', '# Ship\n\nWe ship on Mondays, from the harbour.\n');
    named = [file];
    expect(await looks(server)).toBeGreaterThanOrEqual(5);
    named = [];
    // What was noted of it is read, and goes.
    expect([await looks(server), await looks(server)]).toEqual([2, 0]);
    expect(await store.read((unit) => unit.keyValues.list(watchedSpace, now))).toEqual([]);
  });

  it.each([
    ['is not there', () => bench.join('nowhere'), 'There is no'],
    ['is no Markdown', () => write('ship.txt', 'Ship'), 'is no Markdown file'],
    ['depends on a folder', () => 'docs', 'depends on a folder'],
  ])('are named with why where one %s, and the others are read', async (_what, make, why) => {
    write('ship.md', '# Ship\n\nWe ship on Mondays, from the harbour.\n');
    named = [make(), docs];
    expect([await look(), await titles()]).toEqual([1, ['Ship']]);
    expect(await faults()).toEqual(expect.arrayContaining([null, expect.stringContaining(why)]));
    expect(await look()).toBe(0);
  });

  it('are not read where memory is off, and are once it is on', async () => {
    write('ship.md', '# Ship\n\nWe ship on Mondays, from the harbour.\n');
    mode = 'off';
    expect([await look(), await titles(), await faults()]).toEqual([0, [], ['Memory is off in docs.']]);
    mode = 'on';
    expect([await look(), await titles(), await faults()]).toEqual([1, ['Ship'], [null]]);
  });

  it('that change while they are read are read once more', async () => {
    write('ship.md', '# Ship\n\nWe ship on Mondays, from the harbour.\n');
    await watch().look(new AbortController().signal);
    write('ship.md', '# Ship\n\nWe ship on Fridays, from the harbour.\n');
    // The job waits still, so that nothing is queued; it is not taken for what has been read.
    await watch().look(new AbortController().signal);
    expect(await look()).toBe(0);
    expect(await look()).toBe(1);
    expect(await look()).toBe(0);
  });

  it('are looked at whether or not conversations are read, and whatever is wrong with them', async () => {
    let looks = 0;
    const documents = {
      look: async () => {
        looks += 1;
        throw new Error('no matter');
      },
    };
    const parts = { store, feeds: [], clock, ids, logger, emit: silent, documents };
    for (const isOn of [false, true])
      await new IngestWatch({ ...parts, intervalMs: () => 15_000, readsConversations: () => isOn }).look();
    expect(looks).toBe(2);
  });

  it('are looked at as often as the setting says, also where no conversations are read', async () => {
    let looks = 0;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const documents = { look: () => Promise.resolve(void (looks += 1)) };
      const parts = { store, feeds: [], clock, ids, logger, emit: silent, documents };
      const watched = new IngestWatch({
        ...parts,
        intervalMs: () => 20_000,
        readsConversations: () => false,
      });
      watched.start(() => {});
      await vi.advanceTimersByTimeAsync(5_000 + 2 * 20_000);
      expect(looks).toBe(3);
      await watched.stop();
    } finally {
      vi.useRealTimers();
    }
  });
});
