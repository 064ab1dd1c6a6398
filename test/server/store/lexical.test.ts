import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Memory } from '../../../src/core/memory/memory.ts';
import type { LexicalTerm } from '../../../src/store/ports/textIndex.ts';
import type { SqliteStore } from '../../../src/store/sqlite/sqliteStore.ts';
import { sampleMemory } from '../../../dev/memory/sampleMemory.ts';
import { StoreBench } from '../../../dev/store/storeBench.ts';

let bench: StoreBench;
let store: SqliteStore;

beforeEach(async () => {
  bench = await StoreBench.create();
  store = await bench.open();
});
afterEach(() => bench[Symbol.asyncDispose]());

async function add(...contents: (string | Partial<Memory>)[]): Promise<Memory[]> {
  const memories = contents.map((each) =>
    sampleMemory(typeof each === 'string' ? { title: each, content: each } : each),
  );
  await store.write(async (unit) => {
    for (const memory of memories) await unit.memories.insert(memory);
  });
  return memories;
}

const change = (memory: Memory, fields: Partial<Memory>): Promise<void> =>
  store.write((unit) => unit.memories.update({ ...memory, ...fields, revision: memory.revision + 1 }));

const expand = (...terms: (string | LexicalTerm)[]) =>
  store.read((unit) =>
    unit.texts.expandTerms(terms.map((term) => (typeof term === 'string' ? { text: term } : term))),
  );
const correctionsOf = async (...words: string[]) => (await expand(...words)).corrections;

describe('words that were met before', () => {
  it('are learnt again when the unit that brought them was rolled back', async () => {
    const words = { title: 'one', content: 'the quetzalcoatl of zebras' };
    const [id] = [sampleMemory(words).id];
    const broken = store.write(async (unit) => {
      await unit.memories.insert(sampleMemory({ ...words, id }));
      throw new Error('broken off');
    });
    await expect(broken).rejects.toThrow('broken off');
    expect([...(await correctionsOf('quetzalcoatk')).values()].flat()).toEqual([]);
    await add(words);
    expect([...(await correctionsOf('quetzalcoatk')).values()].flat()).not.toEqual([]);
  });

  it('are learnt again after they were purged', async () => {
    const words = { title: 'one', content: 'the quetzalcoatl of zebras' };
    const [first] = await add(words);
    await store.write((unit) => unit.memories.purge([first?.id ?? '']));
    expect([...(await correctionsOf('quetzalcoatk')).values()].flat()).toEqual([]);
    await add(words);
    expect([...(await correctionsOf('quetzalcoatk')).values()].flat()).not.toEqual([]);
  });
});

describe('a word that turns out to be put together', () => {
  const namesWith = async (part: string) => JSON.stringify(await correctionsOf(part));

  it('is found by its parts from then on, also when the first unit that said so was rolled back', async () => {
    await add('the quetzalxylophone of zebras');
    expect(await namesWith('xylopho')).toBe('[]');
    const broken = store.write(async (unit) => {
      await unit.memories.insert(sampleMemory({ title: 'two', content: 'call quetzalXylophone twice' }));
      throw new Error('broken off');
    });
    await expect(broken).rejects.toThrow('broken off');
    expect(await namesWith('xylopho')).toBe('[]');
    await add('call quetzalXylophone twice');
    expect(await namesWith('xylopho')).toContain('quetzalxylophone');
  });

  it('is found by them again after it was purged', async () => {
    const [first] = await add('call quetzalXylophone twice');
    await store.write((unit) => unit.memories.purge([first?.id ?? '']));
    expect(await namesWith('xylopho')).toBe('[]');
    await add('the quetzalxylophone of zebras');
    expect(await namesWith('xylopho')).toBe('[]');
    await add('call quetzalXylophone twice');
    expect(await namesWith('xylopho')).toContain('quetzalxylophone');
  });
});

describe('purge', () => {
  it('leaves no word in the file that only the purged memory had, now or earlier', async () => {
    const [secret, other] = await add('the quetzalcoatl userXylophone of zebras', {
      title: 'stays',
      content: 'the zebras and walruses',
    });
    if (!secret || !other) throw new Error('Nothing was added');
    await store.write((unit) =>
      unit.history.append({
        id: '01890000-0000-7000-8000-00000000abcd',
        groupId: '01890000-0000-7000-8000-00000000abcd',
        memoryId: secret.id,
        action: 'edit',
        actor: { kind: 'user' },
        at: 1,
        before: secret,
        revision: 2,
        undoneBy: null,
      }),
    );
    await change(secret, { title: 'new', content: 'a marshmallowfactory' });
    const traces = async (word: string): Promise<boolean> => {
      const files = await Promise.all(
        [bench.file, `${bench.file}-wal`].map((file) => readFile(file, 'latin1')),
      );
      return files.some((text) => text.toLowerCase().includes(word));
    };
    expect(await traces('quetzalcoatl')).toBe(true);
    await store.write((unit) => unit.memories.purge([secret.id]));
    for (const word of ['quetzalcoatl', 'xylophone', 'marshmallow', 'ltaoclazteuq', 'enohpolyx'])
      expect([word, await traces(word)]).toEqual([word, false]);
    expect(await correctionsOf('quetzalcoatk')).toEqual([]);
    expect(await correctionsOf('zebrsa', 'walruse')).toEqual([{ from: 'zebrsa', to: 'zebras' }]);
    expect(await store.checkIntegrity()).toBe('ok');
  });
});
