import type { Memory } from '../core/memory.ts';
import type { Logger, Redactor } from '../core/ports.ts';
import type { Project } from '../core/project.ts';
import type { Store } from '../store/repositories.ts';
import { CaptureLedger, statementFingerprint } from './captureLedger.ts';
import {
  type CommitFinding,
  type CommitFindings,
  findingsOf,
  recordSlot,
  saysSomething,
} from './commitFindings.ts';
import { type Commit, CommitReader, maxCommits } from './commitReader.ts';

export interface VisitRequest {
  /** Real path of a working tree. */
  readonly root: string;
  readonly project: Project;
  /** Commits that the editor saw being made or fetched. */
  readonly shas: readonly string[];
  readonly localAuthors: readonly string[];
  readonly catchUp: boolean;
  readonly now: number;
}

export interface VisitPorts {
  readonly store: Store;
  readonly redactor: Redactor;
  readonly logger: Logger;
  readonly signal?: AbortSignal | undefined;
}

/** A finding, and what it has to do with a memory that is there already. */
export interface VisitFinding extends CommitFinding {
  /** The memory whose text an amended commit now puts otherwise. */
  readonly amends: string | undefined;
  /** The known memory's commit was replaced by this one (amend, rebase), so that its sha leads nowhere. */
  readonly replaces: boolean;
}

export interface Visit {
  readonly commits: readonly { sha: string; patchId: string | null; findings: readonly VisitFinding[] }[];
  /** Commits looked at. */
  readonly read: number;
  /** Where the next visit starts; undefined when this one was not a catch-up. */
  readonly cursor: string | undefined;
}

/**
 * Reads what a repository has to say, without writing anything. On the first visit to a working tree there is no last
 * visit to catch up from: the place is noted and the history left alone, because hundreds of old statements in the
 * Inbox would help nobody. The same when the last visit's commit is gone from the repository.
 */
export async function visitRepository(request: VisitRequest, ports: VisitPorts): Promise<Visit> {
  const reader = new CommitReader(request.root, ports.signal);
  const head = request.catchUp ? await reader.head() : undefined;
  const commits = await unreadCommits(request, ports, reader);
  const records = await reader.adrPaths(commits.map(({ sha }) => sha));
  keepLatest(records, commits);

  const isLocal = localCommits(reader, request.localAuthors);
  const found: CommitFindings[] = [];
  for (const commit of commits) {
    const paths = records.get(commit.sha) ?? [];
    if (!saysSomething(commit) && paths.length === 0) continue;
    found.push(
      await findingsOf(commit, paths, {
        reader,
        redactor: ports.redactor,
        projectId: request.project.id,
        now: request.now,
        isLocal,
      }),
    );
  }
  const linked = await linkToMemories(found, request.project, ports.store, reader);
  return { commits: linked, read: commits.length, cursor: head };
}

/** Oldest first, without those read before. */
async function unreadCommits(
  request: VisitRequest,
  { store, logger }: VisitPorts,
  reader: CommitReader,
): Promise<Commit[]> {
  const bySha = new Map<string, Commit>();
  if (request.catchUp) {
    const cursor = await store.read((unit) =>
      new CaptureLedger(unit.captures, request.project).cursor(request.root),
    );
    const missed = cursor === undefined ? [] : await reader.since(cursor);
    if (!missed) logger.info('The commit of the last visit is gone, so the history is left alone.');
    for (const commit of missed ?? []) bySha.set(commit.sha, commit);
  }
  const named = await reader.read(request.shas.slice(0, maxCommits));
  for (const commit of named.toSorted((a, b) => a.committedAt - b.committedAt)) bySha.set(commit.sha, commit);
  return store.read(async (unit) => {
    const ledger = new CaptureLedger(unit.captures, request.project);
    const unread: Commit[] = [];
    for (const commit of bySha.values()) if (!(await ledger.hasCommit(commit.sha))) unread.push(commit);
    return unread;
  });
}

