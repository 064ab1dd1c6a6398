import { type Git, GitError } from '../git/git.ts';

/** What a commit did, read only for the few that have something to say. */
export interface CommitChange {
  /** Relative to the repository, in git's order. */
  readonly files: readonly string[];
  /** Stable across amend, rebase and cherry-pick; null for empty and for very large changes. */
  readonly patchId: string | null;
  /** Changed lines of the new side, per file: first and last. */
  readonly lines: ReadonlyMap<string, { readonly start: number; readonly end: number }>;
}

export const emptyChange: CommitChange = { files: [], patchId: null, lines: new Map() };

/** A patch of more changed lines is taken for generated or vendored, and not read. */
const maxPatchLines = 20_000;
/** The same for one of few lines that are very long. */
const maxPatchBytes = 4 * 1024 * 1024;
/** Commits of which git is asked at once. */
const atOnce = 50;
const diffTree = ['diff-tree', '--stdin', '-r', '--root', '--no-renames'];
const patchOptions = ['--patch', '--no-color', '--no-ext-diff', '--no-textconv'];

/** By sha. A change that git cannot tell, or that is too large to be read, is one of no files. */
export async function readChanges(git: Git, shas: readonly string[]): Promise<Map<string, CommitChange>> {
  const changes = new Map<string, CommitChange>();
  for (let at = 0; at < shas.length; at += atOnce)
    for (const [sha, change] of await readGroup(git, shas.slice(at, at + atOnce))) changes.set(sha, change);
  return changes;
}

interface Files {
  readonly names: string[];
  lines: number;
}

/** What each of these commits touched, by sha, with the count of changed lines. */
export async function changedFiles(git: Git, shas: readonly string[]): Promise<Map<string, Files>> {
  return ofEach(shas, async (group) => parseNumbers(await ask(git, ['--numstat', '-z'], group)));
}

async function readGroup(git: Git, shas: readonly string[]): Promise<Map<string, CommitChange>> {
  try {
    const found = await readTogether(git, shas);
    if (found) return found;
  } catch (error) {
    if (!GitError.is(error, 'failed', 'too_long', 'timeout')) throw error;
  }
  return readApart(git, shas);
}

/** Names and patches in one answer; undefined where a name is written so that it has to be asked for by itself. */
async function readTogether(
  git: Git,
  shas: readonly string[],
): Promise<Map<string, CommitChange> | undefined> {
  if (shas.length === 0) return new Map();
  const output = await ask(git, ['--numstat', ...patchOptions], shas, maxPatchBytes);
  const files = new Map<string, Files>();
  const patches = new Map<string, string>();
  for (const [sha, answer] of splitPatches(output, shas)) {
    const end = answer.startsWith('diff ') ? 0 : answer.indexOf('\ndiff ') + 1 || answer.length;
    const numbers = answer.slice(0, end);
    if (numbers.includes('\t"')) return undefined;
    const found = { names: [], lines: 0 };
    for (const line of numbers.split('\n')) addNumbers(found, line);
    files.set(sha, found);
    if (found.lines <= maxPatchLines) patches.set(sha, answer.slice(end));
  }
  const texts = [...patches].map(([sha, patch]) => `${sha}\n${patch}`).join('');
  const ids = texts === '' ? new Map() : parseIds(await git.run(['patch-id', '--stable'], texts));
  return new Map(
    shas.map((sha) => [
      sha,
      {
        files: files.get(sha)?.names ?? [],
        patchId: ids.get(sha) ?? null,
        lines: changedLines(patches.get(sha) ?? ''),
      },
    ]),
  );
}

