import { isAdrPath } from '../core/statement/adr/adr.ts';
import { type Git, GitError } from '../git/git.ts';

/** What one commit did to one decision record. */
export interface RecordChange {
  readonly path: string;
  /** Id of the text; undefined when the commit deleted the record. */
  readonly blob: string | undefined;
  /** Where the record stood before. */
  readonly from: readonly string[];
}

/** Commits of which git is asked at once. */
const atOnce = 50;
const longestList = 8 * 1024 * 1024;
/** Records are texts: of a commit with a hundred thousand pictures git need not tell. */
const suffixes = ['md', 'markdown', 'mdx', 'adoc', 'asciidoc', 'asc', 'rst', 'txt', 'org'];
const listing = ['diff-tree', '--stdin', '-r', '--root', '-z', '--raw', '--no-abbrev'];
const ordinaryFile = /^100/;

type Changes = Map<string, RecordChange[]>;

/**
 * By sha, in git's order. Commits without records are left out, and so are merges, which have no change of their own,
 * and those that git cannot tell about, which `onFailure` hears of.
 */
export async function readRecordChanges(
  git: Git,
  shas: readonly string[],
  onFailure: (sha: string, error: unknown) => void,
): Promise<Changes> {
  const found: Changes = new Map();
  for (let at = 0; at < shas.length; at += atOnce)
    for (const [sha, changes] of await ofAll(git, shas.slice(at, at + atOnce), onFailure))
      if (changes.length > 0) found.set(sha, joinMoves(changes));
  return found;
}

/** Asks about all at once, and one by one when a single commit spoils the answer. */
async function ofAll(
  git: Git,
  shas: readonly string[],
  onFailure: (sha: string, error: unknown) => void,
): Promise<Changes> {
  try {
    return await list(git, shas, '--find-renames');
  } catch (error) {
    if (!GitError.is(error, 'failed', 'too_long', 'timeout')) throw error;
  }
  const found: Changes = new Map();
  for (const sha of shas)
    try {
      // What is alike is found by reading the texts, which a clone need not have.
      for (const [key, value] of await list(git, [sha], '--no-renames')) found.set(key, value);
    } catch (error) {
      if (!GitError.is(error, 'failed', 'too_long', 'timeout')) throw error;
      onFailure(sha, error);
    }
  return found;
}

async function list(git: Git, shas: readonly string[], moves: string): Promise<Changes> {
  const paths = suffixes.map((suffix) => `:(icase)*.${suffix}`);
  const input = `${shas.join('\n')}\n`;
  return parseRaw(await git.run([...listing, moves, '--', ...paths], input, longestList));
}

/** `<sha>`, then `:<modes> <ids> <kind>` with one path or two for each file, all ended by NUL. */
function parseRaw(output: string): Changes {
  const found: Changes = new Map();
  const tokens = output.split('\0');
  let current: RecordChange[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] ?? '';
    const entry = /^:\d{6} (\d{6}) [0-9a-f]+ ([0-9a-f]+) ([A-Z])/.exec(token);
    if (!entry) {
      current = [];
      if (token !== '') found.set(token, current);
      continue;
    }
    const [, mode = '', blob, kind = ''] = entry;
    const path = tokens[++at] ?? '';
    const to = kind === 'R' || kind === 'C' ? (tokens[++at] ?? '') : path;
    const isText = kind !== 'D' && ordinaryFile.test(mode) && isAdrPath(to);
    const wasRecord = isAdrPath(path) && (kind === 'D' || kind === 'R');
    if (isText) current.push({ path: to, blob, from: wasRecord && kind === 'R' ? [path] : [] });
    else if (wasRecord) current.push({ path, blob: undefined, from: [] });
  }
  return found;
}

/** A record that was moved and rewritten at once is still one: by its file name, else by the number in it. */
function joinMoves(changes: readonly RecordChange[]): RecordChange[] {
  const gone = changes.filter(({ blob }) => blob === undefined);
  if (gone.length === 0) return [...changes];
  const joined = new Map<string, string>();
  const taken = new Set<string>();
  for (const nameOf of [fileName, fileNumber]) {
    const byName = new Map<string, string[]>();
    for (const { path } of gone) {
      if (taken.has(path)) continue;
      const same = byName.get(nameOf(path));
      if (same) same.push(path);
      else byName.set(nameOf(path), [path]);
    }
    for (const { path, blob, from } of changes) {
      const [old, ...others] = byName.get(nameOf(path)) ?? [];
      if (blob === undefined || from.length > 0 || joined.has(path) || nameOf(path) === '') continue;
      if (old === undefined || others.length > 0 || taken.has(old)) continue;
      joined.set(path, old);
      taken.add(old);
    }
  }
  return changes
    .filter(({ path, blob }) => blob !== undefined || !taken.has(path))
    .map((change) => {
      const old = joined.get(change.path);
      return old === undefined ? change : { ...change, from: [old] };
    });
}

const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1).toLowerCase();
const fileNumber = (path: string): string =>
  String(Number(/\d+/.exec(fileName(path))?.[0] ?? NaN)).replace('NaN', '');

/** Of a record that several commits changed only the last text counts; where it stood before all of them is kept. */
export function latestChanges(
  changes: ReadonlyMap<string, readonly RecordChange[]>,
  commits: readonly { readonly sha: string }[],
): Map<string, RecordChange[]> {
  const later = new Map<string, { from: string[] }>();
  const latest = new Map<string, RecordChange[]>();
  for (const { sha } of commits.toReversed()) {
    const kept: RecordChange[] = [];
    for (const change of changes.get(sha) ?? []) {
      const known = later.get(change.path);
      if (known) {
        known.from.push(...change.from);
        continue;
      }
      const own = { ...change, from: [...change.from] };
      later.set(change.path, own);
      kept.push(own);
    }
    if (kept.length > 0) latest.set(sha, kept);
  }
  return latest;
}
