import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shortId } from '../../../src/core/shortId.ts';
import { Purge } from '../../../src/operations/memories/purge.ts';
import { listMemoriesOperation } from '../../../src/protocol/operations/memories/listMemories.ts';
import { getHistoryOperation } from '../../../src/protocol/operations/memories/getHistory.ts';
import { purgeOperation } from '../../../src/protocol/operations/memories/purge.ts';
import { recallOperation } from '../../../src/protocol/operations/recall/recall.ts';
import { undoOperation } from '../../../src/protocol/operations/memories/undo.ts';
import { updateMemoryTool } from '../../../src/protocol/tools/updateMemoryTool.ts';
import { openStore } from '../../../src/store/sqlite/openStore.ts';
import { PurgeFiles } from '../../../src/store/sqlite/purgeFiles.ts';
import { vectorBytes } from '../../../src/store/sqlite/vectors/storedVector.ts';
import { seededRandom } from '../../../dev/random/seededRandom.mjs';
import { randomVector } from '../../../dev/random/randomVector.ts';
import { tracesOf } from '../../../dev/files/traces.ts';
import { agent, OperationsBench, person, refusal } from '../../../dev/operations/operationsBench.ts';
import { sampleMemory } from '../../../dev/memory/sampleMemory.ts';
import { StoreBench } from '../../../dev/store/storeBench.ts';

let bench: OperationsBench;

beforeEach(async () => {
  bench = await OperationsBench.open();
});
afterEach(() => bench.close());

const keyed = (key: string) => ({ idempotencyKey: `key-${key}` });
const purge = (ids: string[], rest: { history_only?: boolean; preview?: boolean } = {}) =>
  bench.call(purgeOperation, { ids, ...rest });
const backup = async () => path.basename((await bench.backup()).path);
const traces = (words: readonly string[], home = bench.home) => tracesOf(words, home);

let seed = 1;
/** Words of random letters, so that the pages of every index are split again and again. */
function randomWords(count: number): string {
  const letter = () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return String.fromCharCode(97 + ((seed >> 16) % 26));
  };
  return Array.from({ length: count }, () => Array.from({ length: 8 }, letter).join('')).join(' ');
}

async function fill(count: number): Promise<void> {
  await bench.store.write(async (unit) => {
    for (let at = 0; at < count; at += 1)
      await unit.memories.insert(sampleMemory({ title: randomWords(4), content: randomWords(20) }));
  });
}

