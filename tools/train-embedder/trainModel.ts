import { seededRandom } from '../../dev/random/seededRandom.mjs';
import type { TextFile } from './collectText.ts';
import { commonComponents } from './commonComponents.ts';
import { refine } from './contrastive.ts';
import { positiveMutualInformation } from './cooccurrence.ts';
import type { Lexicon } from './lexicon.ts';
import { KernelMemory } from './matrixKernel.ts';
import { modelFile } from './modelFile.ts';
import { PairSampler } from './pairSampler.ts';
import { leadingEigenvectors } from './randomizedEigen.ts';
import { tokenStream } from './tokenStream.ts';
import type { TokenStream } from './tokenStream.ts';
import type { TrainingSettings } from './trainingSettings.ts';
import { TokenCounter, TokenReader } from './vocabulary.ts';
import type { Synset } from './wordNet.ts';

/** All that a model is made of. Each source is the prose of one package. */
export interface TrainingText {
  readonly sources: readonly (readonly TextFile[])[];
  readonly synsets: readonly Synset[];
  readonly lexicon: Lexicon;
}

/** Trains a model and returns its file. The same text and settings give the same bytes. */
export async function trainModel(
  { sources, synsets, lexicon }: TrainingText,
  settings: TrainingSettings,
  log: (line: string) => void,
): Promise<Buffer> {
  const random = (part: number) => seededRandom(settings.seed, part);
  const vocabulary = chooseVocabulary(sources, synsets, lexicon, settings.words);
  const reader = new TokenReader(vocabulary);
  const stream = tokenStream(reader, sources.flat(), synsets, lexicon.groups);
  const counts = new Float64Array(vocabulary.length);
  for (const row of stream.rows) if (row >= 0) counts[row] = (counts[row] ?? 0) + 1;
  const total = counts.reduce((sum, count) => sum + count, 0);
  log(`${vocabulary.length} words, ${total} of them in the text`);
  const information = positiveMutualInformation(
    stream.rows,
    vocabulary.length,
    settings.cooccurrence,
    random(1),
  );
  log(`${information.values.length} pairs of words that are found together more than by chance`);

  const memory = await KernelMemory.create();
  const { dimensions } = settings;
  const start = leadingEigenvectors(memory, information, dimensions, random(2));
  const table = memory.allocate(vocabulary.length * dimensions);
  weighRows(memory.floats(table), start.vectors, start.values, counts, total, settings);
  const sampler = new PairSampler(reader, stream, lexicon, synsets, settings.sampling, random(3));
  refine(memory, table, { dimensions, ...settings.refinement }, (count) => sampler.batch(count), log);

  const vectors = memory.floats(table).slice();
  return modelFile({
    name: settings.name,
    dimensions,
    vocabulary,
    table: vectors,
    components: commonComponents(
      sampleTexts(vectors, stream, dimensions, random(4)),
      settings.components,
      dimensions,
    ),
    rarity: Float32Array.from(counts, (count) => Math.log(total / Math.max(count, 1))),
    step: settings.quantisationStep,
  });
}

function chooseVocabulary(
  sources: TrainingText['sources'],
  synsets: readonly Synset[],
  lexicon: Lexicon,
  words: number,
): string[] {
  const counter = new TokenCounter();
  for (const files of sources) {
    counter.nextSource();
    for (const file of files) for (const { text } of file) counter.add(text);
  }
  // A dictionary has many authors: each part of it counts as one.
  for (const [index, { words: spoken, definition, examples }] of synsets.entries()) {
    if (index % 5000 === 0) counter.nextSource();
    for (const text of [spoken.join(' '), definition, ...examples]) counter.add(text);
  }
  for (const expression of lexicon.groups.flat()) counter.addAlways(expression);
  for (const { question, memory } of lexicon.pairs) {
    counter.addAlways(question);
    counter.addAlways(memory);
  }
  // The file has them in this order, to be found without being unpacked.
  const chosen = counter.choose(words);
  // The kernel takes four rows at a time.
  return chosen.slice(0, chosen.length - (chosen.length % 4)).sort();
}

/**
 * Word vectors from eigenvectors: columns by a power of the eigenvalue, rows to unit length, then by the weight that
 * rare words deserve, a / (a + share of the text) (Arora, Liang and Ma 2017).
 */
function weighRows(
  table: Float32Array,
  vectors: Float32Array,
  values: Float64Array,
  counts: Float64Array,
  total: number,
  { dimensions, wordWeight }: TrainingSettings,
): void {
  const columns = values.map((value) => Math.sqrt(Math.abs(value)));
  for (let row = 0; row < counts.length; row++) {
    let sum = 0;
    for (let at = 0; at < dimensions; at++) {
      const value = (vectors[row * dimensions + at] ?? 0) * (columns[at] ?? 0);
      table[row * dimensions + at] = value;
      sum += value * value;
    }
    const weight = wordWeight / (wordWeight + (counts[row] ?? 0) / total) / Math.sqrt(sum || 1);
    for (let at = row * dimensions; at < (row + 1) * dimensions; at++) table[at] = (table[at] ?? 0) * weight;
  }
}

const mostSampled = 4000;

/** Unit vectors of blocks of prose drawn by chance. */
function sampleTexts(
  table: Float32Array,
  { rows, blocks }: TokenStream,
  dimensions: number,
  random: () => number,
): Float32Array[] {
  return Array.from({ length: Math.min(mostSampled, blocks.length) }, () => {
    const { from, to } = blocks[Math.floor(random() * blocks.length)] ?? { from: 0, to: 0 };
    const vector = new Float32Array(dimensions);
    for (let position = from; position < to; position++) {
      const row = (rows[position] ?? 0) * dimensions;
      for (let at = 0; at < dimensions; at++) vector[at] = (vector[at] ?? 0) + (table[row + at] ?? 0);
    }
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0)) || 1;
    return vector.map((value) => value / length);
  });
}
