import * as z from 'zod';
import type { ApiProvider, ResolvedApi } from './resolveApi.ts';

/** How one API is spoken. */
export interface Dialect {
  /** Put behind the base address. */
  readonly path: string;
  readonly body: (api: ResolvedApi, texts: readonly string[], kind: 'query' | 'document') => object;
  /** The vectors in the order of the texts, or undefined when the answer has another shape. */
  readonly read: (answer: unknown) => readonly Float32Array[] | undefined;
}

/** Numbers, or little-endian floats in Base64, which are a quarter of the size. */
const embedding = z.union([
  z.array(z.number()).transform((numbers) => Float32Array.from(numbers)),
  z.string().transform((text) => {
    const bytes = Buffer.from(text, 'base64');
    return Float32Array.from({ length: bytes.length >> 2 }, (_, at) => bytes.readFloatLE(at * 4));
  }),
]);

/** Both services number the vectors and do not promise an order. */
const listed = z.object({ data: z.array(z.object({ index: z.number().int(), embedding })) });

function readListed(answer: unknown): readonly Float32Array[] | undefined {
  const { success, data: list } = listed.safeParse(answer);
  if (!success) return undefined;
  const sorted = list.data.toSorted((a, b) => a.index - b.index);
  return sorted.every(({ index }, at) => index === at) ? sorted.map(({ embedding }) => embedding) : undefined;
}

const openai: Dialect = {
  path: 'embeddings',
  body: ({ base, model, dimensions }, texts) => ({
    model,
    input: texts,
    ...(dimensions === undefined ? {} : { dimensions }),
    // Not every server that speaks this API knows the other encoding.
    encoding_format: base.hostname === 'api.openai.com' ? 'base64' : 'float',
  }),
  read: readListed,
};

const voyage: Dialect = {
  path: 'embeddings',
  body: ({ model, dimensions }, texts, kind) => ({
    model,
    input: texts,
    input_type: kind,
    truncation: true,
    ...(dimensions === undefined ? {} : { output_dimension: dimensions }),
  }),
  read: readListed,
};

const native = z.object({ embeddings: z.array(embedding) });

const ollama: Dialect = {
  path: 'api/embed',
  body: ({ model, dimensions }, texts) => ({
    model,
    input: texts,
    truncate: true,
    ...(dimensions === undefined ? {} : { dimensions }),
  }),
  read: (answer) => native.safeParse(answer).data?.embeddings,
};

export const dialects: Readonly<Record<ApiProvider, Dialect>> = { openai, voyage, ollama };