describe('purge', () => {
  it('leaves nothing of any text of a memory in any byte of the data folder', async () => {
    await fill(150);
    const words = {
      title: 'quetzalcoatls',
      content: 'marshmallowing',
      name: 'userXylophoneKey',
      foreign: 'сокровищница',
      chinese: '鲸鱼密码',
      what: 'whatsoeverzebra',
      why: 'becausewalrus',
      learned: 'learnedokapi',
      tag: 'taggedibex',
      edited: 'editedcapybara',
      anchor: 'anchoredquokka',
    };
    const { memory } = await bench.remember(
      `The ${words.content} of ${words.name}, ${words.foreign}, ${words.chinese}`,
      {
        title: `About ${words.title}`,
        what: words.what,
        why: words.why,
        learned: words.learned,
        tags: [words.tag],
        anchors: [{ path: `src/${words.anchor}.ts`, startLine: 1, endLine: 2 }],
      },
      keyed('remember'),
    );
    const other = await bench.remember('A neighbour that stays, with zebras', {}, keyed('other'));
    const edit = await bench.call(
      updateMemoryTool,
      { memory_id: memory.id, action: 'edit', content: `Now ${words.edited}`, note: 'x' },
      keyed('edit'),
    );
    await bench.call(undoOperation, { change_id: edit.changeId }, keyed('undo'));
    await bench.call(
      updateMemoryTool,
      { memory_id: memory.id, action: 'edit', content: `Then ${words.edited}` },
      keyed('again'),
    );
    await bench.call(recallOperation, { query: words.title });
    await bench.call(
      updateMemoryTool,
      { memory_id: memory.id, action: 'supersede', superseded_by: other.memory.id },
      keyed('supersede'),
    );
    await bench.insert({
      title: `No longer in force: About ${words.title}`,
      content: `Accept to archive it:\n\n${words.edited}`,
      status: 'candidate',
      links: [{ kind: 'ends', to: memory.id }],
    });
    const holding = await backup();
    await bench.call(updateMemoryTool, { memory_id: memory.id, action: 'delete' }, keyed('delete'));
    const all = Object.values(words);
    expect(new Set(traces(all).map((trace) => trace.split(' ')[0]))).toEqual(new Set(all));

    const preview = await purge([shortId(memory.id)], { preview: true });
    expect(preview).toMatchObject({
      purged: false,
      memories: [{ id: memory.id, title: `About ${words.title}`, deleted: true, historyEntries: 6 }],
      backups: [{ name: holding, action: 'rewrite' }],
    });
    expect(traces(all)).not.toEqual([]);
    const done = await purge([shortId(memory.id)]);
    expect(done).toMatchObject({ purged: true, backups: [{ name: holding, action: 'rewrite' }] });
    expect(traces(all)).toEqual([]);
    expect(await bench.store.checkIntegrity()).toBe('ok');
    expect(bench.events.at(-1)).toMatchObject({ kind: 'memories', action: 'purge' });

    // What is not about it is there as before, in the backup too.
    expect((await bench.call(listMemoriesOperation, { text: 'neighbour' })).memories).toHaveLength(1);
    const copy = path.join(bench.home, 'copy');
    mkdirSync(copy);
    cpSync(path.join(bench.home, 'backups', holding), path.join(copy, 'memory.db'));
    const restored = await openStore(copy);
    expect((await restored.read((unit) => unit.memories.counts({}))).total).toBe(151);
    expect(await restored.checkIntegrity()).toBe('ok');
    await restored.close();
  });

  it('leaves no vector of a passage in any file, those of backups too', async () => {
    const { memory } = await bench.remember('A long memory about walruses', {}, keyed('long'));
    const { memory: other } = await bench.remember('Another one about zebras', {}, keyed('other'));
    const random = seededRandom(25);
    const [gone, kept] = [randomVector(random, 32), randomVector(random, 32)];
    await bench.store.write(async ({ vectors }) => {
      const space = await vectors.openSpace({ provider: 'test', model: 'long', dimensions: 32 }, 1);
      const vector = randomVector(random, 32);
      await vectors.put(space.id, [
        { memoryId: memory.id, vector, passages: [gone] },
        { memoryId: other.id, vector, passages: [kept] },
      ]);
    });
    await backup();
    const files = readdirSync(bench.home, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.includes('.db'))
      .map((entry) => path.join(entry.parentPath, entry.name));
    const holding = (vector: Float32Array) =>
      files.filter(
        (file) => existsSync(file) && readFileSync(file).includes(Buffer.from(vectorBytes(vector))),
      );
    expect(holding(gone).length).toBeGreaterThan(1);
    await purge([shortId(memory.id)]);
    expect(holding(gone)).toEqual([]);
    expect(holding(kept).length).toBeGreaterThan(1);
    expect(await bench.store.checkIntegrity()).toBe('ok');
  });

  it('leaves nothing of what was said in a conversation, those of backups too, and all of what was said in others', async () => {
    const { memory } = await bench.remember('A talk about the gate', { category: 'conversation' });
    const { memory: other } = await bench.remember('Another talk', { category: 'conversation' });
    const words = ['flamboyantgnu', 'сокровищница', 'pelicanGateKeeper'];
    const turn = (key: string, content: string) => ({ key, speaker: 'user' as const, saidAt: 1, content });
    const say = (id: string, ...turns: ReturnType<typeof turn>[]) =>
      bench.store.write(async (unit) => {
        const said = await unit.memories.get(id);
        if (said) await unit.turns.put(said, turns);
      });
    await say(memory.id, turn('a', `Is it the ${words[0]} or ${words[1]}?`), turn('b', `It is ${words[2]}`));
    await say(other.id, turn('a', 'Nothing but zebras'));
    const holding = await backup();
    await bench.call(updateMemoryTool, { memory_id: other.id, action: 'edit', content: 'A talk on okapis' });
    expect(new Set(traces(words).map((trace) => trace.split(' ')[0]))).toEqual(new Set(words));
    await purge([memory.id]);
    expect(traces(words)).toEqual([]);
    expect(await bench.store.checkIntegrity()).toBe('ok');
    // The copy has an earlier text of this one, which is exchanged; what was said in it stays.
    await purge([other.id], { history_only: true });
    const copy = path.join(bench.home, 'talks');
    mkdirSync(copy);
    cpSync(path.join(bench.home, 'backups', holding), path.join(copy, 'memory.db'));
    const restored = await openStore(copy);
    expect((await restored.read((unit) => unit.memories.get(other.id)))?.content).toBe('A talk on okapis');
    const left = await restored.read((unit) => unit.turns.list(other.id, { limit: 9 }));
    expect(left.map(({ content }) => content)).toEqual(['Nothing but zebras']);
    expect(await restored.checkIntegrity()).toBe('ok');
    await restored.close();
  });

  it('reaches what splitting pages leaves behind, for many memories in a row', async () => {
    const secrets = [];
    for (let at = 0; at < 8; at += 1) {
      await fill(20);
      const said = randomWords(30);
      const { memory } = await bench.remember(said, { title: said.slice(0, 60) });
      const edited = randomWords(30);
      await bench.call(updateMemoryTool, { memory_id: memory.id, action: 'edit', content: edited });
      secrets.push({ id: memory.id, words: `${said} ${edited}`.split(' ') });
    }
    await fill(100);
    await bench.store.write((unit) => unit.keyValues.set('a', 'b', 1, null, 0));
    const words = secrets.flatMap((secret) => secret.words);
    expect(traces(words).length).toBeGreaterThan(400);
    await purge(secrets.map(({ id }) => id));
    expect(traces(words)).toEqual([]);
  });

  it('is for people: an agent is refused, and the same call by a person goes through', async () => {
    const { memory } = await bench.remember('Keep me from the flamboyantgnu');
    const ids = [memory.id];
    for (const input of [{ ids }, { ids, preview: true }, { ids, history_only: true }])
      expect(await refusal(bench.call(purgeOperation, input, { actor: agent }))).toMatchObject({
        code: 'forbidden',
        message: expect.stringContaining('Only a person'),
      });
    expect(traces(['flamboyantgnu'])).not.toEqual([]);
    expect(await bench.call(purgeOperation, { ids }, { actor: person })).toMatchObject({ purged: true });
    expect(traces(['flamboyantgnu'])).toEqual([]);
  });

  it('says what it does not find, also when it is sent twice', async () => {
    const { memory } = await bench.remember('Once is enough');
    expect(await purge(['ffffffffff'], { preview: true })).toMatchObject({
      memories: [],
      missing: ['ffffffffff'],
      purged: false,
    });
    await purge([memory.id]);
    expect(await purge([memory.id])).toMatchObject({ memories: [], missing: [memory.id], purged: false });
  });

  it('names exports that hold it and leaves them alone', async () => {
    const { memory } = await bench.remember('A sentence long enough to be told\nfrom others');
    const folder = path.join(bench.home, 'exports', 'deep');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'all.json'), JSON.stringify([{ content: memory.content }]));
    writeFileSync(path.join(folder, 'other.json'), '[]');
    const preview = await purge([memory.id], { preview: true });
    expect(preview.exports).toEqual([path.join('deep', 'all.json')]);
    expect(await purge([memory.id])).toMatchObject({ exports: preview.exports });
    expect(existsSync(path.join(folder, 'all.json'))).toBe(true);
  });
});

