import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OpenCodeDatabaseFile } from '../../../dev/openCode/openCodeDatabaseFile.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { OpenCodeDatabase } from '../../../src/bridges/openCodeDatabase/openCodeDatabase.ts';
import { tablesOf } from '../../../src/bridges/openCodeDatabase/openCodeCursor.ts';
import { openCodeDatabaseFiles } from '../../../src/bridges/openCodeDatabase/openCodeDatabaseFiles.ts';
import { Database } from '../../../src/sqlite/database.ts';

const minute = 60_000;
const signal = new AbortController().signal;
let temp: TempDirectory;
let now: number;

beforeEach(async () => {
  temp = await tempDirectory('opencode-db');
  now = 1_800_000_000_000;
});
afterEach(() => temp.dispose());

const feed = (since = 0, isOurs: (session: { title: string | undefined }) => boolean = () => false) =>
  new OpenCodeDatabase({
    places: () => ({ env: {}, home: temp.join('nobody'), named: [temp.join('opencode.db')] }),
    now: () => now,
    since: () => since,
    isOurs,
  });

/** Everything that is new since a cursor: texts by conversation, and the next cursor. */
async function read(cursor: unknown = null, from = feed()) {
  const said: Record<string, string[]> = {};
  const items = [];
  const [source] = await from.sources();
  if (!source) throw new Error('There is no database');
  let next = cursor;
  let batches = 0;
  for await (const batch of from.read(source, cursor, signal)) {
    batches += 1;
    next = batch.cursor;
    for (const item of batch.items) {
      items.push(item);
      (said[item.session] ??= []).push(...item.turns.map(({ speaker, text }) => `${speaker}: ${text}`));
    }
  }
  return { said, items, cursor: next, batches };
}

/** What one pass finds that another one has not seen yet, by key, as memory sees it. */
async function keysSince(cursor: unknown) {
  const { items, cursor: next } = await read(cursor);
  return { keys: items.flatMap(({ turns }) => turns.map(({ key, text }) => `${key} ${text}`)), cursor: next };
}

