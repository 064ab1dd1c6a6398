/** Makes vectors of text. Vectors are unit length, `dimensions` floats each. */
export interface Embedder {
  readonly provider: string;
  readonly model: string;
  readonly dimensions: number;
  /** Of one text; what comes after is not read. Thousands where it is not named. */
  readonly maxTokens?: number | undefined;
  /** One vector per text, in order. `query` and `document` differ for models that tell them apart. */
  embed(texts: readonly string[], kind: 'query' | 'document', signal?: AbortSignal): Promise<Float32Array[]>;
}
