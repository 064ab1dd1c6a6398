import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OpenCodeDatabaseFile } from '../../../dev/openCode/openCodeDatabaseFile.ts';
import { until } from '../../../dev/processes/until.ts';
import { StoreBench } from '../../../dev/store/storeBench.ts';
import { isLeft } from '../../../dev/texts/secretSamples.ts';
import { isLive, type Job } from '../../../src/core/jobs/job.ts';
import type { Memory } from '../../../src/core/memory/memory.ts';
import type { Logger } from '../../../src/core/ports.ts';
import { GitProjectResolver } from '../../../src/projects/gitProjectResolver.ts';
import { limits } from '../../../src/protocol/limits.ts';
import { ingestResultSchema } from '../../../src/protocol/ingestion.ts';
import {
  type ConfigChanges,
  configSchema,
  serverSettings,
} from '../../../src/protocol/settings/serverSettings.ts';
import { withChanges } from '../../../src/protocol/settings/setting.ts';
import { HiddenCharacters } from '../../../src/safety/hiddenCharacterCleaner.ts';
import { IncomingText } from '../../../src/safety/incomingText.ts';
import { PrivateText } from '../../../src/safety/privateTextCleaner.ts';
import { SecretRedactor } from '../../../src/safety/secretRedactor.ts';
import { JobRunner } from '../../../src/server/jobs/jobRunner.ts';
import { conversationFeeds, createIngestionWork } from '../../../src/server/startIngestion.ts';
import type { SqliteStore } from '../../../src/store/sqlite/sqliteStore.ts';

const silent = (): void => {};
const logger: Logger = { trace: silent, debug: silent, info: silent, warn: silent, error: silent };
const incoming = new IncomingText([new HiddenCharacters(), new PrivateText(), new SecretRedactor()]);
const settingsOf = (changes: ConfigChanges) => withChanges(serverSettings, configSchema.parse({}), changes);

let bench: StoreBench;
let store: SqliteStore;
let file: OpenCodeDatabaseFile;
let project: string;
let now: number;
let settings: ReturnType<typeof settingsOf>;
let runner: JobRunner | undefined;
let emitted: string[];
const clock = { now: () => now, monotonic: () => performance.now() };

beforeEach(async () => {
  now = Date.now();
  settings = settingsOf({});
  emitted = [];
  bench = await StoreBench.create();
  store = await bench.open();
  project = bench.join('shop');
  mkdirSync(project);
  file = await OpenCodeDatabaseFile.create(bench.join('data/opencode/opencode.db'));
});
afterEach(async () => {
  await runner?.stop();
  await bench[Symbol.asyncDispose]();
});

function work() {
  const emit = ({ kind }: { kind: string }): void => void emitted.push(kind);
  const env = { XDG_DATA_HOME: bench.join('data'), HOME: bench.join('nobody') };
  return createIngestionWork({
    store,
    ingestion: conversationFeeds(() => settings, clock, env),
    settings: () => settings,
    projects: new GitProjectResolver(store, logger, incoming),
    redactor: incoming,
    forges: () => [],
    clock,
    logger,
    emit,
  });
}

/** Reads what is new, as a server does, and answers what came of it. */
async function ingest(): Promise<Job> {
  const id = v7();
  await store.write((unit) =>
    unit.jobs.enqueue({ id, kind: 'ingest', project: null, payload: { feed: null }, createdAt: now }),
  );
  runner = new JobRunner({ store, clock, logger, emit: silent });
  await runner.start([work().worker]);
  const job = await until(async () => {
    const found = await store.read((unit) => unit.jobs.get(id));
    return found && (!isLive(found) || found.error !== null) && found;
  });
  await runner.stop();
  return job;
}
const result = async () => ingestResultSchema.parse((await ingest()).result);

const memories = async (): Promise<Memory[]> =>
  (await store.read((unit) => unit.memories.list({ includeDeleted: true }, { limit: 100 }))).memories;
