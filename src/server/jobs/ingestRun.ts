import type { Turn } from '../../core/conversation/turn.ts';
import type { ConversationIntake, ReadyConversation } from '../../intake/conversations/conversationIntake.ts';
import type { ConversationPart } from '../../intake/feeds/conversation.ts';
import type { ConversationFeed } from '../../intake/feeds/conversationFeeds.ts';
import type { Feed, FeedBatch, FeedSource } from '../../intake/feeds/feed.ts';
import type { Store } from '../../store/ports/store.ts';
import type { JobContext } from './jobWorker.ts';

export interface IngestRunParts {
  readonly store: Pick<Store, 'read'>;
  readonly intake: ConversationIntake;
}

/** Turns of one conversation that are kept together. */
export interface Portion {
  readonly conversation: ReadyConversation;
  readonly turns: readonly Turn[];
}

/** What was read at once, in portions, and where its source is read on. */
export interface ReadBatch {
  readonly feed: string;
  readonly source: string;
  readonly cursor: unknown;
  readonly portions: Portion[];
}

interface OpenSource {
  readonly feed: Feed<ConversationPart>;
  readonly source: FeedSource;
  readonly batches: AsyncIterator<FeedBatch<ConversationPart>>;
}

/** Turns in a portion, and how much may be said in them: a unit of work is to end soon. */
const turnsAtOnce = 4;
const charactersAtOnce = 8_000;

/** Reads feeds one after another, source by source, batch by batch. Outside of units of work. */
export class IngestRun {
  readonly #parts: IngestRunParts;
  readonly #feeds: readonly ConversationFeed[];
  #queue: { readonly feed: Feed<ConversationPart>; readonly source: FeedSource }[] | undefined;
  #open: OpenSource | undefined;
  /** Where the sources of a feed are read on, and which feed that is: they are asked for at once. */
  #places: { readonly feed: string; readonly cursors: ReadonlyMap<string, unknown> } | undefined;
  /** What is being kept. */
  batch: ReadBatch | undefined;
  sources = 0;
  readonly faults: string[] = [];

  constructor(parts: IngestRunParts, feeds: readonly ConversationFeed[]) {
    this.#parts = parts;
    this.#feeds = feeds;
  }

  get isOver(): boolean {
    return this.#queue?.length === 0 && this.#open === undefined && this.batch === undefined;
  }

  /** Reads the next batch, unless one is being kept. */
  async read({ signal, breathe }: JobContext): Promise<void> {
    this.#queue ??= await this.#allSources(signal);
    while (this.batch === undefined && !this.isOver && !signal.aborted) {
      await breathe();
      this.#open ??= await this.#openNext(signal);
      if (this.#open) await this.#readOn(this.#open, breathe);
    }
  }

  async end(): Promise<void> {
    await this.#open?.batches.return?.();
    this.#open = undefined;
  }

  async #allSources(signal: AbortSignal) {
    const all = [];
    for (const { feed, isOn } of this.#feeds) {
      if (!isOn()) continue;
      for (const source of await feed.sources(signal)) all.push({ feed, source });
    }
    return all;
  }

  async #openNext(signal: AbortSignal): Promise<OpenSource | undefined> {
    const next = this.#queue?.shift();
    if (!next) return undefined;
    const { feed, source } = next;
    const known = await this.#parts.intake.sourceName(source.name);
    const cursor = (await this.#cursorsOf(feed.name)).get(known) ?? null;
    return { ...next, batches: feed.read(source, cursor, signal)[Symbol.asyncIterator]() };
  }

  /** A source is read once in a run, so that no place of it moves meanwhile. */
  async #cursorsOf(feed: string): Promise<ReadonlyMap<string, unknown>> {
    if (this.#places?.feed !== feed) {
      const places = await this.#parts.store.read((unit) => unit.feeds.list(feed));
      this.#places = { feed, cursors: new Map(places.map(({ source, cursor }) => [source, cursor])) };
    }
    return this.#places.cursors;
  }

  /** What cannot be read is told, and keeps nothing else from being read. */
  async #readOn({ feed, source, batches }: OpenSource, breathe: () => Promise<void>): Promise<void> {
    try {
      const { done, value } = await batches.next();
      if (done === true) {
        this.sources += 1;
        this.#open = undefined;
        return;
      }
      const portions: Portion[] = [];
      for (const item of value.items) {
        const ready = await this.#parts.intake.prepare(item);
        if (ready) portions.push(...inPortions(ready));
        await breathe();
      }
      this.batch = {
        feed: feed.name,
        source: await this.#parts.intake.sourceName(source.name),
        cursor: await this.#parts.intake.cleanPlace(value.cursor),
        portions,
      };
    } catch (error) {
      const fault = `${source.where}: ${error instanceof Error ? error.message : String(error)}`;
      this.faults.push(await this.#parts.intake.cleanText(fault));
      this.#open = undefined;
    }
  }
}

function inPortions(conversation: ReadyConversation): Portion[] {
  const portions: { conversation: ReadyConversation; turns: Turn[]; length: number }[] = [];
  for (const turn of conversation.turns) {
    const last = portions.at(-1);
    const fits =
      last && last.turns.length < turnsAtOnce && last.length + turn.content.length <= charactersAtOnce;
    if (fits) {
      last.turns.push(turn);
      last.length += turn.content.length;
    } else portions.push({ conversation, turns: [turn], length: turn.content.length });
  }
  // Its title may be all that is new.
  return portions.length > 0 ? portions : [{ conversation, turns: [] }];
}