describe('purge in backups', () => {
  it('finds a memory that only a backup has, rewrites old ones, and removes what cannot be read', async () => {
    const { memory } = await bench.remember('Gone long ago, rhinocerosbeetle');
    const first = await backup();
    bench.now += 1_000;
    await bench.store.write((unit) => unit.memories.purge([memory.id]));
    const folder = path.join(bench.home, 'backups');
    await using old = await StoreBench.create();
    await old.makeOld(1, [{ ...memory, title: 'rhinocerosbeetle of old' }]);
    cpSync(old.file, path.join(folder, 'memory-2020-before-v2.db'));
    writeFileSync(path.join(folder, 'broken.db'), 'no database: rhinocerosbeetle');
    const leftover = path.join(folder, 'memory-2021.db.partial');
    writeFileSync(leftover, 'rhinocerosbeetle');
    await bench.remember('Something else');
    const clean = await backup();

    expect(traces(['rhinocerosbeetle'])).toHaveLength(4);
    const preview = await purge([shortId(memory.id)], { preview: true });
    expect(preview.memories).toMatchObject([{ id: memory.id, category: null }]);
    const actions = Object.fromEntries(preview.backups.map(({ name, action }) => [name, action]));
    expect(actions).toEqual({
      [first]: 'rewrite',
      'memory-2020-before-v2.db': 'rewrite',
      'broken.db': 'remove',
    });
    await purge([shortId(memory.id)]);
    expect(traces(['rhinocerosbeetle'])).toEqual([]);
    expect(readdirSync(folder).sort()).toEqual([first, clean, 'memory-2020-before-v2.db'].sort());
  });

  it('is finished by the next start or another call, wherever it was interrupted', async () => {
    const words = ['interruptedaardvark', 'earlieraardvark'];
    for (const place of ['before the file is scrubbed', 'before the backups']) {
      const { memory } = await bench.remember(`An ${words[1]}`);
      await bench.call(updateMemoryTool, { memory_id: memory.id, action: 'edit', content: words[0] });
      await backup();
      bench.now += 1_000;
      // The files as a crash at this moment would leave them.
      const crashed = path.join(bench.home, '..', `crashed ${place}`);
      const crash = async (): Promise<never> => {
        cpSync(bench.home, crashed, { recursive: true });
        throw new Error('crash');
      };
      const { store } = bench;
      const files = new PurgeFiles(bench.home);
      const parts = { emit: () => {}, now: () => bench.now };
      const interrupted =
        place === 'before the backups'
          ? new Purge({ ...parts, store, files: { ...boundFiles(files), purge: crash } })
          : new Purge({ ...parts, files, store: { ...bound(store), scrub: crash } });
      const input = purgeOperation.input.parse({ ids: [memory.id] });
      await expect(interrupted.run(input, { actor: person } as never)).rejects.toThrow('crash');
      expect(traces(words, crashed)).not.toEqual([]);
      const reopened = await openStore(crashed);
      const next = new Purge({ ...parts, store: reopened, files: new PurgeFiles(crashed) });
      expect(await next.resume()).toBe(1);
      expect(await next.resume()).toBe(0);
      expect(traces(words, crashed)).toEqual([]);
      await reopened.close();
      // In the first folder the person runs it again.
      expect(await purge([shortId(memory.id)])).toMatchObject({ purged: true });
      expect(traces(words)).toEqual([]);
    }
  });

  it('leaves no copy that was begun before it and ends after it', async () => {
    for (let round = 0; round < 5; round += 1) {
      await fill(60);
      const said = `Meanwhile a ${randomWords(40)}`;
      const { memory } = await bench.remember(said);
      bench.now += 1_000;
      const copying = backup();
      await Promise.all([copying, purge([memory.id])]);
      expect(traces(said.split(' ').slice(2))).toEqual([]);
    }
  });
});

