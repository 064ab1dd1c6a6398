import { modelFormat, modelMagic } from '../../src/embed/builtIn/builtInModel.ts';
import type { ModelHeader } from '../../src/embed/builtIn/builtInModel.ts';
import { quantise } from './quantise.ts';

export interface TrainedTable {
  readonly name: string;
  readonly dimensions: number;
  readonly vocabulary: readonly string[];
  /** Weighted word vectors, row by row. */
  readonly table: Float32Array;
  readonly components: readonly Float32Array[];
  /** In nats. */
  readonly rarity: Float32Array;
  /** Of quantisation, in root mean squares of a row. */
  readonly step: number;
}

const rarityStep = 1 / 16;
const highestCode = 255;

/** The bytes of a model file; the layout is told in src/embed/builtIn/builtInModel.ts. */
export function modelFile({
  name,
  dimensions,
  vocabulary,
  table,
  components,
  rarity,
  step,
}: TrainedTable): Buffer {
  const { packed, factors } = quantise(table, dimensions, step);
  const used = factors.filter((factor) => factor > 0);
  const factorLeast = used.reduce((least, factor) => Math.min(least, factor), Infinity);
  const most = used.reduce((largest, factor) => Math.max(largest, factor), 0);
  const factorRatio = Math.exp(Math.log(most / factorLeast) / highestCode);
  const logRatio = Math.log(factorRatio) || 1;
  const codes = Uint8Array.from(factors, (factor) =>
    factor === 0 ? 0 : Math.round(Math.log(factor / factorLeast) / logRatio),
  );
  const rarityCodes = Uint8Array.from(rarity, (value) =>
    Math.max(0, Math.min(highestCode, Math.round(value / rarityStep))),
  );
  const tokens = Buffer.from(vocabulary.join('\n'), 'utf8');
  const header: ModelHeader = {
    name,
    dimensions,
    tokens: vocabulary.length,
    components: components.length,
    tokenBytes: tokens.length,
    factorLeast,
    factorRatio,
    rarityStep,
  };
  const headerBytes = Buffer.from(JSON.stringify(header), 'utf8');
  const start = Buffer.alloc(12);
  start.write(modelMagic, 0, 'latin1');
  start.writeUInt32LE(modelFormat, 4);
  start.writeUInt32LE(headerBytes.length, 8);
  const componentBytes = Buffer.alloc(components.length * dimensions * 4);
  for (const [index, component] of components.entries())
    for (const [at, value] of component.entries())
      componentBytes.writeFloatLE(value, (index * dimensions + at) * 4);
  return Buffer.concat([start, headerBytes, tokens, componentBytes, codes, rarityCodes, packed]);
}
