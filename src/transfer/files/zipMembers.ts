import { open, type FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { MemoryBridgeError } from '../../core/errors.ts';
import { fileBytes } from './fileBytes.ts';
import { inflated } from './inflated.ts';

/** A file in an archive. */
export interface ZipMember {
  readonly name: string;
  /** Its bytes, unpacked. */
  readonly bytes: () => AsyncIterable<Uint8Array>;
}

const marks = { end: 0x06054b50, entry: 0x02014b50, local: 0x04034b50 } as const;
const sizes = { end: 22, entry: 46, local: 30 } as const;
/** Behind the end of an archive stands a note of up to this length. */
const longestNote = 0xffff;
/** An export has two members; a directory of this size has thousands. */
const longestDirectory = 1_000_000;
/** Stands for a size that is written elsewhere, in archives beyond 4 GB. */
const elsewhere = 0xffffffff;

/**
 * What is in a zip archive, by its directory: no member is unpacked before it is read, and none is written anywhere. Throws
 * `invalid_input` for what is damaged, encrypted or packed in a way that is not known here.
 */
export async function zipMembers(file: string): Promise<readonly ZipMember[]> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const tail = await read(
      handle,
      Math.max(0, size - sizes.end - longestNote),
      Math.min(size, sizes.end + longestNote),
    );
    const at = endIn(tail);
    if (at < 0) throw damaged('its directory is missing');
    const [length, start] = [tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)];
    if (start === elsewhere || length > longestDirectory) throw damaged('its directory is too long');
    return entriesIn(await read(handle, start, length), file);
  } finally {
    await handle.close();
  }
}

function endIn(tail: Buffer): number {
  for (let at = tail.length - sizes.end; at >= 0; at -= 1) if (tail.readUInt32LE(at) === marks.end) return at;
  return -1;
}

function entriesIn(directory: Buffer, file: string): ZipMember[] {
  const members: ZipMember[] = [];
  for (let at = 0; at + sizes.entry <= directory.length;) {
    if (directory.readUInt32LE(at) !== marks.entry) throw damaged('its directory is no list of files');
    const nameLength = directory.readUInt16LE(at + 28);
    const behind = at + sizes.entry + nameLength;
    const entry = {
      flags: directory.readUInt16LE(at + 8),
      method: directory.readUInt16LE(at + 10),
      packed: directory.readUInt32LE(at + 20),
      start: directory.readUInt32LE(at + 42),
    };
    members.push({
      name: directory.toString('utf8', at + sizes.entry, behind),
      bytes: () => memberBytes(file, entry),
    });
    at = behind + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return members;
}

interface Entry {
  readonly flags: number;
  readonly method: number;
  readonly packed: number;
  readonly start: number;
}

async function* memberBytes(
  file: string,
  { flags, method, packed, start }: Entry,
): AsyncGenerator<Uint8Array> {
  if (flags % 2 === 1) throw damaged('it is encrypted');
  if (packed === elsewhere || start === elsewhere) throw damaged('it is longer than 4 GB');
  if (method !== 0 && method !== 8) throw damaged('it is packed in a way that is not known here');
  const from = await dataStart(file, start);
  if (packed === 0) return;
  const bytes: Readable = fileBytes(file, { start: from, end: from + packed - 1 });
  if (method === 8) yield* inflated(bytes, 'deflate');
  else for await (const chunk of bytes) yield chunk as Buffer;
}

/** Where the bytes of a member begin: behind a header with lengths of its own. */
async function dataStart(file: string, start: number): Promise<number> {
  const handle = await open(file, 'r');
  try {
    const header = await read(handle, start, sizes.local);
    if (header.length < sizes.local || header.readUInt32LE(0) !== marks.local)
      throw damaged('a file in it is missing');
    return start + sizes.local + header.readUInt16LE(26) + header.readUInt16LE(28);
  } finally {
    await handle.close();
  }
}

async function read(handle: FileHandle, start: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, start);
  return buffer.subarray(0, bytesRead);
}

const damaged = (what: string): MemoryBridgeError =>
  new MemoryBridgeError(
    'invalid_input',
    `The archive cannot be read: ${what}. Unpack it, and import the folder.`,
  );
