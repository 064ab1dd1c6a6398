import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { MemoryBridgeError } from '../../core/errors.ts';
import { errnoOf } from '../../sqlite/systemFiles.ts';
import { isStoreFolder } from '../storeFiles.ts';
import { Mem0File } from './mem0File.ts';
import { mem0FormOf } from './mem0Form.ts';
import { exportNames, headOfText, packedText } from './mem0Source.ts';

/** A file of a folder that is not read. */
export interface OtherFile {
  readonly name: string;
  /** By its name it might be an export, and nobody can read it as one. */
  readonly isOdd: boolean;
}

export interface Mem0Folder {
  readonly files: readonly Mem0File[];
  readonly others: readonly OtherFile[];
}

const mayBeExport = /\.(?:json|jsonl|ndjson|zip|gz)$/i;

/** Reads a file as an export. Undefined where it is none, and where nobody can say what it is. */
export async function mem0File(file: string, name: string): Promise<Mem0File | undefined> {
  const text = await packedText(file);
  const form = text && (await mem0FormOf(await headOfText(text)));
  return text && form && new Mem0File(name, text, form);
}

/** The exports of a folder and of the folders in it, in a fixed order: of several people, or of one at several times. */
export async function mem0Folder(folder: string): Promise<Mem0Folder> {
  const files: Mem0File[] = [];
  const others: OtherFile[] = [];
  for await (const candidate of candidates(folder)) {
    const { known, odd } = await lookAt(folder, candidate);
    if (known) files.push(known);
    others.push(...odd);
  }
  return { files, others };
}

/** Whether one of the first files that might be an export is one. */
export async function isMem0Folder(folder: string, looked: number): Promise<boolean> {
  let left = looked;
  for await (const candidate of candidates(folder)) {
    if (candidate.names.length === 0) continue;
    if ((await lookAt(folder, candidate)).known) return true;
    if ((left -= 1) <= 0) return false;
  }
  return false;
}

/** The best of its files that can be read as an export. */
async function lookAt(
  folder: string,
  { entry, names, inside }: Candidate,
): Promise<{ readonly known?: Mem0File; readonly odd: readonly OtherFile[] }> {
  if (names.length === 0) return { odd: [{ name: inside(entry), isOdd: false }] };
  const odd: OtherFile[] = [];
  for (const [at, name] of names.entries()) {
    const file = await readable(path.join(folder, inside(name)), inside(name));
    if (file) return { known: file.with(names.slice(at + 1).map(inside)), odd };
    odd.push({ name: inside(name), isOdd: true });
  }
  return { odd };
}

interface Candidate {
  readonly entry: string;
  /** Files that say the same, the best first; none for what is no export by its name. */
  readonly names: readonly string[];
  /** A name as it is called from the folder that is imported. */
  readonly inside: (name: string) => string;
}

async function* candidates(folder: string): AsyncGenerator<Candidate> {
  const entries = await visible(folder);
  yield* candidatesOf(entries, (name) => name);
  for (const { name } of entries.filter((entry) => entry.isDirectory()))
    yield* candidatesOf(await visible(path.join(folder, name)), (file) => `${name}/${file}`);
}

function* candidatesOf(entries: readonly Dirent[], inside: Candidate['inside']): Generator<Candidate> {
  const all = entries.map(({ name }) => name);
  const best = exportNames.filter((name) => all.includes(name));
  // What lies in the folder of another system is what that one put there.
  if (best.length === 0 && isStoreFolder(all)) return;
  const [first] = best;
  if (first !== undefined) yield { entry: first, names: best, inside };
  for (const entry of entries)
    if (entry.isFile() && !best.includes(entry.name))
      yield { entry: entry.name, names: mayBeExport.test(entry.name) ? [entry.name] : [], inside };
}

async function visible(folder: string): Promise<Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** One that cannot be read is no reason to leave the others. */
async function readable(file: string, name: string): Promise<Mem0File | undefined> {
  try {
    return await mem0File(file, name);
  } catch (error) {
    if (MemoryBridgeError.is(error, 'invalid_input', 'not_found') || errnoOf(error) !== undefined)
      return undefined;
    throw error;
  }
}
