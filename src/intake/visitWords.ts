import { CaptureLedger, wordsSlot } from './captureLedger.ts';
import { type CommitChange, emptyChange } from './commitChanges.ts';
import type { Commit } from './commitLog.ts';
import { originOf, saysSomething, trailerStatements } from './commitStatements.ts';
import { linkCommits } from './linkCommits.ts';
import type { RecordChange } from './recordChanges.ts';
import { revertEffects, revertsIn } from './reverts.ts';
import type { VisitDesk } from './visitDesk.ts';
import { type Piece, type Read, type Slice, SliceBuilder } from './visitSlices.ts';

/** Commits whose changes are asked for together. */
const changesAtOnce = 50;

/** What the messages say. `records` are the changes of decision records by commit, which are read afterwards. */
export async function* readWords(
  desk: VisitDesk,
  commits: readonly Commit[],
  records: ReadonlyMap<string, readonly RecordChange[]>,
): AsyncGenerator<Slice> {
  const unread = await withoutRead(desk, commits, records);
  const place = desk.places.words;
  place.moveTo(unread[0]?.sha);
  if (unread.length > 0) yield desk.slice([]);
  const slices = new SliceBuilder();
  for (let at = 0; at < unread.length; at += changesAtOnce) {
    const group = unread.slice(at, at + changesAtOnce);
    const changes = await desk.reader.changes(group.filter(saysSomething).map(({ sha }) => sha));
    for (const [index, commit] of group.entries()) {
      const read = records.has(commit.sha) ? 'words' : 'all';
      const change = changes.get(commit.sha) ?? emptyChange;
      const instead: Piece = { kind: 'seen', sha: commit.sha, read };
      await slices.add(
        await desk.attempt(place, commit.sha, instead, () => wordsOf(desk, commit, read, change)),
      );
      const next = unread[at + index + 1];
      if (next && !slices.isFull && !place.isCareful) continue;
      place.moveTo(next?.sha);
      yield desk.slice(await linkCommits(slices.take(), desk.link));
    }
  }
}

/** Those whose messages were not read by a visit that ended before their records were. */
async function withoutRead(
  { ports, request }: VisitDesk,
  commits: readonly Commit[],
  records: ReadonlyMap<string, unknown>,
): Promise<Commit[]> {
  const slots = new Map(commits.map((commit) => [wordsSlot(commit.sha), commit]));
  const read = await ports.store.read((unit) =>
    new CaptureLedger(unit.captures, request.project).findAll([...slots.keys()]),
  );
  return [...slots]
    .filter(([slot, { sha }]) => !read.has(slot) || !records.has(sha))
    .map(([, commit]) => commit);
}

async function wordsOf(
  { context, reader }: VisitDesk,
  commit: Commit,
  read: Read,
  change: CommitChange,
): Promise<Piece> {
  if (commit.isCut) throw new Error('The message is too long to be read.');
  const statements = saysSomething(commit) ? await trailerStatements(commit, change, context) : [];
  const reverts = revertsIn(commit.message);
  return {
    kind: 'commit',
    sha: commit.sha,
    patchId: change.patchId,
    read,
    origin: statements.length + reverts.length === 0 ? undefined : await originOf(commit, context),
    subject: (commit.message.split('\n', 1)[0] ?? '').slice(0, 200),
    parents: commit.parents,
    authored: { authorEmail: commit.authorEmail, authoredAt: commit.authoredAt },
    statements,
    reverts: reverts.length === 0 ? [] : await revertEffects(reverts, reader),
  };
}
