import { type BigIntStats, constants } from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';
import { MemoryBridgeError } from '../../core/errors.ts';
import { isRecord } from '../../core/isRecord.ts';
import { boundedJsonIn } from '../../core/text/boundedJson.ts';
import type { ConversationPart, SpokenTurn } from '../../intake/feeds/conversation.ts';
import type { Feed, FeedBatch, FeedSource } from '../../intake/feeds/feed.ts';
import { linesFrom } from './lineReader.ts';
import { headOf, type TranscriptCursor, transcriptCursor } from './transcriptCursor.ts';
import { filesBelow } from './transcriptFiles.ts';
import type { About, TranscriptForm } from './transcriptForm.ts';

export interface TranscriptPlaces {
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface TranscriptFeedParts {
  readonly places: () => TranscriptPlaces;
  /** Files that were last written before are not read, ms. */
  readonly since: () => number;
}

/** Characters of what was said in one batch, and bytes of the file that it takes, about. */
const batchLength = 64_000;
const batchBytes = 1_000_000;
/** A document is read as a whole. */
const longestDocument = 8_000_000;

type Batch = FeedBatch<ConversationPart>;

/** Conversations in the files of one agent, a source each. They are read while the agent may write to them. */
export class TranscriptFeed implements Feed<ConversationPart> {
  readonly name: string;
  readonly #form: TranscriptForm;
  readonly #parts: TranscriptFeedParts;
  /** Folder of each source that was found. */
  readonly #folders = new Map<string, string>();
  /** How each file was when it was read to its end, and where that was: one that is still so need not be opened. */
  readonly #read = new Map<string, { readonly stamp: string; readonly place: string }>();

  constructor(form: TranscriptForm, parts: TranscriptFeedParts) {
    this.name = form.name;
    this.#form = form;
    this.#parts = parts;
  }

  async sources(signal: AbortSignal): Promise<FeedSource[]> {
    const { home, env } = this.#parts.places();
    const sources: FeedSource[] = [];
    for (const folder of this.#form.folders(home, env)) {
      const files = await filesBelow(folder, this.#form.isTranscript, this.#parts.since(), signal);
      for (const { path, folder: root } of files) {
        this.#folders.set(path, root);
        sources.push({ name: path, where: path });
      }
    }
    return sources;
  }

  async *read({ name }: FeedSource, cursor: unknown, signal: AbortSignal): AsyncGenerator<Batch> {
    if (await this.#isRead(name, cursor)) return;
    // Between being found and being opened it may have become a link, or a pipe that never answers.
    const file = await open(name, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
      () => undefined,
    );
    if (!file) return;
    try {
      const info = await file.stat({ bigint: true });
      if (!info.isFile()) return;
      const size = Number(info.size);
      const writtenAt = Number(info.mtimeMs);
      const place = await this.#placeIn(name, file, `${info.dev}:${info.ino}`, size, cursor);
      const isDocument = this.#form.readDocument !== undefined && !name.endsWith('.jsonl');
      const isNew = isDocument ? place.writtenAt !== writtenAt || place.offset !== size : place.offset < size;
      let reached = cursor;
      if (isNew) {
        const batches = isDocument
          ? this.#readDocument(name, file, { ...place, offset: size, writtenAt })
          : this.#readLines(file, place, writtenAt, signal);
        for await (const batch of batches) {
          reached = batch.cursor;
          yield batch;
        }
      }
      if (!signal.aborted) this.#read.set(name, { stamp: stampOf(info), place: JSON.stringify(reached) });
    } finally {
      await file.close();
    }
  }

  /** Whether nothing was written since it was read to this place: then a look at it from outside is enough. */
  async #isRead(name: string, cursor: unknown): Promise<boolean> {
    const known = this.#read.get(name);
    if (!known || known.place !== JSON.stringify(cursor)) return false;
    const info = await lstat(name, { bigint: true }).catch(() => undefined);
    return info !== undefined && stampOf(info) === known.stamp;
  }

  /** Where a file is read on, or its beginning where it is another one than that which was read. */
  async #placeIn(
    name: string,
    file: FileHandle,
    identity: string,
    size: number,
    cursor: unknown,
  ): Promise<TranscriptCursor> {
    const known = transcriptCursor(cursor);
    const isSame =
      known?.file === identity &&
      (known.writtenAt !== null ||
        (known.offset <= size && (await headOf(file, known.head.length)).hash === known.head.hash));
    if (known && isSame) return known;
    const about = await this.#form.describe(name, this.#folders.get(name) ?? '');
    const head = await headOf(file, 0);
    return { file: identity, offset: 0, head, writtenAt: null, about, unknown: 0, broken: 0 };
  }