describe('the database of OpenCode 1', () => {
  it('is read for what the two said, and for nothing else', async () => {
    const file = await OpenCodeDatabaseFile.create(temp.join('opencode.db'), [1]);
    await file.session('s1', { title: 'Which database', at: now });
    await file.say(
      { session: 's1', text: 'Which database?', at: now },
      {
        session: 's1',
        role: 'assistant',
        text: 'We take SQLite.',
        at: now + 1,
        parts: [
          { type: 'step-start' },
          { type: 'reasoning', text: 'thought by the model' },
          { type: 'tool', tool: 'memory_recall', state: { output: 'answered by a tool' } },
          { type: 'text', text: 'put there by a program', synthetic: true },
          { type: 'text', text: 'put aside', ignored: true },
          { type: 'text', text: 'First of all.' },
        ],
      },
      {
        session: 's1',
        text: '',
        at: now + 2,
        parts: [{ type: 'compaction', text: 'summed up' }],
        updatedAt: 1,
      },
      { session: 's1', role: 'assistant', text: 'A summary', at: now + 3, fields: { summary: true } },
    );
    const spies = (['all', 'get', 'iterate'] as const).map((name) => vi.spyOn(Database.prototype, name));
    const { said, items, cursor } = await read();
    expect(said).toEqual({ s1: ['user: Which database?', 'assistant: First of all.\n\nWe take SQLite.'] });
    expect(items[0]).toMatchObject({
      system: 'opencode',
      title: 'Which database',
      directory: '/srv/shop',
      startedAt: now,
      parent: undefined,
    });
    expect(tablesOf(cursor)).toEqual(['messages with parts (OpenCode 1)']);
    const asked = spies.flatMap((spy) => spy.mock.calls.map(([sql]) => sql));
    expect(asked.some((sql) => sql.includes('FROM session'))).toBe(true);
    expect(asked.filter((sql) => /credential|account|share/.test(sql))).toEqual([]);
  });

  it('gives nothing twice, and what was being written once it is finished', async () => {
    const file = await OpenCodeDatabaseFile.create(temp.join('opencode.db'), [1]);
    await file.session('s1', { at: now });
    await file.say({ session: 's1', text: 'Go on', at: now });
    const [half = ''] = await file.say({
      session: 's1',
      role: 'assistant',
      text: 'We take Post',
      at: now + 1,
      completed: null,
    });
    now += 5;
    const first = await read();
    expect(first.said).toEqual({ s1: ['user: Go on'] });
    await file.write((database) => {
      database.run(
        `UPDATE part SET data = '{"type":"text","text":"We take Postgres."}' WHERE message_id = ?`,
        half,
      );
      const data = JSON.stringify({ role: 'assistant', time: { created: 1, completed: now } });
      database.run('UPDATE message SET data = ?, time_updated = ? WHERE id = ?', data, now, half);
    });
    const second = await keysSince(first.cursor);
    expect(second.keys).toContain(`${half} We take Postgres.`);
    // Long after it has come to rest, nothing of it is looked at again.
    now += 60 * minute;
    await file.session('s2', { at: now });
    await file.say({ session: 's2', text: 'Something else', at: now });
    const third = await keysSince(second.cursor);
    const fourth = await read(third.cursor);
    expect(fourth.said).toEqual({ s2: ['user: Something else'] });
  });

  it('is read on although something was written while the clock was ahead', async () => {
    const file = await OpenCodeDatabaseFile.create(temp.join('opencode.db'), [1]);
    const ahead = now + 365 * 24 * 60 * minute;
    await file.session('s1', { at: ahead });
    await file.say({ session: 's1', text: 'From a year ahead', at: ahead });
    const first = await read();
    expect(first.said).toEqual({ s1: ['user: From a year ahead'] });
    now += 60 * minute;
    await file.session('s2', { at: now });
    await file.say(
      { session: 's1', text: 'From today', at: now },
      { session: 's2', text: 'Of another session', at: now },
    );
    // As it was kept before, too.
    for (const cursor of [first.cursor, { ...(first.cursor as object), at: ahead }]) {
      const { said } = await read(cursor);
      expect(said['s1']).toContain('user: From today');
      expect(said['s2']).toEqual(['user: Of another session']);
    }
  });

  it('takes what a program that was killed has left of an answer', async () => {
    const file = await OpenCodeDatabaseFile.create(temp.join('opencode.db'), [1]);
    await file.session('s1', { at: now });
    await file.say({ session: 's1', text: 'Go on', at: now });
    await file.say({ session: 's1', role: 'assistant', text: 'Half an ans', at: now + 1, completed: null });
    const first = await read();
    expect(first.said).toEqual({ s1: ['user: Go on'] });
    now += 90 * minute;
    expect((await read(first.cursor)).said['s1']).toContain('assistant: Half an ans');
  });

  it('waits for the words of a message that is there without them', async () => {
    const file = await OpenCodeDatabaseFile.create(temp.join('opencode.db'), [1]);
    await file.session('s1', { at: now });
    const [empty = ''] = await file.say({ session: 's1', text: '', at: now });
    const first = await read();
    expect(first.said).toEqual({ s1: [] });
    await file.write((database) =>
      database.run(
        `INSERT INTO part VALUES ('prt_z', ?, 's1', 1, 1, '{"type":"text","text":"Here I am"}')`,
        empty,
      ),
    );
    now += 10_000;
    expect((await read(first.cursor)).said).toEqual({ s1: ['user: Here I am'] });
  });

  it('puts what subagents say into the session that has begun them, and knows its own sessions', async () => {
    const file = await OpenCodeDatabaseFile.create(temp.join('opencode.db'), [1]);
    await file.session('root', { title: 'Main', at: now });
    await file.session('child', {
      parent: 'root',
      title: 'Child session - 2026-01-01T00:00:00.000Z',
      at: now,
    });
    await file.session('grandchild', { parent: 'child', at: now });
    await file.session('lost', { parent: 'gone', title: 'New session - 2026-01-01T00:00:00.000Z', at: now });
    await file.session('ours', { title: 'memory-bridge extraction', at: now });
    await file.session('ours-child', { parent: 'ours', at: now });
    await file.say(
      { session: 'child', text: 'Look at the gate', at: now },
      { session: 'grandchild', role: 'assistant', text: 'It is open', at: now + 1 },
      { session: 'root', text: 'Well?', at: now + 2 },
      { session: 'lost', text: 'Alone', at: now + 3 },
      { session: 'ours', text: 'Extract', at: now + 4 },
      { session: 'ours-child', text: 'Extract more', at: now + 5 },
    );
    const isOurs = ({ title }: { title: string | undefined }) => title?.startsWith('memory-bridge') === true;
    const { said, items } = await read(null, feed(0, isOurs));
    expect(said).toEqual({
      root: ['assistant: Look at the gate', 'assistant: It is open', 'user: Well?'],
      lost: ['user: Alone'],
    });
    expect(items.map(({ session, title }) => [session, title])).toEqual(
      expect.arrayContaining([
        ['root', 'Main'],
        ['lost', undefined],
      ]),
    );
    expect(Object.keys((await read()).said)).toContain('ours');
  });

  it('reads much in batches, each from where the one before has ended, also of one moment', async () => {
    const file = await OpenCodeDatabaseFile.create(temp.join('opencode.db'), [1]);
    await file.session('s1', { at: now });
    await file.session('old', { at: 5 });
    await file.say({ session: 'old', text: 'Long ago', at: 5 });
    await file.say(
      ...Array.from({ length: 300 }, (_, at) => ({
        session: 's1',
        text: `${at} ${'word '.repeat(100)}`,
        at: now,
      })),
    );
    const { said, batches, cursor } = await read(null, feed(now - minute));
    expect(Object.keys(said)).toEqual(['s1']);
    expect(new Set(said['s1']).size).toBe(300);
    expect(said['s1']).toHaveLength(300);
    expect(batches).toBeGreaterThan(2);
    // Broken off after the first batch, the rest comes from there.
    const from = feed(now - minute);
    const [source] = await from.sources();
    if (!source) throw new Error('There is no database');
    const seen = new Set<string>();
    let place: unknown = null;
    for (let round = 0; round < 20; round += 1) {
      const { value } = await from.read(source, place, signal)[Symbol.asyncIterator]().next();
      if (!value) break;
      for (const item of value.items) for (const { key } of item.turns) seen.add(key);
      place = value.cursor;
    }
    expect(seen.size).toBe(300);
    // A cursor that cannot be understood is the beginning.
    expect((await read({ at: 'x' }, feed(now - minute))).said['s1']).toHaveLength(300);
    expect(cursor).not.toBeNull();
  });
});