describe('purge of earlier versions', () => {
  it('removes what was edited out, also from backups, and leaves the memory as it is', async () => {
    await fill(60);
    const { memory } = await bench.remember('The password is hippogriffs', {}, keyed('a'));
    const old = await backup();
    bench.now += 1_000;
    await bench.call(
      updateMemoryTool,
      { memory_id: memory.id, action: 'edit', content: 'The password is in the safe', title: 'Where it is' },
      keyed('b'),
    );
    const recent = await backup();
    expect(new Set(traces(['hippogriffs']).map((trace) => trace.split(' in ')[1]?.split('-')[0]))).toEqual(
      new Set(['memory.db', `backups/memory`]),
    );
    const before = await bench.stored(memory.id);
    expect(await purge([memory.id], { history_only: true })).toMatchObject({
      memories: [{ historyEntries: 1 }],
      backups: [
        { name: recent, action: 'rewrite' },
        { name: old, action: 'rewrite' },
      ],
    });
    expect(traces(['hippogriffs'])).toEqual([]);
    expect(await bench.stored(memory.id)).toEqual(before);
    expect((await bench.call(recallOperation, { query: 'password safe' })).memories[0]?.id).toBe(memory.id);
    const { changes } = await bench.call(getHistoryOperation, { memory_id: memory.id });
    expect(changes.map(({ action }) => action)).toEqual(['create']);
    expect(await bench.store.checkIntegrity()).toBe('ok');

    const copy = path.join(bench.home, '..', 'restored');
    mkdirSync(copy);
    cpSync(path.join(bench.home, 'backups', old), path.join(copy, 'memory.db'));
    const restored = await openStore(copy);
    expect((await restored.read((unit) => unit.memories.get(memory.id)))?.content).toBe(before.content);
    expect(await restored.checkIntegrity()).toBe('ok');
    await restored.close();
  });
});

/** The methods of a store, bound to it: private fields are not inherited. */
function bound(store: OperationsBench['store']) {
  return {
    read: store.read.bind(store),
    write: store.write.bind(store),
  };
}

function boundFiles(files: PurgeFiles) {
  return {
    before: files.before.bind(files),
    holding: files.holding.bind(files),
    idsEndingIn: files.idsEndingIn.bind(files),
    exportsWith: files.exportsWith.bind(files),
  };
}
