import path from 'node:path';
import { Readable } from 'node:stream';
import { MemoryBridgeError } from '../../core/errors.ts';
import { fileBytes } from '../files/fileBytes.ts';
import { inflated } from '../files/inflated.ts';
import { textChunks } from '../files/textChunks.ts';
import { zipMembers } from '../files/zipMembers.ts';
import { headOf } from '../fileHead.ts';

/** The text of an export, wherever it is packed in. */
export interface PackedText {
  /** Said in the report, e.g. `packed with gzip`. */
  readonly packing: string;
  readonly chunks: () => AsyncIterable<string>;
  /** Names of files beside it that say the same once more. */
  readonly repeated: readonly string[];
}

/** In the order in which they are preferred: the first has all, the second only the memories. */
export const exportNames = ['memories.json', 'memories.jsonl.gz', 'memories.jsonl'];
const marks = { gzip: '\u001f', zip: 'PK\u0003\u0004' } as const;

/** Finds the text of an export in a file or an archive. Undefined where there is none. */
export async function packedText(place: string): Promise<PackedText | undefined> {
  const head = await headOf(place, 4);
  if (!head.startsWith(marks.zip)) return head === '' ? undefined : fileText(place, head);
  const members = await zipMembers(place);
  const found = preferred(members.map(({ name }) => path.posix.basename(name)));
  const member = members.find(({ name }) => path.posix.basename(name) === found?.name);
  if (!found || !member) return undefined;
  return {
    packing: 'in a zip archive',
    chunks: () =>
      textChunks(
        found.name.endsWith('.gz') ? inflated(Readable.from(member.bytes()), 'gzip') : member.bytes(),
      ),
    repeated: found.repeated,
  };
}

function preferred(
  found: readonly string[],
): { readonly name: string; readonly repeated: string[] } | undefined {
  const [name, ...repeated] = exportNames.filter((each) => found.includes(each));
  return name === undefined ? undefined : { name, repeated };
}

function fileText(file: string, head: string): PackedText {
  const isPacked = head.startsWith(marks.gzip);
  return {
    packing: isPacked ? 'packed with gzip' : '',
    chunks: () => textChunks(isPacked ? inflated(fileBytes(file), 'gzip') : fileBytes(file)),
    repeated: [],
  };
}

/** Characters of the beginning by which a text is recognised. */
const headLength = 1_000_000;

/** The beginning of a text; shorter than `headLength` only when the text is. Empty for what cannot be unpacked. */
export async function headOfText({ chunks }: PackedText): Promise<string> {
  let head = '';
  try {
    for await (const chunk of chunks()) {
      head += chunk;
      if (head.length >= headLength) break;
    }
  } catch (error) {
    if (!MemoryBridgeError.is(error)) throw error;
  }
  return head;
}