  async *#readLines(
    file: FileHandle,
    place: TranscriptCursor,
    at: number,
    signal: AbortSignal,
  ): AsyncGenerator<Batch> {
    let { about, unknown, broken, offset } = place;
    let turns: SpokenTurn[] = [];
    let length = 0;
    let from = offset;
    const batch = async (): Promise<Batch> => ({
      items:
        turns.length > 0 || about.title !== place.about.title ? partsOf(this.name, about, turns, at) : [],
      cursor: { ...place, about: keptOf(about), unknown, broken, offset, head: await headOf(file, offset) },
    });
    for await (const { text, end } of linesFrom(file, offset)) {
      if (signal.aborted) return;
      const record = text === undefined ? undefined : recordIn(text);
      const told = record && this.#form.readLine(record, about, at);
      if (!record) broken += text?.trim() === '' ? 0 : 1;
      else if (!told) unknown += 1;
      else {
        about = { ...about, ...told.about };
        if (told.turn) turns.push(told.turn);
        length += told.turn?.text.length ?? 0;
      }
      offset = end;
      if (length < batchLength && offset - from < batchBytes) continue;
      yield await batch();
      turns = [];
      length = 0;
      from = offset;
    }
    if (offset > from) yield await batch();
  }

  async *#readDocument(name: string, file: FileHandle, place: TranscriptCursor): AsyncGenerator<Batch> {
    if (place.offset > longestDocument)
      throw new MemoryBridgeError('too_large', `${name} is too large to be read.`);
    const bytes = Buffer.alloc(place.offset);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
    const at = place.writtenAt ?? 0;
    const about = { ...place.about, ...(await this.#form.describe(name, this.#folders.get(name) ?? '')) };
    const document = documentIn(bytes.subarray(0, bytesRead).toString('utf8'));
    const told = document === undefined ? undefined : this.#form.readDocument?.(document, about, at);
    // It is being written just now, or is something else: it is looked at again when it has changed.
    const cursor = { ...place, about: keptOf(about), unknown: told?.unknown ?? 0, broken: told ? 0 : 1 };
    const items =
      told?.conversations.flatMap(({ about: of, turns }) => partsOf(this.name, of, turns, at)) ?? [];
    yield { items, cursor };
  }
}

/** Other where something was written to a file, or another one is in its place. */
const stampOf = ({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string =>
  `${dev}:${ino} ${size} ${mtimeNs} ${ctimeNs}`;

function partsOf(system: string, about: About, turns: readonly SpokenTurn[], at: number): ConversationPart[] {
  const { session, title, directory, parent, startedAt = turns[0]?.saidAt ?? at } = about;
  if (session === undefined) return [];
  const updatedAt = turns.at(-1)?.saidAt ?? at;
  return [{ system, session, title, directory, parent, startedAt, updatedAt, turns }];
}

/** As much as is kept with the place. */
const keptOf = ({ session, title, directory, parent, startedAt }: About): TranscriptCursor['about'] => ({
  session,
  title,
  directory,
  parent,
  startedAt,
});

function recordIn(line: string): Record<string, unknown> | undefined {
  if (!line.trimStart().startsWith('{')) return undefined;
  try {
    const value = boundedJsonIn(line);
    return isRecord(value) ? value : undefined;
  } catch {
    // Deeper or wider than anything that is read here.
    return undefined;
  }
}

/** Larger than what a call may hold, so without its limits; its size has one. */
function documentIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
