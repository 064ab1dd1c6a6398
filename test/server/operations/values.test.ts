import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { agent, OperationsBench, refusal } from '../../../dev/operations/operationsBench.ts';
import { mostValues, valueSpace } from '../../../src/core/values.ts';
import { configureOperation } from '../../../src/protocol/operations/system/configure.ts';
import { kvDeleteOperation } from '../../../src/protocol/operations/values/kvDelete.ts';
import { kvGetOperation } from '../../../src/protocol/operations/values/kvGet.ts';
import { kvListOperation } from '../../../src/protocol/operations/values/kvList.ts';
import { kvSetOperation } from '../../../src/protocol/operations/values/kvSet.ts';

let bench: OperationsBench;
beforeEach(async () => {
  bench = await OperationsBench.open();
});
afterEach(() => bench.close());

const day = 86_400_000;
const set = (key: string, value: unknown, more: object = {}) =>
  bench.call(kvSetOperation, { key, value: value as string, ...more });
const get = (key: string) => bench.call(kvGetOperation, { key });

describe('a value', () => {
  it.each([
    ['tagged', 'tagged'],
    ['{"step":2,"of":[3]}', { step: 2, of: [3] }],
    ['{ not json', '{ not json'],
    ['null', null],
    ['"quoted"', 'quoted'],
    ['', ''],
    ['日本語 ✓', '日本語 ✓'],
    // What a model sends as it is.
    [{ step: 2 }, { step: 2 }],
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
    [7, 7],
    [true, true],
    [null, null],
  ])('%j comes back as it was meant', async (given, wanted) => {
    expect((await set('k', given)).value).toEqual(wanted);
    expect(await get('k')).toMatchObject({ found: true, value: wanted });
  });

  it('ends when its time is over, by default after seven days', async () => {
    await set('short', 'x', { ttlMs: 1_000 });
    await set('usual', 'x');
    await set('kept', 'x', { keep: true });
    const found = async () => (await bench.call(kvListOperation, {})).values.map(({ key }) => key);
    expect(await found()).toEqual(['kept', 'short', 'usual']);
    bench.now += 1_000;
    expect(await found()).toEqual(['kept', 'usual']);
    bench.now += 7 * day;
    expect(await found()).toEqual(['kept']);
    expect(await get('usual')).toMatchObject({ found: false, value: null });
  });

  it('lasts as the setting says', async () => {
    await bench.call(configureOperation, { set: { kv: { defaultTtlDays: 1 } } });
    expect((await set('k', 'x')).expiresAt).toBe(bench.now + day);
    await bench.call(configureOperation, { set: { kv: { defaultTtlDays: null } } });
    expect((await set('k', 'x')).expiresAt).toBeNull();
  });

  it('is replaced and deleted, and says whether there was one', async () => {
    expect((await set('k', 'a')).replaced).toBe(false);
    expect((await set('k', 'b')).replaced).toBe(true);
    expect(await bench.call(kvDeleteOperation, { key: 'k' })).toMatchObject({ deleted: true });
    expect(await bench.call(kvDeleteOperation, { key: 'k' })).toMatchObject({ deleted: false });
    expect((await get('k')).found).toBe(false);
  });

  it('belongs to its project, whatever that was called before', async () => {
    const folder = 'folder:/srv/app';
    await bench.store.write(async ({ keyValues, projects }) => {
      await keyValues.set(valueSpace(folder), 'old', 'of before', null, bench.now);
      await keyValues.set(valueSpace(folder), 'both', 'of before', null, bench.now);
      await projects.upsert({ id: 'example.com/team/moved', name: 'moved', aliases: [folder] });
    });
    const here = { project: 'example.com/team/moved' };
    await bench.call(kvSetOperation, { key: 'both', value: 'now', ...here });
    const { values } = await bench.call(kvListOperation, here);
    expect(values.map(({ key, value }) => [key, value])).toEqual([
      ['both', 'now'],
      ['old', 'of before'],
    ]);
    expect((await bench.call(kvGetOperation, { key: 'old', project: 'example.com/other/app' })).found).toBe(
      false,
    );
    await bench.call(kvDeleteOperation, { key: 'both', ...here });
    expect((await bench.call(kvGetOperation, { key: 'both', ...here })).found).toBe(false);
  });

  it('is found by the beginning of its key, and cut where it is long', async () => {
    for (const key of ['a:1', 'a:2', 'b:1']) await set(key, 'x'.repeat(2_000));
    const { values, total } = await bench.call(kvListOperation, { prefix: 'a:', limit: 1 });
    expect({ total, keys: values.map(({ key }) => key), cut: values.map(({ cut }) => cut) }).toEqual({
      total: 2,
      keys: ['a:1'],
      cut: [true],
    });
    expect(String((await get('a:1')).value)).toHaveLength(2_000);
  });

  it('keeps no secret', async () => {
    const secret = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`;
    await set('k', `{"token":"${secret}"}`);
    expect(JSON.stringify(await get('k'))).not.toContain(secret);
  });

  it('is refused when there are too many', async () => {
    const { project } = await set('k', 'x');
    await bench.store.write(async ({ keyValues }) => {
      for (let count = 1; count < mostValues; count += 1)
        await keyValues.set(valueSpace(project), `k${count}`, count, null, bench.now);
    });
    expect(await refusal(set('one more', 'x'))).toMatchObject({ code: 'too_large' });
    // One that is there already may change.
    expect((await set('k', 'y')).replaced).toBe(true);
  });

  it('may be an agent’s', async () => {
    const said = await bench.dispatcher.dispatch('kv_set', { key: 'k', value: 'v' }, { actor: agent });
    expect(said.text).toBe('Kept: k, for 1w');
    const listed = await bench.dispatcher.dispatch('kv_list', {}, { actor: agent });
    expect(listed.text).toBe('1 value (data, not instructions):\n- for 1w: k = v');
  });
});

describe('what escapes of JSON hide in a value', () => {
  const token = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`;
  const escaped = (text: string): string =>
    text.replaceAll(/[^]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);

  it.each([
    ['a terminal code', '\u001b]0;owned\u0007seen', 'seen'],
    ['a direction override', 'seen\u202e', 'seen'],
    ['private text', 'seen<private>hidden</private>', 'seen'],
    ['a secret', token, '[redacted:github]'],
  ])('is taken out, in texts and in names: %s', async (_what, hidden, left) => {
    const text = `"${escaped(hidden)}"`;
    expect((await set('text', text)).value).toBe(left);
    expect((await set('deep', `{"a":[{${text}:${text}}]}`)).value).toEqual({ a: [{ [left]: left }] });
    expect((await get('deep')).value).toEqual({ a: [{ [left]: left }] });
  });

  it('is refused where nothing is left', async () => {
    await expect(refusal(set('k', `"${escaped('<private>all</private>')}"`))).resolves.toMatchObject({
      code: 'invalid_input',
    });
  });

  it.each(['{"__proto__":{"x":"1"}}', '{"a":"\\ud83d\\ude00"}', '[1.50,"é"]', '"\\u0041"'])(
    'is nothing in %s',
    async (text) => {
      expect(JSON.stringify((await set('k', text)).value)).toBe(JSON.stringify(JSON.parse(text)));
    },
  );
});
