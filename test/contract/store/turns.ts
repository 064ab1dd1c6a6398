import { describe, expect, it } from 'vitest';
import type { Turn } from '../../../src/core/conversation/turn.ts';
import type { Memory } from '../../../src/core/memory/memory.ts';
import type { MemoryFilter } from '../../../src/store/ports/memoryFilter.ts';
import { GivenStore, type OpenStore, queryOf } from './givenStore.ts';

/** What is said in conversations that are one memory each. */
export function describeTurns(openStore: OpenStore): void {
  const given = new GivenStore(openStore);
  const { read, write, check, addOne, change } = given;
  const turn = (key: string, saidAt: number, content: string, speaker: Turn['speaker'] = 'user'): Turn => ({
    key,
    speaker,
    saidAt,
    content,
  });
  const conversation = (fields: Partial<Memory> = {}) => addOne({ category: 'conversation', ...fields });
  const say = (memory: Memory, ...turns: Turn[]) => write((unit) => unit.turns.put(memory, turns));
  const said = async (memory: Memory): Promise<string[]> =>
    (await read((unit) => unit.turns.list(memory.id, { limit: 100 }))).map(({ content }) => content);
  const found = async (words: string[], filter: MemoryFilter = {}): Promise<string[]> =>
    (await read((unit) => unit.turns.search(queryOf(...words), filter, 10))).map(({ turn: hit }) => hit.key);
  const known = async (word: string): Promise<number | undefined> =>
    (await read((unit) => unit.texts.documentFrequencies([word]))).counts.get(word);

  describe('turns of a conversation', () => {
    it('are in the order in which they were said, page by page and around one', async () => {
      const memory = await conversation();
      const later = [turn('c', 30, 'third'), turn('d', 30, 'fourth', 'assistant')];
      expect(await say(memory, ...later)).toEqual(later);
      await say(memory, turn('a', 10, 'first'), turn('b', 20, 'second'));
      expect(await said(memory)).toEqual(['first', 'second', 'third', 'fourth']);
      const page = await read((unit) => unit.turns.list(memory.id, { offset: 1, limit: 2 }));
      expect(page).toMatchObject([turn('b', 20, 'second'), turn('c', 30, 'third')]);
      const [, , third] = await read((unit) => unit.turns.list(memory.id, { limit: 3 }));
      if (!third) throw new Error('It was said');
      const around = await read((unit) => unit.turns.around(memory.id, third, 1));
      expect(around.map(({ key }) => key)).toEqual(['b', 'c', 'd']);
      expect(await read((unit) => unit.turns.count(memory.id))).toEqual({ turns: 4, first: 10, last: 30 });
      expect(await given.get(memory.id)).toEqual({ ...memory, updatedAt: Math.max(30, memory.updatedAt) });
    });

    it('are kept once, and replaced where they say something else', async () => {
      const memory = await conversation();
      await say(memory, turn('a', 1, 'we take the kingfisher'), turn('b', 2, 'yes'));
      expect(await say(memory, turn('a', 1, 'we take the kingfisher'), turn('b', 2, 'yes'))).toEqual([]);
      const changed = turn('a', 1, 'we take the heron');
      expect(await say(memory, changed, turn('b', 2, 'yes'))).toEqual([changed]);
      expect(await said(memory)).toEqual(['we take the heron', 'yes']);
      expect(await found(['kingfisher'])).toEqual([]);
      expect(await found(['heron'])).toEqual(['a']);
      const [slip] = (await read((unit) => unit.texts.expandTerms([{ text: 'kingfishr' }]))).corrections;
      expect(slip).toBeUndefined();
      expect(await check()).toBe('ok');
    });

    it('find their conversation by the best of them, in any script, by parts of names and misspelt', async () => {
      const one = await conversation({ title: 'one', project: 'p' });
      const other = await conversation({ title: 'other', project: 'q' });
      await say(one, turn('1', 1, 'The gate opens at nine'), turn('2', 2, 'openHarbourGate opens the gate'));
      await say(other, turn('3', 3, 'Ворота закрыты, 港を開ける'), turn('4', 4, 'unrelated'));
      expect(await found(['gate', 'harbour'])).toEqual(['2']);
      expect(await found(['ворота'])).toEqual(['3']);
      expect(await found(['gate'], { projects: ['q'] })).toEqual([]);
      expect(await found(['gate'], { since: 2 })).toEqual(['2']);
      expect(await found(['gate'], { until: 2 })).toEqual(['1']);
      const { corrections } = await read((unit) => unit.texts.expandTerms([{ text: 'harbuor' }]));
      expect(corrections).toEqual([{ from: 'harbuor', to: 'harbour' }]);
      expect(await known('gate')).toBe(2);
      await given.reopen();
      expect(await found(['ворота'])).toEqual(['3']);
    });

    it('are of the phrases that are asked for', async () => {
      const memory = await conversation();
      await say(memory, turn('1', 1, 'gate open'), turn('2', 2, 'the open gate'));
      const query = { terms: [{ text: 'gate' }], phrases: ['open gate'] };
      const hits = await read((unit) => unit.turns.search(query, {}, 10));
      expect(hits.map(({ turn: { key } }) => key)).toEqual(['2']);
    });

    it('are not found while their memory is deleted, and are again when it comes back', async () => {
      const memory = await conversation();
      await say(memory, turn('1', 1, 'the gate opens'));
      const deleted = await change(memory, { deletedAt: 5 });
      expect(await found(['gate'])).toEqual([]);
      await change(deleted, { deletedAt: null });
      expect(await found(['gate'])).toEqual(['1']);
      expect(await said(memory)).toEqual(['the gate opens']);
    });

    it('go with their memory, with their words, and leave those of others', async () => {
      const memory = await conversation();
      const other = await conversation();
      await say(memory, turn('1', 1, 'the kingfisher gate'));
      await say(other, turn('1', 1, 'the sandpiper gate'));
      await write((unit) => unit.memories.purge([memory.id]));
      expect(await said(memory)).toEqual([]);
      expect(await found(['kingfisher'])).toEqual([]);
      expect(await found(['gate'])).toEqual(['1']);
      const { corrections } = await read((unit) => unit.texts.expandTerms([{ text: 'kingfishr' }]));
      expect(corrections).toEqual([]);
      const slips = await read((unit) => unit.texts.expandTerms([{ text: 'sandpipr' }]));
      expect(slips.corrections).toEqual([{ from: 'sandpipr', to: 'sandpiper' }]);
      expect(await check()).toBe('ok');
    });

    it('are not there when their unit is rolled back', async () => {
      const memory = await conversation();
      const lost = write(async (unit) => {
        await unit.turns.put(memory, [turn('1', 1, 'the gate')]);
        expect(await unit.turns.search(queryOf('gate'), {}, 1)).toHaveLength(1);
        throw new Error('The cursor could not be kept');
      });
      await expect(lost).rejects.toThrow('could not be kept');
      expect(await said(memory)).toEqual([]);
      expect(await known('gate')).toBe(0);
    });
  });

  describe('with vectors', () => {
    const seen: string[][] = [];
    const vectorised = new GivenStore(openStore, {
      vectorise: async (_unit, written) => {
        seen.push(written.map(({ title }) => title));
      },
    });

    it('has a conversation made anew in which something was said', async () => {
      const memory = await vectorised.addOne({ category: 'conversation', title: 'talk' });
      seen.length = 0;
      await vectorised.write((unit) => unit.turns.put(memory, [turn('1', 1, 'the gate')]));
      await vectorised.write((unit) => unit.turns.put(memory, [turn('1', 1, 'the gate')]));
      expect(seen.filter((titles) => titles.length > 0)).toEqual([['talk']]);
    });
  });
}
