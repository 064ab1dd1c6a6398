import { type Git, GitError } from './git.ts';

/** Texts longer than this are no decision records, and are not read. */
const maxTextBytes = 256 * 1024;
/** Texts read by one process. */
const mostTexts = 200;
const mostBytes = 4 * 1024 * 1024;

/** Whether an id is that of no bytes at all, by SHA-1 or by SHA-256. */
export const isEmptyBlob = (id: string): boolean => /^(?:e69de29bb2d1d643|473a0f4c3be8a936)/.test(id);

/** Sizes of objects in bytes by their full ids, in the order asked for; names that mean none of `type` are left out. */
export async function sizesOf(
  git: Git,
  names: readonly string[],
  type: 'commit' | 'blob',
): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  const asked = names.filter((name) => /^[0-9a-f]{4,64}$/.test(name));
  if (asked.length === 0) return sizes;
  const output = await git.run(['cat-file', '--batch-check'], `${asked.join('\n')}\n`);
  for (const line of output.split('\n')) {
    const [id, kind, size] = line.split(' ');
    if (kind === type && id !== undefined) sizes.set(id, Number(size));
  }
  return sizes;
}

/** Texts by the ids of their blobs; empty ones, too large ones and those that git cannot read are left out. */
export async function textsOf(git: Git, blobs: readonly string[]): Promise<Map<string, string>> {
  const asked = [...new Set(blobs)];
  const known = await textsAtOnce(git, asked);
  if (known) return known;
  const texts = new Map<string, string>();
  const sizes = await sizesOf(git, asked, 'blob');
  let group: string[] = [];
  let bytes = 0;
  for (const [id, size] of sizes) {
    if (size === 0 || size > maxTextBytes) continue;
    if (group.length === mostTexts || bytes + size > mostBytes) {
      await readInto(texts, git, group);
      group = [];
      bytes = 0;
    }
    group.push(id);
    bytes += size;
  }
  if (group.length > 0) await readInto(texts, git, group);
  return texts;
}

/** A few short texts are read without asking for their lengths first; undefined where they are others. */
async function textsAtOnce(git: Git, ids: readonly string[]): Promise<Map<string, string> | undefined> {
  if (ids.length === 0) return new Map();
  if (ids.length > mostTexts || !ids.every((id) => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(id)))
    return undefined;
  try {
    const texts = new Map<string, string>();
    for (const [id, text, length] of parseBatch(
      await git.catFile(['--batch'], `${ids.join('\n')}\n`, mostBytes),
    ))
      if (length > 0 && length <= maxTextBytes) texts.set(id, text);
    return texts;
  } catch (error) {
    if (GitError.is(error, 'failed', 'timeout', 'too_long')) return undefined;
    throw error;
  }
}

async function readInto(texts: Map<string, string>, git: Git, ids: readonly string[]): Promise<void> {
  try {
    const output = await git.catFile(['--batch'], `${ids.join('\n')}\n`);
    for (const [id, text] of parseBatch(output)) texts.set(id, text);
  } catch (error) {
    // One that is damaged hides the others.
    if (!GitError.is(error, 'failed', 'timeout')) throw error;
    if (ids.length > 1) for (const id of ids) await readInto(texts, git, [id]);
  }
}

/** `<id> blob <size>`, a line feed, the bytes, a line feed; `<id> missing` for what is not there. */
function* parseBatch(output: Buffer): Generator<[id: string, text: string, length: number]> {
  for (let at = 0; at < output.length;) {
    const end = output.indexOf(10, at);
    if (end < 0) return;
    const [id = '', kind, size] = output.toString('latin1', at, end).split(' ');
    at = end + 1;
    if (kind !== 'blob') continue;
    const length = Number(size);
    yield [id, output.toString('utf8', at, at + length), length];
    at += length + 1;
  }
}