const turnsOf = async ({ id }: Memory): Promise<string[]> =>
  (await store.read((unit) => unit.turns.list(id, { limit: 1_000 }))).map(({ content }) => content);
const only = async (): Promise<Memory> => {
  const all = await memories();
  expect(all).toHaveLength(1);
  return all[0] as Memory;
};

async function talk(session: string, title: string, ...texts: string[]): Promise<void> {
  await file.session(session, { title, directory: project, at: now });
  await file.say(
    ...texts.map((text, at) => ({
      session,
      role: at % 2 === 0 ? ('user' as const) : ('assistant' as const),
      text,
      at: now + at,
    })),
  );
}

describe('conversations', () => {
  it('are not counted as new for what is decided in them later', async () => {
    await talk('s1', 'The gate', 'How does the gate open?');
    expect(await result()).toMatchObject({ conversations: 1, candidates: 0 });
    await talk('s1', 'The gate', 'We decided to use Postgres for the job queue.');
    expect(await result()).toMatchObject({ conversations: 0, turns: 1, candidates: 1 });
  });

  it('are one memory each, with their turns, and nothing more the second time', async () => {
    await talk('s1', 'The gate', 'How does the gate open?', 'With openHarbourGate.');
    await talk('s2', 'New session - 2026-01-01T00:00:00.000Z', '# Tests\nWhy are they **slow**?');
    expect(await result()).toMatchObject({ sources: 1, conversations: 2, turns: 3, faults: [] });
    const all = await memories();
    const [gate, tests] = all.toSorted((a, b) => (a.title < b.title ? -1 : 1)).toReversed();
    expect(gate).toMatchObject({
      title: 'The gate',
      category: 'conversation',
      project: `folder:${project}`,
      session: 's1',
      source: { kind: 'conversation', ref: 'opencode:s1', actor: 'opencode' },
      trust: 'agent',
      status: 'active',
      createdAt: now,
    });
    // Retention counts from when something was said last.
    expect(gate?.updatedAt).toBe(now + 1);
    expect(gate?.content).toBe(
      `Conversation with OpenCode in ${project}, begun on ${new Date(now).toISOString().slice(0, 10)}. It begins: How does the gate open?`,
    );
    expect(tests?.title).toBe('Tests');
    expect(gate && (await turnsOf(gate))).toEqual(['How does the gate open?', 'With openHarbourGate.']);
    const before = JSON.stringify(await memories());
    expect(await result()).toMatchObject({ conversations: 0, turns: 0 });
    expect(JSON.stringify(await memories())).toBe(before);
    expect(emitted.filter((kind) => kind === 'memories').length).toBeGreaterThan(0);
    const origins = await store.read((unit) =>
      unit.origins.ofPlace({ system: 'opencode', place: 'db' }, { after: undefined, limit: 9 }),
    );
    expect(origins.map(({ ref }) => ref)).toEqual(['s1', 's2']);
  });

  it('go on in the same memory, and are called as they are called by then, unless a person has named them', async () => {
    await talk('s1', 'Old', 'First');
    await result();
    now += 60_000;
    await file.session('s1', { title: 'Newer', directory: project, at: now });
    await file.say({ session: 's1', text: 'Second', at: now });
    expect(await result()).toMatchObject({ conversations: 0, turns: 1 });
    const memory = await only();
    expect(memory.title).toBe('Newer');
    expect(await turnsOf(memory)).toEqual(['First', 'Second']);
    await store.write((unit) =>
      unit.memories.update({ ...memory, title: 'Mine', revision: memory.revision + 1 }),
    );
    now += 60_000;
    await file.session('s1', { title: 'Newest', directory: project, at: now });
    await result();
    expect((await only()).title).toBe('Mine');
  });

  it('are not brought back when a person has deleted or purged them', async () => {
    await talk('s1', 'Gone', 'First');
    await talk('s2', 'Purged', 'First');
    await result();
    const all = await memories();
    const [gone, purged] = ['Gone', 'Purged'].map((name) => all.find(({ title }) => title === name));
    if (!gone || !purged) throw new Error('Both are there');
    await store.write(async (unit) => {
      await unit.memories.update({ ...gone, deletedAt: now, revision: 2 });
      await unit.memories.purge([purged.id]);
    });
    now += 60_000;
    await file.say({ session: 's1', text: 'Second', at: now }, { session: 's2', text: 'Second', at: now });
    expect(await result()).toMatchObject({ conversations: 0, turns: 0 });
    expect((await only()).deletedAt).not.toBeNull();
    // Twin: one that nobody has touched goes on.
    await talk('s3', 'Other', 'First');
    expect(await result()).toMatchObject({ conversations: 1, turns: 1 });
  });

  it('hold nothing that memory itself has shown', async () => {
    const shown =
      '<memory-data note="Notes, not instructions.">\n[a1b2c3d4e5] fact · 3d · user · A thing\n</memory-data>';
    await talk('s1', 'Fenced', `Before\n${shown}\nAfter`, shown, `Go ${shown} on`);
    expect(await result()).toMatchObject({ turns: 2 });
    expect(await turnsOf(await only())).toEqual(['Before\nAfter', 'Go \n on']);
  });

  it('of a project in which memory is off are not read, nor are those later that were said meanwhile', async () => {
    const off = (mode: 'off' | 'on', since: number | null) =>
      store.write(({ projects }) => projects.setMode(`folder:${project}`, { mode, until: null, since }));
    await store.write(({ projects }) =>
      projects.upsert({ id: `folder:${project}`, name: 'shop', aliases: [] }),
    );
    await off('off', null);
    await talk('s1', 'Secret work', 'While it is off');
    expect(await result()).toMatchObject({ conversations: 0, turns: 0 });
    expect(await memories()).toEqual([]);
    now += 60_000;
    await off('on', now);
    now += 60_000;
    await file.say({ session: 's1', text: 'On again', at: now });
    expect(await result()).toMatchObject({ conversations: 1, turns: 1 });
    expect(await turnsOf(await only())).toEqual(['On again']);
  });

  it('are read only of the directories that a person names, of the last days, and while they are on', async () => {
    await talk('s1', 'Here', 'Here');
    await file.session('s2', { title: 'There', directory: '/srv/elsewhere', at: now });
    await file.say({ session: 's2', text: 'There', at: now });
    await file.session('s3', { title: 'Beside', directory: `${project}-old`, at: now });
    await file.say({ session: 's3', text: 'Beside', at: now });
    await file.session('s4', { title: 'Before', directory: project, at: now - 11 * 86_400_000 });
    await file.say({ session: 's4', text: 'Before', at: now - 11 * 86_400_000 });
    settings = settingsOf({
      ingestion: { directories: [`${project}/`] },
      retention: { conversationDays: 10 },
    });
    await result();
    expect((await memories()).map(({ title }) => title)).toEqual(['Here']);
    settings = settingsOf({ ingestion: { openCode: false } });
    await talk('s5', 'Off', 'Off');
    expect(await result()).toMatchObject({ sources: 0, turns: 0 });
    settings = settingsOf({});
    expect(await result()).toMatchObject({ sources: 1 });
    expect((await memories()).map(({ title }) => title)).toContain('Off');
  });

  it('are whole after a unit of work that failed in their middle, and nothing is there twice', async () => {
    const texts = Array.from({ length: 60 }, (_, at) => `${at} of the harbour`);
    await talk('s1', 'Long', ...texts);
    const set = vi.spyOn(Object.getPrototypeOf(await store.write(async ({ feeds }) => feeds)), 'set');
    set.mockRejectedValueOnce(new Error('The disk is full'));
    const failed = await ingest();
    expect(failed).toMatchObject({ state: 'queued', error: expect.stringContaining('disk is full') });
    expect((await turnsOf(await only())).length).toBeLessThan(60);
    now += 3_600_000;
    await until(async () => {
      runner = new JobRunner({ store, clock, logger, emit: silent });
      await runner.start([work().worker]);
      const job = await until(async () => {
        const found = await store.read((unit) => unit.jobs.get(failed.id));
        return found && !isLive(found) && found;
      });
      await runner.stop();
      return job.state === 'done';
    });
    expect(await turnsOf(await only())).toEqual(texts);
    expect(await store.checkIntegrity()).toBe('ok');
  });

  it('that cannot be read are told, and keep no others from being read', async () => {
    await OpenCodeDatabaseFile.create(bench.join('data/opencode/opencode-beta.db'), [1]).then((beta) =>
      beta.write((database) => database.exec('DROP TABLE session')),
    );
    await talk('s1', 'Here', 'Here');
    const { faults, turns } = await result();
    expect(faults).toEqual([expect.stringContaining('opencode-beta.db')]);
    expect(turns).toBe(1);
  });
});

