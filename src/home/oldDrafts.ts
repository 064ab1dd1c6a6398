import { lstatSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { isProcessAlive } from './processAlive.ts';

/** What the name of a draft has behind that of its file. */
const draftEnd = /^(\d{1,10})\.[0-9a-f]{12}\.tmp$/;
const longestDraftMs = 60 * 60_000;

/** Removes drafts of a file that processes have left which were killed: a few milliseconds are what a draft lives. */
export function removeOldDrafts(file: string): void {
  const folder = path.dirname(file);
  const beginning = `${path.basename(file)}.`;
  for (const name of namesIn(folder)) {
    const pid = name.startsWith(beginning) && draftEnd.exec(name.slice(beginning.length))?.[1];
    if (pid) removeDraft(path.join(folder, name), Number(pid));
  }
}

function removeDraft(draft: string, pid: number): void {
  try {
    const info = lstatSync(draft);
    // Numbers of processes come back, of a container's after each of its starts.
    const isLeft = !isProcessAlive(pid) || Date.now() - info.mtimeMs > longestDraftMs;
    if (info.isFile() && isLeft) rmSync(draft, { force: true });
  } catch {
    // It is gone, or is not ours to remove; the next one that writes will try again.
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
