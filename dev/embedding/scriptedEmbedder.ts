import { setTimeout as delay } from 'node:timers/promises';
import type { Embedder } from '../../src/embed/embedder.ts';
import type { EmbedderHandle, EmbedderState } from '../../src/embed/embedderHandle.ts';
import type { EmbedderSettings } from '../../src/protocol/embedderSettings.ts';
import type { QuestionWords } from '../../src/recall/recallRequest.ts';

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[a-z]+/g) ?? [];

/** A vector in which each word of a text has a place, so that texts with common words are near each other. */
export function wordVector(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  for (const word of wordsOf(text)) {
    let hash = 7;
    for (const letter of word) hash = (hash * 31 + letter.charCodeAt(0)) % 65_521;
    vector[hash % dimensions] = (vector[hash % dimensions] ?? 0) + 1;
  }
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}

/** An embedder that does what a test says: fail, be slow, refuse texts. Remembers what it was asked. */
export class ScriptedEmbedder implements Embedder {
  readonly provider: string;
  readonly model: string;
  dimensions: number;
  readonly asked: { texts: readonly string[]; kind: 'query' | 'document' }[] = [];
  /** Called before each answer; throws or waits. */
  before: (
    texts: readonly string[],
    kind: 'query' | 'document',
    signal?: AbortSignal,
  ) => void | Promise<void> = () => {};
  /** Words that mean another one. */
  readonly synonyms = new Map<string, string>();
  /** Characters of a text that it reads, as models do. */
  reads = Infinity;
  /** What `embed` makes vectors of, when that is not `dimensions`. */
  madeDimensions: number | undefined;
  #running = 0;
  mostAtOnce = 0;

  constructor(provider: string, model: string, dimensions = 16) {
    this.provider = provider;
    this.model = model;
    this.dimensions = dimensions;
  }

  /** As with questions that have an answer and questions that have none: the rest decides. */
  questionWords(question: string): QuestionWords {
    const asked = wordsOf(question);
    return {
      weightOf: () => 0.75,
      nearnessIn: () => 0,
      cosineOf: (words, vector) => {
        const given = new Set(words.flatMap(wordsOf));
        const part = wordVector(asked.filter((word) => given.has(word)).join(' '), this.dimensions);
        return part.reduce((sum, value, at) => sum + value * (vector[at] ?? 0), 0);
      },
    };
  }

  get documents(): string[] {
    return this.asked.flatMap(({ texts, kind }) => (kind === 'document' ? texts : []));
  }

  embedOne(text: string): Float32Array {
    return wordVector(text, this.dimensions);
  }

  async embed(
    texts: readonly string[],
    kind: 'query' | 'document',
    signal?: AbortSignal,
  ): Promise<Float32Array[]> {
    this.asked.push({ texts, kind });
    if (kind === 'document') this.mostAtOnce = Math.max(this.mostAtOnce, ++this.#running);
    try {
      await this.before(texts, kind, signal);
      signal?.throwIfAborted();
      return texts.map((text) => wordVector(this.#understood(text), this.madeDimensions ?? this.dimensions));
    } finally {
      if (kind === 'document') this.#running--;
    }
  }

  #understood(text: string): string {
    const read = text.slice(0, this.reads);
    if (this.synonyms.size === 0) return read;
    return wordsOf(read)
      .map((word) => this.synonyms.get(word) ?? word)
      .join(' ');
  }
}

/** Until the signal says that nobody waits any more. */
export async function forever(signal: AbortSignal | undefined): Promise<void> {
  await delay(2 ** 30, undefined, signal ? { signal, ref: false } : { ref: false });
}

/** A handle whose state a test sets. */
export class ScriptedHandle implements EmbedderHandle {
  readonly wanted: EmbedderSettings;
  readonly #scripted: ScriptedEmbedder;
  readonly #listeners = new Set<(state: EmbedderState) => void>();
  state: EmbedderState;
  retries = 0;
  isDisposed = false;

  constructor(
    wanted: EmbedderSettings,
    embedder: ScriptedEmbedder,
    state: EmbedderState = { kind: 'ready' },
  ) {
    this.wanted = wanted;
    this.#scripted = embedder;
    this.state = state;
  }

  get embedder(): Embedder | undefined {
    return this.state.kind === 'ready' ? this.#scripted : undefined;
  }

  become(state: EmbedderState): void {
    this.state = state;
    for (const listener of this.#listeners) listener(state);
  }

  onState(listener: (state: EmbedderState) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  retry(): void {
    this.retries++;
  }

  dispose(): void {
    this.isDisposed = true;
    this.#listeners.clear();
  }
}
