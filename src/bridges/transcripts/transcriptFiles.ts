import { opendir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';

export interface FoundFile {
  readonly path: string;
  /** The folder below which it was looked for. */
  readonly folder: string;
}

/** Deeper folders hold no transcripts. */
const deepest = 6;
/** More files than that are no transcripts of one person. */
const mostFiles = 50_000;

/**
 * Files below a folder that were written since a moment (ms), by their paths. Links are not followed: what they lead to
 * lies elsewhere. The folder itself may be one, because people keep their configurations elsewhere.
 */
export async function filesBelow(
  folder: string,
  isWanted: (path: string) => boolean,
  since: number,
  signal: AbortSignal,
): Promise<FoundFile[]> {
  const root = await realpath(folder).catch(() => undefined);
  if (root === undefined) return [];
  const found: FoundFile[] = [];
  const waiting = [root];
  for (
    let at = waiting.pop();
    at !== undefined && found.length < mostFiles && !signal.aborted;
    at = waiting.pop()
  ) {
    const depth = path.relative(root, at).split(path.sep).length;
    const entries = await opendir(at).catch(() => undefined);
    if (entries === undefined) continue;
    for await (const entry of entries) {
      const file = path.join(at, entry.name);
      if (entry.isDirectory() && depth < deepest) waiting.push(file);
      if (!entry.isFile() || !isWanted(path.relative(root, file).split(path.sep).join('/'))) continue;
      const written = await stat(file).catch(() => undefined);
      if (written && written.mtimeMs >= since) found.push({ path: file, folder: root });
    }
  }
  return found.toSorted((left, right) => (left.path < right.path ? -1 : 1));
}