/** Of a record that several commits changed only the last text counts. */
function keepLatest(records: Map<string, string[]>, commits: readonly Commit[]): void {
  const seen = new Set<string>();
  for (const { sha } of commits.toReversed()) {
    const paths = records.get(sha)?.filter((path) => !seen.has(path)) ?? [];
    for (const path of paths) seen.add(path);
    records.set(sha, paths);
  }
}

/** The person at this machine: their address on the commit, and git's journal that it was made here. */
function localCommits(
  reader: CommitReader,
  localAuthors: readonly string[],
): (commit: Commit) => Promise<boolean> {
  let addresses: Promise<Set<string>> | undefined;
  let madeHere: Promise<Set<string> | undefined> | undefined;
  return async (commit) => {
    addresses ??= reader
      .localAuthor()
      .then((own) => new Set([...localAuthors, own ?? ''].map((each) => each.trim().toLowerCase())));
    const address = commit.authorEmail.trim().toLowerCase();
    if (address === '' || !(await addresses).has(address)) return false;
    madeHere ??= reader.madeHere();
    return (await madeHere)?.has(commit.sha) ?? true;
  };
}

interface Links {
  readonly known: Memory | undefined;
  /** Memories of an earlier form of the same commit, for the same key, that this commit no longer states. */
  readonly earlier: readonly Memory[];
}

async function linkToMemories(
  found: readonly CommitFindings[],
  project: Project,
  store: Store,
  reader: CommitReader,
): Promise<Visit['commits']> {
  const links = await store.read(async (unit) => {
    const ledger = new CaptureLedger(unit.captures, project);
    const result = new Map<CommitFinding, Links>();
    for (const { findings } of found) {
      const knownIds = new Map<CommitFinding, string>();
      for (const finding of findings) {
        const id = await ledger.find(finding.fingerprint);
        if (id !== undefined) knownIds.set(finding, id);
      }
      const stated = new Set(knownIds.values());
      for (const finding of findings) {
        const id = knownIds.get(finding);
        const ids =
          id !== undefined
            ? []
            : finding.source.kind === 'adr'
              ? [(await ledger.find(recordSlot(finding.key))) ?? '']
              : await ledger.ofEarlier(finding.identities, finding.key);
        result.set(finding, {
          known: id === undefined ? undefined : await unit.memories.get(id),
          earlier: await unit.memories.getMany(ids.filter((each) => each !== '' && !stated.has(each))),
        });
      }
    }
    return result;
  });

  const replaced = replacedCommits(reader);
  const commits = [];
  for (const commit of found) {
    const taken = new Set<string>();
    const findings: VisitFinding[] = [];
    for (const finding of commit.findings) {
      const { known, earlier } = links.get(finding) ?? { known: undefined, earlier: [] };
      const amended = earlier.find(({ id }) => !taken.has(id));
      const isAmendment =
        amended !== undefined &&
        isUntouched(amended) &&
        (finding.source.kind === 'adr' || (await replaced(amended, commit.sha)));
      if (isAmendment) taken.add(amended.id);
      findings.push({
        ...finding,
        amends: isAmendment ? amended.id : undefined,
        replaces: known !== undefined && (await replaced(known, commit.sha)),
      });
    }
    commits.push({ sha: commit.sha, patchId: commit.patchId, findings });
  }
  return commits;
}

/** Whether the commit that a memory came from was left behind by amend or rebase. */
function replacedCommits(reader: CommitReader): (memory: Memory, sha: string) => Promise<boolean> {
  const answers = new Map<string, Promise<boolean>>();
  return async (memory, sha) => {
    const old = commitOf(memory);
    if (old === undefined || old === sha) return false;
    const answer = answers.get(old) ?? reader.isReplaced(old);
    answers.set(old, answer);
    return answer;
  };
}

/** The commit that a captured memory stands in: the tail of `path@sha`, or the whole reference. */
export function commitOf(memory: Memory): string | undefined {
  if (memory.source.kind !== 'commit' && memory.source.kind !== 'adr') return undefined;
  return memory.source.ref?.split('@').at(-1);
}

/** Whether the text is still as it was captured: what a person has edited is theirs. */
export function isUntouched(memory: Memory): boolean {
  return memory.metadata['statement'] === statementFingerprint(memory.category, memory.content);
}