async function readApart(git: Git, shas: readonly string[]): Promise<Map<string, CommitChange>> {
  const files = await changedFiles(git, shas);
  const read = shas.filter((sha) => (files.get(sha)?.lines ?? Infinity) <= maxPatchLines);
  const patches = await ofEach(read, async (group) => {
    const output = await ask(git, patchOptions, group, maxPatchBytes);
    const ids = parseIds(await git.run(['patch-id', '--stable'], output));
    return new Map(
      [...splitPatches(output, group)].map(([sha, patch]) => [sha, { patch, id: ids.get(sha) }]),
    );
  });
  return new Map(
    shas.map((sha) => {
      const found = patches.get(sha);
      return [
        sha,
        {
          files: files.get(sha)?.names ?? [],
          patchId: found?.id ?? null,
          lines: found ? changedLines(found.patch) : new Map(),
        },
      ];
    }),
  );
}

const ask = async (git: Git, options: readonly string[], shas: readonly string[], longest?: number) =>
  git.run([...diffTree, ...options], `${shas.join('\n')}\n`, longest);

/** Asks about all at once, and one by one when a single commit spoils the answer. */
async function ofEach<T>(
  shas: readonly string[],
  read: (shas: readonly string[]) => Promise<Map<string, T>>,
): Promise<Map<string, T>> {
  if (shas.length === 0) return new Map();
  try {
    return await read(shas);
  } catch (error) {
    if (!GitError.is(error, 'failed', 'too_long', 'timeout')) throw error;
    if (shas.length === 1) return new Map();
  }
  const found = new Map<string, T>();
  for (const sha of shas) for (const [key, value] of await ofEach([sha], read)) found.set(key, value);
  return found;
}

/** `<sha>` and, for each file, `<added> <removed> <path>`, all ended by NUL. */
function parseNumbers(output: string): Map<string, Files> {
  const found = new Map<string, Files>();
  let current: Files = { names: [], lines: 0 };
  for (const token of output.split('\0')) {
    if (addNumbers(current, token)) continue;
    if (/^[0-9a-f]{40,64}$/.test(token)) {
      current = { names: [], lines: 0 };
      found.set(token, current);
    }
  }
  return found;
}

/** False for what is no `<added> <removed> <path>`. */
function addNumbers(files: Files, text: string): boolean {
  const [, added, removed, name] = /^(\d+|-)\t(\d+|-)\t(.+)$/s.exec(text) ?? [];
  if (name === undefined) return false;
  files.names.push(name);
  files.lines += (Number(added) || 0) + (Number(removed) || 0);
  return true;
}

function parseIds(output: string): Map<string, string> {
  const pairs = [...output.matchAll(/^([0-9a-f]{40,64}) ([0-9a-f]{40,64})$/gm)];
  return new Map(pairs.map((pair) => [pair[2] ?? '', pair[1] ?? '']));
}

/** The patch of each commit stands after a line that is its id; lines of a patch begin with other characters. */
function splitPatches(output: string, shas: readonly string[]): Map<string, string> {
  const asked = new Set(shas);
  const patches = new Map<string, string>();
  let sha: string | undefined;
  let start = 0;
  for (const match of output.matchAll(/^[0-9a-f]{40,64}\n/gm)) {
    if (!asked.has(match[0].trim())) continue;
    if (sha !== undefined) patches.set(sha, output.slice(start, match.index));
    sha = match[0].trim();
    start = match.index + match[0].length;
  }
  if (sha !== undefined) patches.set(sha, output.slice(start));
  return patches;
}

function changedLines(patch: string): Map<string, { start: number; end: number }> {
  const lines = new Map<string, { start: number; end: number }>();
  let file: string | undefined;
  for (const line of patch.split('\n')) {
    const name = /^\+\+\+ (?:"?b\/(.+?)"?|\/dev\/null)\t?$/.exec(line);
    if (name) file = name[1];
    const hunk = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (!hunk || file === undefined) continue;
    const start = Math.max(1, Number(hunk[1]));
    const end = Math.max(start, start + Number(hunk[2] ?? 1) - 1);
    const before = lines.get(file);
    lines.set(file, { start: before?.start ?? start, end: Math.max(before?.end ?? end, end) });
  }
  return lines;
}
