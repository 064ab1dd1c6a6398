import { MemoryBridgeError } from '../../core/errors.ts';
import type { ConversationPart, SpokenTurn } from '../../intake/feeds/conversation.ts';
import type { Feed, FeedBatch, FeedSource } from '../../intake/feeds/feed.ts';
import type { Database } from '../../sqlite/database.ts';
import { readForeign } from '../../sqlite/readForeign.ts';
import { type Mark, type OpenCodeCursor, openCodeCursor, rewound } from './openCodeCursor.ts';
import { type OpenCodePlaces, openCodeDatabaseFiles } from './openCodeDatabaseFiles.ts';
import { type OpenCodeMessage, OpenCodeMessages } from './openCodeMessages.ts';
import { type OpenCodeSession, OpenCodeSessions } from './openCodeSessions.ts';

export interface OpenCodeDatabaseParts {
  readonly places: () => OpenCodePlaces;
  /** Wall clock, ms. */
  readonly now: () => number;
  /** Sessions that were last changed before are not read, ms. */
  readonly since: () => number;
  /** Sessions that this program has begun itself. */
  readonly isOurs: (session: Pick<OpenCodeSession, 'title' | 'directory'>) => boolean;
}

/** Characters and messages of one batch, about. */
const batchLength = 64_000;
const messagesAtOnce = 64;
/** A session is looked at again for so long after it has last changed, ms: its messages may be written later than it. */
const slackMs = 10 * 60_000;
/** A message of which nothing was written for so long is not going to be finished, ms. */
const givenUpMs = 60 * 60_000;

interface OpenCodeBatch extends FeedBatch<ConversationPart> {
  readonly cursor: OpenCodeCursor;
  readonly isLast: boolean;
}

/**
 * What people and OpenCode said to each other, from OpenCode's own database: it is read where it lies, while OpenCode may
 * write to it, and nothing is locked or written. Of its tables those of sessions, messages and parts are read; none of
 * those that hold credentials. Sessions of subagents belong to the one in which they were begun.
 */
export class OpenCodeDatabase implements Feed<ConversationPart> {
  readonly name = 'opencode';
  readonly #parts: OpenCodeDatabaseParts;

  constructor(parts: OpenCodeDatabaseParts) {
    this.#parts = parts;
  }

  async sources(): Promise<FeedSource[]> {
    return openCodeDatabaseFiles(this.#parts.places());
  }

  async *read(
    source: FeedSource,
    cursor: unknown,
    signal: AbortSignal,
  ): AsyncGenerator<FeedBatch<ConversationPart>> {
    let place = rewound(openCodeCursor(cursor), this.#parts.now());
    while (!signal.aborted) {
      const batch = await readForeign(source.name, (database) => this.#batch(database, place));
      place = batch.cursor;
      yield batch;
      if (batch.isLast) return;
    }
  }

  #batch(database: Database, cursor: OpenCodeCursor): OpenCodeBatch {
    const sessions = new OpenCodeSessions(database);
    const messages = new OpenCodeMessages(database);
    if (!sessions.isThere || !messages.isThere)
      throw new MemoryBridgeError(
        'corrupt',
        `${database.path} has none of the tables in which OpenCode keeps conversations.`,
      );
    const { now, since, isOurs } = this.#parts;
    const reading = new Reading(cursor, now());
    // What it is called may be all that has changed of a session.
    const isNews = ({ updatedAt }: OpenCodeSession): boolean => updatedAt >= cursor.at;
    const from = Math.max(cursor.at - slackMs, since());
    for (const session of sessions.changedSince(from, Object.keys(cursor.open))) {
      const root = sessions.rootOf(session);
      if (isOurs(root) || isOurs(session)) continue;
      if (isNews(root)) reading.name(root);
      if (!reading.session(session, root, messages)) return reading.batch(false);
    }
    return reading.batch(true);
  }
}

/** One batch as it is being read. */
class Reading {
  readonly #now: number;
  readonly #open: Record<string, OpenCodeCursor['open'][string]>;
  readonly #tables: Set<OpenCodeCursor['tables'][number]>;
  readonly #items = new Map<string, ConversationPart & { readonly turns: SpokenTurn[] }>();
  /** Sessions without anything unfinished, and when they were last changed. */
  readonly #rested = new Map<string, number>();
  #at: number;
  #left = batchLength;

  constructor(cursor: OpenCodeCursor, now: number) {
    this.#now = now;
    this.#at = cursor.at;
    this.#open = { ...cursor.open };
    this.#tables = new Set(cursor.tables);
  }

  /** A conversation as it is called now. */
  name(root: OpenCodeSession): ConversationPart & { readonly turns: SpokenTurn[] } {
    const known = this.#items.get(root.id);
    if (known) return known;
    const item = {
      system: 'opencode',
      session: root.id,
      title: root.title,
      directory: root.directory,
      parent: undefined,
      startedAt: root.createdAt,
      updatedAt: root.updatedAt,
      turns: [],
    };
    this.#items.set(root.id, item);
    return item;
  }

  /** All that is new in a session; false when there is more than the batch can take. */
  session(session: OpenCodeSession, root: OpenCodeSession, messages: OpenCodeMessages): boolean {
    let { at, held } = this.#open[session.id] ?? { at: [0, ''] as Mark };
    for (;;) {
      const found = messages.after(session.id, at, messagesAtOnce);
      for (const message of found) {
        const before = at;
        at = [message.updatedAt, message.key];
        this.#open[session.id] = { at, ...(held && { held }) };
        if (!message.isFinished && this.#now - message.updatedAt < givenUpMs) {
          held ??= before;
          this.#open[session.id] = { at, held };
        } else this.#take(message, session, root);
        if (this.#left <= 0) return false;
      }
      if (found.length < messagesAtOnce) break;
    }
    this.#open[session.id] = { at, ...(held && { held }) };
    // One that was written while the clock was ahead would keep all that come after it from being read.
    this.#at = Math.max(this.#at, Math.min(session.updatedAt, this.#now));
    if (held === undefined) this.#rested.set(session.id, session.updatedAt);
    return true;
  }

  batch(isLast: boolean): OpenCodeBatch {
    // Until they change again there is nothing to keep of them.
    for (const [session, updatedAt] of isLast ? this.#rested : [])
      if (updatedAt < this.#at - slackMs) delete this.#open[session];
    return {
      items: [...this.#items.values()],
      cursor: {
        at: this.#at,
        open: this.#open,
        isWithin: !isLast,
        tables: [...this.#tables].toSorted(),
      },
      isLast,
    };
  }

  #take(message: OpenCodeMessage, session: OpenCodeSession, root: OpenCodeSession): void {
    if (message.text === '') return;
    const { key, saidAt, text } = message;
    // To a subagent the agent speaks.
    const speaker = session.id === root.id ? message.speaker : 'assistant';
    this.name(root).turns.push({ key, speaker, saidAt, text });
    this.#tables.add(message.table);
    this.#left -= text.length + 100;
  }
}
