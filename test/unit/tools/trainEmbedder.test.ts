import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BuiltInEmbedder } from '../../../src/embed/builtIn/builtInEmbedder.ts';
import { readBuiltInModel } from '../../../src/embed/builtIn/builtInModel.ts';
import { lossGradient } from '../../../tools/train-embedder/contrastive.ts';
import { blockEnd, positiveMutualInformation } from '../../../tools/train-embedder/cooccurrence.ts';
import { JudgedLines } from '../../../tools/train-embedder/judgedLines.ts';
import { kernelModule, KernelMemory } from '../../../tools/train-embedder/matrixKernel.ts';
import { quantise } from '../../../tools/train-embedder/quantise.ts';
import {
  inverseCholesky,
  jacobi,
  leadingEigenvectors,
} from '../../../tools/train-embedder/randomizedEigen.ts';
import { rankQuality } from '../../../tools/train-embedder/rankQuality.ts';
import { textBlocks } from '../../../tools/train-embedder/textBlocks.ts';
import { trainModel } from '../../../tools/train-embedder/trainModel.ts';
import { shippedSettings } from '../../../tools/train-embedder/trainingSettings.ts';
import { seededRandom } from '../../../dev/random/seededRandom.mjs';

const temporary = mkdtempSync(path.join(tmpdir(), 'train-embedder-'));
afterAll(() => rmSync(temporary, { recursive: true }));
// The compiler takes seconds, and minutes where much else runs.
beforeAll(kernelModule, 300_000);

describe('text for training', () => {
  it('is the headings and the prose of a page', () => {
    const html =
      '<head><title>x</title></head><h2>Back up<a>¶</a></h2><p>The nightly job copies every table &amp; keeps it for a month.</p><pre>code code</pre>';
    expect(textBlocks('a.html', Buffer.from(html))).toEqual([
      { kind: 'heading', text: 'Back up' },
      { kind: 'paragraph', text: 'The nightly job copies every table & keeps it for a month.' },
    ]);
  });

  it('has nothing that nearly equals a judged line', () => {
    const judged = new JudgedLines(["how do I restore yesterday's database backup"]);
    expect(judged.has('How to restore the database backup of yesterday')).toBe(true);
    expect(judged.has('how to restore a deleted branch from the reflog')).toBe(false);
    const { lexicon, removed } = judged.withoutJudged({
      groups: [['backup', 'copy']],
      pairs: [{ question: 'restore the database backup of yesterday', memory: 'Dumps lie in the vault.' }],
    });
    expect(lexicon).toEqual({ groups: [['backup', 'copy']], pairs: [] });
    expect(removed).toBe(1);
  });
});

describe('mutual information', () => {
  it('is high for words that are found together and none across blocks', () => {
    const stream = Int32Array.from(Array.from({ length: 50 }, () => [0, 1, blockEnd, 2, 3, blockEnd]).flat());
    const options = { window: 2, subsample: 1, shift: 0, least: 0.5 };
    const { starts, columns, values } = positiveMutualInformation(stream, 4, options, seededRandom(1));
    expect([...columns]).toEqual([1, 0, 3, 2]);
    expect([...starts]).toEqual([0, 1, 2, 3, 4]);
    // log of p(0,1) / (p(0) p(1)) with p = 1/4 each and four ordered pairs of 1/4.
    expect(values[0]).toBeCloseTo(Math.log(4), 5);
  });
});

describe('linear algebra', () => {
  it('finds eigenvectors of a small matrix', () => {
    const { values, vectors } = jacobi(Float64Array.from([2, 1, 1, 2]), 2);
    expect(values[0]).toBeCloseTo(3, 10);
    expect(values[1]).toBeCloseTo(1, 10);
    expect(Math.abs(vectors[0] ?? 0)).toBeCloseTo(Math.SQRT1_2, 10);
  });

  it('makes columns orthonormal', () => {
    const inverse = inverseCholesky(Float64Array.from([4, 2, 2, 5]), 2);
    // R = [[2, 1], [0, 2]]
    expect([...inverse]).toEqual([0.5, -0.25, 0, 0.5]);
  });

  it('finds the leading eigenvectors of a sparse matrix', async () => {
    const size = 64;
    const random = seededRandom(5);
    const diagonal = Float32Array.from({ length: size }, (_, index) => (index < 8 ? 50 - index : random()));
    const matrix = {
      size,
      starts: Int32Array.from({ length: size + 1 }, (_, index) => index),
      columns: Int32Array.from({ length: size }, (_, index) => index),
      values: diagonal,
    };
    const { values, vectors } = leadingEigenvectors(await KernelMemory.create(), matrix, 8, seededRandom(6));
    for (let index = 0; index < 8; index++) {
      expect(values[index]).toBeCloseTo(50 - index, 2);
      expect(Math.abs(vectors[index * 8 + index] ?? 0)).toBeCloseTo(1, 3);
    }
  });
});