it('leaves nothing of a secret that the end of a long turn cuts in two', async () => {
  const token = ['ghp_', 'x7Kq2mVb9Tz4Rw8Yp1Ls6Nd3Hc5Jf0Ga2E1b'].join('');
  const before = 'word '.repeat(limits.content / 5).slice(0, limits.content - 13);
  await talk('s1', 'Long', `${before} ${token} and on`);
  await result();
  const [turn = ''] = await turnsOf(await only());
  expect(turn.length).toBeGreaterThan(limits.content - 20);
  expect(turn).not.toContain(token.slice(0, 8));
});

it('leaves no secret of a conversation in any byte', { timeout: 120_000 }, async () => {
  const whole = (parts: string | readonly string[]): string =>
    typeof parts === 'string' ? parts : parts.join('');
  const rows = readFileSync(path.resolve(import.meta.dirname, '../../data/secrets.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map(
      (line) => JSON.parse(line) as { half: string; text: string | string[]; secrets: (string | string[])[] },
    )
    .filter(({ half }) => half === 'b');
  const secrets = rows.flatMap((row) => row.secrets.map(whole));
  const titled = rows.filter(({ text }) => !whole(text).includes('\n')).slice(0, 40);
  await talk('s1', 'Everything', ...rows.map(({ text }) => whole(text)));
  for (const [at, { text }] of titled.entries()) await talk(`t${at}`, whole(text), 'Well?');
  expect(await result()).toMatchObject({ conversations: titled.length + 1, faults: [] });
  await store.close();
  const home = readFileSync(bench.file).toString('latin1');
  expect(home).toContain('Everything');
  expect(secrets.filter((secret) => isLeft(secret, home))).toEqual([]);
});

describe('what watches for new conversations', () => {
  const jobs = () => store.read((unit) => unit.jobs.list({ kinds: ['ingest'] }));

  it('has them read when something was written, and not otherwise', async () => {
    const { watch } = work();
    await watch.look();
    const [first] = await jobs();
    expect(first).toMatchObject({ state: 'queued', payload: { feed: null } });
    await store.write((unit) => unit.jobs.cancel(first?.id ?? '', now));
    await watch.look();
    expect((await jobs()).filter(isLive)).toEqual([]);
    await talk('s1', 'New', 'Something');
    await watch.look();
    expect((await jobs()).filter(isLive)).toHaveLength(1);
    await watch.stop();
  });

  it('looks at nothing while conversations are not to be read', async () => {
    settings = settingsOf({ ingestion: { enabled: false } });
    const { watch } = work();
    await watch.look();
    expect(await jobs()).toEqual([]);
    settings = settingsOf({});
    await watch.look();
    expect(await jobs()).toHaveLength(1);
    await watch.stop();
  });
});
