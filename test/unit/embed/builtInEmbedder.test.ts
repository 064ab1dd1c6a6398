import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { BuiltInEmbedder } from '../../../src/embed/builtIn/builtInEmbedder.ts';
import { readBuiltInModel } from '../../../src/embed/builtIn/builtInModel.ts';
import { loadBuiltInEmbedder } from '../../../src/embed/builtIn/loadBuiltInEmbedder.ts';

const models = path.resolve(import.meta.dirname, '../../../models');
const bytes = readFileSync(path.join(models, 'built-in-1.bin'));
const manifest = JSON.parse(readFileSync(path.join(models, 'built-in-1.json'), 'utf8'));
const temporary = mkdtempSync(path.join(tmpdir(), 'built-in-model-'));
afterAll(() => rmSync(temporary, { recursive: true }));

const product = (a: Float32Array, b: Float32Array) =>
  a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);

describe('the model that is shipped', () => {
  it('is the one of the manifest, and small enough to ship', () => {
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(manifest.sha256);
    expect(deflateRawSync(bytes, { level: 9 }).length).toBeLessThanOrEqual(3_400_000);
  });

  it('names a permissive licence for all that it was trained on', () => {
    const permissive =
      /^(?:\(?(?:0BSD|Apache-2\.0|BSD-[23]-Clause|BlueOak-1\.0\.0|CC0-1\.0|ISC|MIT|PSF-2\.0|PostgreSQL|Unlicense)(?: WITH LLVM-exception)?(?: OR |\)|$))+$|^public domain$|^WordNet-3\.0$/;
    expect(manifest.sources.length).toBeGreaterThan(100);
    for (const { licence } of manifest.sources) expect(licence).toMatch(permissive);
  });
});

describe('the built-in embedder', () => {
  const embedder = loadBuiltInEmbedder();
  const nearness = (a: string, b: string) => product(embedder.embedOne(a), embedder.embedOne(b));

  it('makes unit vectors, the same each time', () => {
    const vector = embedder.embedOne('The cache is invalidated on deploy.');
    expect(vector).toHaveLength(embedder.dimensions);
    expect(product(vector, vector)).toBeCloseTo(1, 5);
    expect(embedder.embedOne('The cache is invalidated on deploy.')).toEqual(vector);
  });

  it('makes a vector of zeros of a text without a known word', () => {
    expect(embedder.embedOne('... 日本語 \u{1F600}').every((value) => value === 0)).toBe(true);
  });

  it('brings together what means the same in other words', () => {
    const question = 'access denied';
    expect(nearness(question, '403 forbidden')).toBeGreaterThan(
      nearness(question, 'the colour of the button'),
    );
    expect(nearness('get rid of it', 'delete')).toBeGreaterThan(nearness('get rid of it', 'create'));
  });

  it('tells of the words of a question what they weigh and how near a text comes to them', () => {
    const words = embedder.questionWords('reimburse a giraffe');
    const note = 'Refunds are paid back to the card within five days.';
    expect(words.nearnessIn('refund', note)).toBeCloseTo(1, 5);
    expect(words.nearnessIn('reimburse', note)).toBeGreaterThan(words.nearnessIn('giraffe', note));
    expect(words.nearnessIn('giraffe', '')).toBe(0);
    expect(words.weightOf('giraffe')).toBeGreaterThan(words.weightOf('the') ?? 0);
    // A name that the model does not know is near to nothing, not even to itself.
    expect(words.weightOf('xyzzyq')).toBeUndefined();
    expect(words.nearnessIn('xyzzyq', 'Ask xyzzyq.')).toBe(0);
  });

  it('tells the same of two words whatever it was asked before', () => {
    const pairs = ['refund card', 'reimburse money', 'worker process', 'restart reboot'].map((pair) =>
      pair.split(' '),
    );
    const told = (other: typeof embedder) => {
      const words = other.questionWords('words');
      return pairs.map(([one = '', two = '']) => words.nearnessIn(one, two));
    };
    const fresh = () => new BuiltInEmbedder(readBuiltInModel(path.join(models, 'built-in-1.bin')));
    const asked = fresh();
    const words = asked.questionWords('words');
    for (const word of pairs.flat()) words.nearnessIn(word, 'the database is restarted');
    expect(told(asked)).toEqual(told(fresh()));
    expect(told(asked)).toEqual(told(asked));
    expect(Math.min(...told(asked))).toBeGreaterThan(0);
  });

  it('tells what of a cosine each word of the question makes', () => {
    const question = 'restarting the database workers';
    const words = embedder.questionWords(question);
    const text = embedder.embedOne('The database is vacuumed at night.');
    const all = words.cosineOf(['restart', 'the', 'database', 'worker'], text);
    expect(all).toBeCloseTo(product(embedder.embedOne(question), text), 5);
    const database = words.cosineOf(['database'], text);
    expect(database).toBeGreaterThan(0.5 * all);
    expect(words.cosineOf(['database', 'worker'], text)).toBeCloseTo(
      database + words.cosineOf(['worker'], text),
      5,
    );
    expect(words.cosineOf(['night', 'xyzzyq'], text)).toBe(0);
    expect(embedder.questionWords('xyzzyq').cosineOf(['xyzzyq'], text)).toBe(0);
  });

  it('gives the vectors of single words, which make up that of a text', () => {
    const [row = -1] = embedder.rowsOf('database');
    expect(embedder.rowsOf('Databases')).toEqual([row]);
    const [other = -1] = embedder.rowsOf('sql');
    const [far = -1] = embedder.rowsOf('violin');
    const cosine = (a: number, b: number) => {
      const [x, y] = [embedder.wordVector(a), embedder.wordVector(b)];
      return product(x, y) / Math.sqrt(product(x, x) * product(y, y));
    };
    expect(cosine(row, other)).toBeGreaterThan(cosine(row, far));
  });

  it('answers many texts in order, and none when stopped', async () => {
    const texts = ['one', 'two words', 'three words here'];
    expect(await embedder.embed(texts, 'document')).toEqual(texts.map((text) => embedder.embedOne(text)));
    await expect(embedder.embed(texts, 'query', AbortSignal.abort())).rejects.toThrow('abort');
  });
});

describe('a damaged model file', () => {
  const damaged = (name: string, contents: Uint8Array) => {
    const file = path.join(temporary, name);
    writeFileSync(file, contents);
    return () => readBuiltInModel(file);
  };

  it('is told by what is wrong with it', () => {
    expect(damaged('short.bin', bytes.subarray(0, bytes.length - 1))).toThrow('is incomplete');
    expect(damaged('other.bin', Buffer.from('<!doctype html>'))).toThrow('is not a model');
    const newer = Buffer.from(bytes);
    newer.writeUInt32LE(99, 4);
    expect(damaged('newer.bin', newer)).toThrow('another format');
  });
});