describe('contrastive loss', () => {
  it('has the gradient that differences show', () => {
    const cosines = Float32Array.from([0.3, -0.2, 0.1, 0.4, 0.2, 0, -0.1, 0.5, 0.6]);
    const loss = (values: Float32Array) => {
      const rows = lossGradient(values.slice(), new Float32Array(9), 3, 0.5);
      const columns = lossGradient(
        values.map((_, at) => values[(at % 3) * 3 + Math.floor(at / 3)] ?? 0),
        new Float32Array(9),
        3,
        0.5,
      );
      return (rows + columns) / 2;
    };
    const gradient = cosines.slice();
    lossGradient(gradient, new Float32Array(9), 3, 0.5);
    for (const at of cosines.keys()) {
      const more = cosines.map((value, index) => (index === at ? value + 1e-3 : value));
      expect((loss(more) - loss(cosines)) / 1e-3).toBeCloseTo(gradient[at] ?? 0, 2);
    }
  });
});

describe('quantisation', () => {
  it('keeps each number to half a step', () => {
    const random = seededRandom(7);
    const table = Float32Array.from({ length: 64 }, () => random() - 0.5);
    const { packed, factors } = quantise(table, 64, 0.3);
    const factor = factors[0] ?? 0;
    for (const [at, value] of table.entries()) {
      const pair = packed[at >> 1] ?? 0;
      expect(Math.abs(((at % 2 === 0 ? pair & 15 : pair >> 4) - 8) * factor - value)).toBeLessThanOrEqual(
        factor / 2 + 1e-6,
      );
    }
  });
});

describe('rank quality', () => {
  it('is the mean over all stores that could be drawn', () => {
    // Two better among four others, a store of three: of the six pairs of others one has neither, four have one, one both.
    const { recallAt1, recallAt5, mrr } = rankQuality([{ better: 2, others: 4 }], 3);
    expect(recallAt1).toBeCloseTo(1 / 6, 10);
    expect(recallAt5).toBeCloseTo(1, 10);
    expect(mrr).toBeCloseTo(1 / 6 + 4 / 6 / 2 + 1 / 6 / 3, 10);
  });
});

describe('a training run', () => {
  const sentences = (words: string[], seed: number) => {
    const random = seededRandom(seed);
    return Array.from({ length: 120 }, () =>
      Array.from({ length: 12 }, () => words[Math.floor(random() * words.length)]).join(' '),
    );
  };
  const fruit = 'apple pear plum cherry grape lemon melon peach'.split(' ');
  const metal = 'iron copper zinc nickel silver gold cobalt brass'.split(' ');
  const source = (seed: number) => [
    [...sentences(fruit, seed), ...sentences(metal, seed + 1)].map(
      (text) => ({ kind: 'paragraph', text }) as const,
    ),
  ];
  const settings = {
    ...shippedSettings,
    dimensions: 8,
    cooccurrence: { ...shippedSettings.cooccurrence, shift: 0, subsample: 1 },
    // With two subjects the common direction is what tells them apart.
    components: 0,
    refinement: { batch: 16, steps: 20, learningRate: 0.002, temperature: 0.1 },
  };
  const train = () =>
    trainModel(
      {
        sources: [source(1), source(3)],
        synsets: [
          { words: ['gold'], definition: 'a silver iron copper metal', examples: [], related: ['brass'] },
        ],
        lexicon: { groups: [['apple', 'pear']], pairs: [{ question: 'plum', memory: 'cherry grape' }] },
      },
      settings,
      () => undefined,
    );

  it('gives the same bytes twice, and a model that tells the subjects apart', async () => {
    const first = await train();
    expect(first.equals(await train())).toBe(true);
    const file = path.join(temporary, 'tiny.bin');
    writeFileSync(file, first);
    const embedder = new BuiltInEmbedder(readBuiltInModel(file));
    const near = (a: string, b: string) => {
      const other = embedder.embedOne(b);
      return embedder.embedOne(a).reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
    };
    const some = 'lemon melon peach';
    expect(near(some, 'apple pear plum')).toBeGreaterThan(near(some, 'nickel copper zinc') + 0.3);
  }, 60_000);
});

describe('the package that trains', () => {
  const root = path.resolve(import.meta.dirname, '../../..');
  const own = path.join(root, 'tools/train-embedder');
  const read = (file: string) => readFileSync(file, 'utf8');
  const imported = readdirSync(own)
    .filter((name) => /\.(?:ts|mjs)$/.test(name))
    .flatMap((name) => [...read(path.join(own, name)).matchAll(/\b(?:from|import\() ?'([^']+)'/g)])
    .map(([, specifier = '']) => specifier);

  it('names what it needs, in the versions of the repository', () => {
    interface Manifest {
      readonly dependencies?: Record<string, string>;
      readonly devDependencies?: Record<string, string>;
    }
    const { dependencies = {} } = JSON.parse(read(path.join(own, 'package.json'))) as Manifest;
    const { devDependencies = {} } = JSON.parse(read(path.join(root, 'package.json'))) as Manifest;
    const packages = imported
      .filter((specifier) => !/^(?:\.|node:)/.test(specifier))
      .map((specifier) => specifier.split('/')[0] ?? '');
    expect(Object.keys(dependencies)).toEqual([...new Set(packages)].toSorted());
    expect(devDependencies).toMatchObject(dependencies);
  });

  it('says in its README what it imports of the repository', () => {
    const outside = imported
      .filter((specifier) => specifier.startsWith('../'))
      .map((specifier) => path.posix.join('tools/train-embedder', specifier));
    const told = [...read(path.join(own, 'README.md')).matchAll(/^\| `((?:src|dev)\/[^`]+)` \|/gm)];
    expect(new Set(told.map(([, file]) => file))).toEqual(new Set(outside));
  });
});
