import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { isRecord } from '../../core/isRecord.ts';
import { MemoryBridgeError } from '../../core/errors.ts';
import { deepestJson } from '../../core/text/boundedJson.ts';
import { type RowSection, rowSections } from '../../store/ports/transferRepository.ts';
import { isGzip } from '../fileHead.ts';
import type { FieldAccount, Importer, ImportReader, ImportSource, Incoming } from '../incoming.ts';
import { ownFileBytes } from '../files/fileBytes.ts';
import { itemsBehind } from '../itemsBehind.ts';
import { isDeeper } from '../said.ts';
import { inflated } from '../files/inflated.ts';
import { exportFormat, exportVersion } from './exportFormat.ts';
import { MarkdownReader } from './exportMarkdown.ts';
import { jsonElements } from './jsonElements.ts';
import { readOwnRecord } from './ownRecord.ts';

/** Levels within an entry: what a call may bring, in what a memory said before, and far from what exhausts a stack. */
const deepest = 2 * deepestJson;

/** As much of a file as says what it is. */
const headBytes = 4_096;

/** Exports of this system, as JSON. */
export const ownJsonImporter: Importer = {
  system: exportFormat,
  title: 'Memory Bridge',
  async recognises({ path: file, isFolder }) {
    return !isFolder && /^\uFEFF?\s*\{\s*"format"\s*:\s*"memory-bridge"/.test(await headOf(file));
  },
  open: async (source) => new OwnJsonReader(source, await linesIn(source.path)),
};

/** The same as Markdown: a file, or a folder of such files. */
export const ownMarkdownImporter: Importer = {
  system: `${exportFormat}-markdown`,
  title: 'Memory Bridge (Markdown)',
  async recognises(source) {
    for (const file of await markdownFiles(source))
      if (/^\uFEFF?---\r?\n(?:.*\r?\n)*?format: memory-bridge\r?\n/.test(await headOf(file))) return true;
    return false;
  },
  open: async (source) => new OwnMarkdownReader(source, await markdownFiles(source)),
};

/** Counts what became of each kind of entry. */
class Accounts {
  readonly #counts = new Map<string, number>();

  note(place: string): void {
    this.#counts.set(place, (this.#counts.get(place) ?? 0) + 1);
  }

  clear(): void {
    this.#counts.clear();
  }

  all(): FieldAccount[] {
    return [...this.#counts].map(([place, count]) => ({ place, field: '*', became: place, count }));
  }
}

class OwnJsonReader implements ImportReader {
  readonly form = `version ${exportVersion}`;
  readonly place: string;
  readonly total: number | undefined;
  readonly #file: string;
  readonly #accounts = new Accounts();

  constructor({ path: file }: ImportSource, lines: number) {
    this.#file = file;
    this.place = file;
    this.total = lines;
  }

  items(after: string | undefined): AsyncIterable<Incoming> {
    return itemsBehind(after, () => this.#all());
  }

  async *#all(): AsyncGenerator<Incoming> {
    this.#accounts.clear();
    let at = 0;
    let hasFormat = false;
    for await (const { name, isOfList, value } of jsonElements(chunksOf(this.#file))) {
      if (!isOfList) {
        if (name === 'format') hasFormat = value === exportFormat;
        if (name === 'version') refuseVersion(value);
        continue;
      }
      if (!hasFormat)
        throw new MemoryBridgeError('invalid_input', `${this.#file} does not say that it is an export.`);
      const ref = refOf(name, value, (at += 1));
      this.#accounts.note(name);
      yield itemOf(name, value, ref);
    }
  }

  fields(): FieldAccount[] {
    return this.#accounts.all();
  }

  async close(): Promise<void> {}
}

function itemOf(name: string, value: unknown, ref: string): Incoming {
  if (isDeeper(value, deepest)) return { kind: 'left', ref, reason: `${name} that are nested too deeply` };
  if (name === 'memories') return wholeOf(value, ref);
  const section = rowSections.find((each) => each === name);
  if (!section) return { kind: 'left', ref, reason: 'entries that this version does not know' };
  return isRecord(value)
    ? { kind: 'row', ref, section: section satisfies RowSection, row: value }
    : { kind: 'left', ref, reason: `${name} that are no entries of this format` };
}

function wholeOf(value: unknown, ref: string): Incoming {
  const read = readOwnRecord(value);
  if ('fault' in read) return { kind: 'left', ref, reason: `memories that cannot be read: ${read.fault}` };
  return { kind: 'whole', ref, ...read };
}

const refOf = (name: string, value: unknown, at: number): string =>
  name === 'memories' && isRecord(value) && typeof value['id'] === 'string'
    ? `${at}:${value['id'].slice(0, 64)}`
    : `${at}:${name}`;

function refuseVersion(version: unknown): void {
  if (typeof version === 'number' && version <= exportVersion) return;
  throw new MemoryBridgeError(
    'invalid_input',
    `The export is of version ${JSON.stringify(version)}, and this one reads up to ${exportVersion}. Upgrade: memory-bridge upgrade.`,
  );
}

class OwnMarkdownReader implements ImportReader {
  readonly form = `Markdown, version ${exportVersion}`;
  readonly place: string;
  readonly total = undefined;
  readonly #files: readonly string[];
  readonly #accounts = new Accounts();

  constructor({ path: place }: ImportSource, files: readonly string[]) {
    this.place = place;
    this.#files = files;
  }

  items(after: string | undefined): AsyncIterable<Incoming> {
    return itemsBehind(after, () => this.#all());
  }

  async *#all(): AsyncGenerator<Incoming> {
    this.#accounts.clear();
    let at = 0;
    for (const file of this.#files) {
      const reader = new MarkdownReader();
      for await (const line of linesOf(file)) {
        const read = reader.line(line);
        if (read === undefined) continue;
        const ref = refOf('memories', read, (at += 1));
        this.#accounts.note('memories');
        if (read === 'damaged') yield { kind: 'left', ref, reason: 'memories whose comment cannot be read' };
        else yield wholeOf(read, ref);
      }
      if (reader.isOpen)
        yield {
          kind: 'left',
          ref: `${(at += 1)}:end`,
          reason: `memories without an end (${path.basename(file)})`,
        };
    }
  }

  fields(): FieldAccount[] {
    return this.#accounts.all();
  }

  async close(): Promise<void> {}
}

/** What stands in a file, unpacked where gzip has packed it. */
async function* bytesOf(file: string): AsyncGenerator<Buffer> {
  const isPacked = await isGzip(file);
  const bytes = await ownFileBytes(file);
  if (isPacked) yield* inflated(bytes, 'gzip');
  else for await (const chunk of bytes) yield chunk as Buffer;
}

async function headOf(file: string): Promise<string> {
  try {
    for await (const chunk of bytesOf(file)) return chunk.toString('utf8', 0, headBytes);
  } catch (error) {
    // Damage is for whoever knows the file to speak of.
    if (!MemoryBridgeError.is(error, 'invalid_input')) throw error;
  }
  return '';
}

/** Without links: they may lead anywhere. */
async function markdownFiles({ path: place, isFolder }: ImportSource): Promise<string[]> {
  if (!isFolder) return /\.(?:md|markdown)$/i.test(place) ? [place] : [];
  const entries = await readdir(place, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.(?:md|markdown)$/i.test(entry.name))
    .map(({ name }) => path.join(place, name))
    .toSorted();
}

async function* chunksOf(file: string): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  for await (const chunk of bytesOf(file)) yield decoder.write(chunk);
  yield decoder.end();
}

/** Only a line feed ends a line: what else some readers take for one is part of a text. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of chunksOf(file)) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

/** One entry stands in a line, unless somebody has written the file anew: good enough to say how far it is. */
async function linesIn(file: string): Promise<number> {
  let count = 0;
  for await (const bytes of bytesOf(file)) {
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count += 1;
  }
  return count;
}