describe('the database of OpenCode 2', () => {
  const text = (value: string, more: object = {}) => ({ type: 'text', id: 'a', text: value, ...more });

  it('is read as well, and what was carried over from 1 once', async () => {
    const file = await OpenCodeDatabaseFile.create(temp.join('opencode.db'));
    await file.session('s1', { at: now });
    await file.say({ session: 's1', text: 'Said in 1', at: now });
    await file.sayWhole('s1', 'user', { text: 'Said in 1', time: { created: now } }, { at: now });
    await file.sayWhole('s1', 'user', { text: 'Said in 2', time: { created: now + 1 } }, { at: now + 1 });
    await file.sayWhole('s1', 'synthetic', { text: 'put there' }, { at: now + 2 });
    const answer = {
      content: [
        { type: 'reasoning', id: 'r', text: 'thought' },
        { type: 'tool', id: 't', name: 'memory_recall', state: { content: [text('answered by a tool')] } },
        text('Answered in 2'),
        text('put there', { synthetic: true }),
      ],
      time: { created: now + 3, completed: now + 4 },
    };
    await file.sayWhole('s1', 'assistant', answer, { at: now + 3 });
    await file.sayWhole('s1', 'compaction', { summary: 'summed up' }, { at: now + 5 });
    const { said, cursor } = await read();
    expect(said).toEqual({ s1: ['user: Said in 1', 'user: Said in 2', 'assistant: Answered in 2'] });
    expect(tablesOf(cursor)).toEqual(['messages with parts (OpenCode 1)', 'session messages (OpenCode 2)']);
  });

  it('is read where there are no tables of 1, and sessions say where they are in another way', async () => {
    const file = await OpenCodeDatabaseFile.create(temp.join('opencode.db'), [2]);
    await file.write((database) =>
      database.exec(
        'DROP TABLE session',
        'CREATE TABLE session (id text PRIMARY KEY, location text, title text, time_created integer, time_updated integer)',
        `INSERT INTO session VALUES ('s1', '{"directory":"/srv/two"}', NULL, ${now}, ${now})`,
      ),
    );
    const unfinished = { content: [text('Half')], time: { created: now } };
    const id = await file.sayWhole('s1', 'assistant', unfinished, { at: now });
    const first = await read();
    expect(first.said).toEqual({ s1: [] });
    expect(first.items[0]).toMatchObject({ directory: '/srv/two', title: undefined });
    const finished = { content: [text('Whole')], time: { created: now, completed: now + 9 } };
    await file.sayWhole('s1', 'assistant', finished, { at: now, updatedAt: now + 9, id });
    const second = await read(first.cursor);
    expect(second.said).toEqual({ s1: ['assistant: Whole'] });
    expect(tablesOf(second.cursor)).toEqual(['session messages (OpenCode 2)']);
  });
});

describe('where databases of OpenCode lie', () => {
  it('is found by its environment, its folder and what a person says, each once', async () => {
    const home = temp.join('home');
    const usual = path(home, '.local/share/opencode/opencode.db');
    await OpenCodeDatabaseFile.create(usual, [1]);
    await OpenCodeDatabaseFile.create(path(home, '.local/share/opencode/opencode-beta.db'), [1]);
    await OpenCodeDatabaseFile.create(temp.join('xdg/opencode/mine.db'), [1]);
    const found = async (env: Record<string, string>, named: string[] = []) =>
      (await openCodeDatabaseFiles({ env, home, named }))
        .map(({ name }) => name.split('/').at(-1))
        .toSorted();
    expect(await found({})).toEqual(['opencode-beta.db', 'opencode.db']);
    expect(await found({}, [usual, 'relative.db', '/not/there.db'])).toEqual([
      'opencode-beta.db',
      'opencode.db',
    ]);
    expect(await found({ XDG_DATA_HOME: temp.join('xdg'), OPENCODE_DB: 'mine.db' })).toEqual(['mine.db']);
    expect(await found({ XDG_DATA_HOME: temp.join('xdg'), OPENCODE_DB: ':memory:' })).toEqual([]);
  });

  const path = (...parts: string[]): string => parts.join('/');

  it('is told when it is another database', async () => {
    const file = await OpenCodeDatabaseFile.create(temp.join('opencode.db'), [1]);
    await file.write((database) => database.exec('DROP TABLE session'));
    await expect(read()).rejects.toThrow('has none of the tables in which OpenCode keeps conversations');
  });
});
