import { statedIn } from '../core/memory/evidence.ts';
import type { Memory } from '../core/memory/memory.ts';
import type { Project } from '../core/project/project.ts';
import { decisionKeys } from '../core/statement/trailers.ts';
import type { Store } from '../store/ports/store.ts';
import { commitOf, isUntouched } from './capturedMemory.ts';
import { CaptureLedger, commitIdentities, slotOf } from './captureLedger.ts';
import type { CommitOrigin, CommitStatement } from './commitStatements.ts';
import type { CommitReader } from './commitReader.ts';
import type { CommitPiece, Piece, VisitStatement } from './visitSlices.ts';

export interface Link {
  readonly reader: CommitReader;
  readonly store: Store;
  readonly project: Project;
  /** Who made a commit that was read in this visit. */
  readonly originOf: (sha: string) => Promise<CommitOrigin | undefined>;
}

/** The memories that a commit, or an earlier form of it, led to. */
interface Known {
  readonly byStatement: ReadonlyMap<CommitStatement, Memory | undefined>;
  /** Memories of an earlier form of the commit, by key, that it does not state word for word. */
  readonly earlier: ReadonlyMap<string, readonly Memory[]>;
}

/** Finds what the trailers of commits have to do with memories that are there: amended, replaced, or dropped. */
export async function linkCommits(pieces: readonly Piece[], link: Link): Promise<Piece[]> {
  const commits = pieces.filter((piece) => piece.kind === 'commit');
  if (commits.length === 0) return [...pieces];
  const known = await link.store.read(async (unit) => {
    const ledger = new CaptureLedger(unit.captures, link.project);
    const result = new Map<Piece, Known>();
    for (const commit of commits) {
      const ids = await ledger.findAll(commit.statements.map(({ fingerprint }) => fingerprint));
      const byStatement = new Map<CommitStatement, Memory | undefined>();
      for (const statement of commit.statements) {
        const id = ids.get(statement.fingerprint);
        if (id !== undefined) byStatement.set(statement, await unit.memories.get(id));
      }
      const stated = new Set(ids.values());
      const earlier = new Map<string, readonly Memory[]>();
      for (const [key, found] of await earlierIds(ledger, commit))
        earlier.set(key, await unit.memories.getMany(found.filter((id) => !stated.has(id))));
      result.set(commit, { byStatement, earlier });
    }
    return result;
  });
  const found = [...known.values()].flatMap(({ byStatement, earlier }) => [
    ...byStatement.values(),
    ...[...earlier.values()].flat(),
  ]);
  const replaced = await replacedCommits(link.reader, found);
  const linked: Piece[] = [];
  for (const piece of pieces) {
    const memories = known.get(piece);
    linked.push(
      piece.kind === 'commit' && memories ? await linkCommit(piece, memories, replaced, link) : piece,
    );
  }
  return linked;
}

/** Ids by key. Most commits are no other commit's later form, which one question tells. */
async function earlierIds(ledger: CaptureLedger, commit: CommitPiece): Promise<Map<string, string[]>> {
  const identities = commitIdentities(commit.authored, commit.patchId);
  const first = await ledger.findAll(
    identities.flatMap((identity) => decisionKeys.map((key) => slotOf(identity, key, 0))),
  );
  const found = new Map<string, string[]>();
  if (first.size > 0) for (const key of decisionKeys) found.set(key, await ledger.ofEarlier(identities, key));
  return found;
}

async function linkCommit(
  commit: CommitPiece,
  { byStatement, earlier }: Known,
  replaced: Replaced,
  { reader, originOf }: Link,
): Promise<CommitPiece> {
  const taken = new Set<string>();
  const statements: VisitStatement[] = [];
  for (const statement of commit.statements) {
    const known = byStatement.get(statement);
    const amended = byStatement.has(statement)
      ? undefined
      : earlier.get(statement.key)?.find(({ id }) => !taken.has(id));
    const isAmendment = amended !== undefined && isUntouched(amended) && replaced(amended, commit.sha);
    if (isAmendment) taken.add(amended.id);
    statements.push({
      ...statement,
      amends: isAmendment ? amended.id : undefined,
      replaces: known !== undefined && replaced(known, commit.sha),
    });
  }
  const dropped: string[] = [];
  for (const memory of [...earlier.values()].flat()) {
    if (taken.has(memory.id) || memory.source.kind !== 'commit') continue;
    if (replaced(memory, commit.sha) && (await isLaterForm(commit, memory, reader))) dropped.push(memory.id);
  }
  const origin = commit.origin ?? (dropped.length > 0 ? await originOf(commit.sha) : undefined);
  return { ...commit, origin, statements, dropped };
}

/** Author and second alone may be those of two commits that a script made. */
async function isLaterForm(commit: CommitPiece, memory: Memory, reader: CommitReader): Promise<boolean> {
  if (statedIn(memory)?.excerpt === commit.subject) return true;
  const [old] = await reader.read([commitOf(memory) ?? '']);
  return old !== undefined && old.parents.join(' ') === commit.parents.join(' ');
}

export type Replaced = (memory: Memory, sha: string) => boolean;

/** Whether the commit that one of these memories came from was left behind by amend or rebase. */
export async function replacedCommits(
  reader: CommitReader,
  memories: readonly (Memory | undefined)[],
): Promise<Replaced> {
  const shas = memories.flatMap((memory) => (memory && commitOf(memory)) ?? []);
  const replaced = await reader.replaced([...new Set(shas)]);
  return (memory, sha) => {
    const old = commitOf(memory);
    return old !== undefined && old !== sha && replaced.has(old);
  };
}
