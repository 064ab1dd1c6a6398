import { block, number } from './protobuf.ts';

/** Field numbers and types as in onnx.proto3 (https://github.com/onnx/onnx), operators of set 13. */
const float = 1;
const int64 = 7;

export interface ModelShape {
  readonly vocabulary: number;
  readonly dimensions: number;
  /** Rows of the word table are this long before they are projected to `dimensions`. */
  readonly inner?: number;
  readonly seed?: number;
  /** As some exports do, without the input `token_type_ids`. */
  readonly withoutTypes?: boolean;
}

/**
 * A sentence model as small as one can be that is still one: words (and types) are looked up, added, projected and
 * squashed. Inputs, output and shapes are those of the real thing; the same shape gives the same bytes everywhere.
 */
export function sentenceModel(shape: ModelShape): Buffer {
  const { vocabulary, dimensions, inner = 32, seed = 1, withoutTypes = false } = shape;
  const random = generator(seed);
  const inputs = ['input_ids', 'attention_mask', ...(withoutTypes ? [] : ['token_type_ids'])];
  const graph = [
    node('Gather', ['words', 'input_ids'], 'word_rows'),
    ...(withoutTypes
      ? [node('Identity', ['word_rows'], 'rows')]
      : [
          node('Gather', ['types', 'token_type_ids'], 'type_rows'),
          node('Add', ['word_rows', 'type_rows'], 'rows'),
        ]),
    node('MatMul', ['rows', 'projection'], 'projected'),
    node('Tanh', ['projected'], 'squashed'),
    node('Cast', ['attention_mask'], 'mask', block(5, block(1, 'to'), number(3, float), number(20, 2))),
    node('Unsqueeze', ['mask', 'last_axis'], 'wide_mask'),
    node('Mul', ['squashed', 'wide_mask'], 'last_hidden_state'),
    block(2, 'sentences'),
    tensor('words', [vocabulary, inner], float, floats(vocabulary * inner, 1, random)),
    tensor('projection', [inner, dimensions], float, floats(inner * dimensions, 0.4, random)),
    ...(withoutTypes ? [] : [tensor('types', [2, inner], float, floats(2 * inner, 0.1, random))]),
    tensor('last_axis', [1], int64, Buffer.from(BigInt64Array.of(2n).buffer)),
    ...inputs.map((name) => value(11, name, int64, ['batch', 'length'])),
    value(12, 'last_hidden_state', float, ['batch', 'length', dimensions]),
  ];
  return Buffer.concat([
    number(1, 7),
    block(2, 'memory-bridge-tests'),
    block(7, ...graph),
    block(8, block(1, ''), number(2, 13)),
  ]);
}

function node(operator: string, inputs: readonly string[], output: string, attribute?: Buffer): Buffer {
  const fields = [...inputs.map((name) => block(1, name)), block(2, output), block(3, `make_${output}`)];
  return block(1, ...fields, block(4, operator), ...(attribute ? [attribute] : []));
}

function tensor(name: string, shape: readonly number[], type: number, raw: Buffer): Buffer {
  return block(5, ...shape.map((size) => number(1, size)), number(2, type), block(8, name), block(9, raw));
}

function value(field: number, name: string, type: number, shape: readonly (string | number)[]): Buffer {
  const sizes = shape.map((size) => block(1, typeof size === 'string' ? block(2, size) : number(1, size)));
  return block(field, block(1, name), block(2, block(1, number(1, type), block(2, ...sizes))));
}

function floats(count: number, scale: number, random: () => number): Buffer {
  return Buffer.from(Float32Array.from({ length: count }, () => (random() * 2 - 1) * scale).buffer);
}

/** Numerical Recipes' linear congruential generator: integers only, so the same everywhere. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
}
