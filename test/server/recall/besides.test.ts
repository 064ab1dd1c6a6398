import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelFit } from '../../../src/core/ranking/modelFit.ts';
import { loadBuiltInEmbedder } from '../../../src/embed/builtIn/loadBuiltInEmbedder.ts';
import { BuiltInSpace } from '../../../src/recall/embedding/builtInSpace.ts';
import { recallMemories } from '../../../src/recall/recallMemories.ts';
import type { SqliteStore } from '../../../src/store/sqlite/sqliteStore.ts';
import { sampleMemory } from '../../../dev/memory/sampleMemory.ts';
import { StoreBench } from '../../../dev/store/storeBench.ts';

const notes = [
  'The build server keeps artefacts for ten days',
  'Sessions live in one table with a partial index',
  'Plurals follow ICU and never concatenation',
  'Staging is rebuilt from production every Sunday',
  'Übersetzungen liegen in einer Datei je Sprache',
  'Die Sicherung läuft jede Nacht um drei Uhr',
];
const nothing = [
  'which flowers grow on the balcony',
  'how tall is the lighthouse',
  'who won the chess match',
];
const directions = 32;

/**
 * A sentence model of which every cosine is high: 0.75 for any two texts, 0.95 for those that a test says belong together.
 */
function vectorOf(place: number): Float32Array {
  const vector = new Float32Array(directions);
  vector[0] = Math.sqrt(0.75);
  vector[1 + place] = Math.sqrt(0.25);
  return vector;
}

const fit: ModelFit = { unlike: 0.75, spread: 0.02, alike: 0.95 };
/** As before: cosines are taken as they come. */
const asTheyCome: ModelFit = { unlike: 0, spread: 0, alike: 1 };

describe('a model besides the built-in words', () => {
  let files: StoreBench;
  let store: SqliteStore;
  let spaces: { words: number; model: number };
  const builtIn = loadBuiltInEmbedder();

  beforeAll(async () => {
    files = await StoreBench.create();
    const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
    const space = new BuiltInSpace(builtIn, { clock: { now: () => 0 }, logger: silent });
    store = await files.open({ vectorise: space.vectorise });
    const memories = notes.map((content) =>
      sampleMemory({ content, title: content, project: null, scope: 'global' }),
    );
    spaces = await store.write(async (unit) => {
      for (const memory of memories) await unit.memories.insert(memory);
      const words = await space.open(unit);
      const model = await unit.vectors.openSpace(
        { provider: 'openai', model: 'm', dimensions: directions },
        0,
      );
      await unit.vectors.put(
        model.id,
        memories.map(({ id }, at) => ({ memoryId: id, vector: vectorOf(at) })),
      );
      return { words, model: model.id };
    });
  });
  afterAll(() => files[Symbol.asyncDispose]());

  const recall = async (query: string, place: number | undefined, told: ModelFit | undefined = fit) => {
    const second = told && {
      spaceId: spaces.model,
      vector: vectorOf(place ?? directions - 2),
      model: 'm',
      fit: told,
    };
    const vector = {
      spaceId: spaces.words,
      vector: builtIn.embedOne(query),
      model: builtIn.model,
      words: builtIn.questionWords(query),
      second,
    };
    const request = { query, limit: 5, project: undefined, sessionId: undefined, now: Date.now(), vector };
    const { hits } = await store.read((unit) => recallMemories(unit, request));
    return hits.map(({ memory }) => memory.content);
  };

  it.each(nothing)('leaves "%s" without an answer, however high all cosines are', async (question) => {
    expect(await recall(question, undefined, undefined)).toEqual([]);
    expect(await recall(question, undefined)).toEqual([]);
    // The protection is what the model's cosines mean.
    expect(await recall(question, undefined, asTheyCome)).not.toEqual([]);
  });

  it('answers what words do not reach when the model finds something nearer than chance', async () => {
    for (const [place, content] of notes.entries())
      expect((await recall('which flowers grow on the balcony', place))[0]).toBe(content);
  });

  it('answers in a language whose words the built-in model does not know', async () => {
    const question = 'wann wird alles kopiert';
    expect((await recall(question, 5))[0]).toBe('Die Sicherung läuft jede Nacht um drei Uhr');
    expect(await recall(question, undefined, undefined)).toEqual([]);
  });

  it('does without it when its vectors are gone meanwhile', async () => {
    const before = spaces.model;
    spaces.model = 999;
    expect((await recall('where do sessions live', 1))[0]).toContain('Sessions live');
    spaces.model = before;
  });
});
