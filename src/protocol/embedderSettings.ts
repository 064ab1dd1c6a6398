import * as z from 'zod';
import { embedderProviders } from './embedderProviders.ts';
import { addressProblem, proxyProblem } from '../core/safeAddress.ts';

const checked = (problemOf: (text: string) => string | undefined) =>
  z
    .string()
    .max(2_000)
    .superRefine((text, context) => {
      const problem = problemOf(text);
      if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
    });
const address = checked(addressProblem);

/** Below the model's folder, in plain names: a manifest may come from anywhere. */
const modelPath = z
  .string()
  .max(500)
  .regex(/^(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/, 'Use a relative path of letters, digits, ".", "_" and "-".');

const modelFileSchema = z.strictObject({
  path: modelPath,
  bytes: z.number().int().min(1).max(4_000_000_000),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'Use the 64 hexadecimal digits of the SHA-256, in lower case.'),
});

/** What the cosines of a model mean: `core/ranking/modelFit.ts` says what each is. */
export const modelFitSchema = z.strictObject({
  unlike: z.number().min(-1).max(1),
  spread: z.number().min(0).max(1),
  alike: z.number().min(-1).max(1),
});

/** What has to be known of a sentence model (ONNX weights and a tokenizer) before any byte of it is trusted. */
export const modelManifestSchema = z.strictObject({
  /** As the hub names it, for example `organisation/model`. */
  name: z
    .string()
    .max(200)
    .regex(/^[\w-][\w.-]*(?:\/[\w-][\w.-]*)?$/, 'Use a name like "organisation/model".'),
  /** Commit, tag or branch of the hub. */
  revision: z
    .string()
    .max(200)
    .regex(/^[\w.-]+$/)
    .default('main'),
  weights: modelFileSchema,
  tokenizer: modelFileSchema,
  /** Floats in a vector. */
  dimensions: z.number().int().min(8).max(8192),
  /** Texts are cut after so many tokens. */
  maxTokens: z.number().int().min(8).max(8192).default(256),
  /** How token vectors become one: their mean, or the first one. */
  pooling: z.enum(['mean', 'cls']).default('mean'),
  /** Put before texts by models that were trained so, for example "query: ". */
  queryPrefix: z.string().max(500).default(''),
  documentPrefix: z.string().max(500).default(''),
  /** What its cosines mean; found out by itself when it is missing (docs/embedders.md). */
  fit: modelFitSchema.optional(),
});
export type ModelManifest = z.output<typeof modelManifestSchema>;
export type ModelFile = ModelManifest['weights'];

/** Which embedder is wanted. Keys are never in here: they come from the environment or are lent in memory. */
export const embedderSettingsSchema = z.strictObject({
  provider: z.enum(embedderProviders),
  /** Each provider has a default. */
  model: z.string().min(1).max(200).optional(),
  /** Of an API, up to and without its last part: `https://api.openai.com/v1`, `http://127.0.0.1:11434`. */
  baseUrl: address.optional(),
  /** Shorter vectors, for models that can shorten them. */
  dimensions: z.number().int().min(8).max(8192).optional(),
  /** Where models are downloaded from: `https://host`, or with `{model}`, `{revision}` and `{file}` in it. */
  mirror: address.optional(),
  /** HTTP proxy; without it HTTPS_PROXY, HTTP_PROXY and NO_PROXY count. */
  proxy: checked(proxyProblem)
    .refine((text) => !/^\w+:\/\/[^/]*@/.test(text), 'Put a proxy with a password in HTTPS_PROXY.')
    .optional(),
  /** A local model that is not in the catalogue. */
  manifest: modelManifestSchema.optional(),
});
export type EmbedderSettings = z.output<typeof embedderSettingsSchema>;
