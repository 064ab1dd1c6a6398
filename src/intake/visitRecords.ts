import { isEmptyBlob } from '../git/gitObjects.ts';
import { type CommitChange, emptyChange } from './commitChanges.ts';
import type { Commit } from './commitLog.ts';
import { type CommitOrigin, originOf, recordStatement, subjectOf } from './commitStatements.ts';
import { linkRecords } from './linkRecords.ts';
import type { RecordChange } from './recordChanges.ts';
import type { VisitDesk } from './visitDesk.ts';
import { type Piece, type Slice, SliceBuilder } from './visitSlices.ts';

/** Records whose texts are read together. */
const recordsAtOnce = 200;

/** What the decision records say, commit by commit. */
export async function* readRecords(
  desk: VisitDesk,
  commits: readonly Commit[],
  records: ReadonlyMap<string, readonly RecordChange[]>,
): AsyncGenerator<Slice> {
  const place = desk.places.records;
  const resumed = desk.request.places.records?.at;
  const pending = commits.flatMap((commit) => {
    const all = records.get(commit.sha) ?? [];
    const from = all.findIndex(({ path }) => itemOf(commit.sha, path) === resumed);
    return all.length === 0 ? [] : [{ commit, changes: all.slice(Math.max(0, from)) }];
  });
  const firstOf = (each: (typeof pending)[number] | undefined): string | undefined =>
    each?.changes[0] && itemOf(each.commit.sha, each.changes[0].path);
  place.moveTo(firstOf(pending[0]));
  if (pending.length > 0) yield desk.slice([]);
  for (const [index, { commit, changes }] of pending.entries())
    yield* recordsOf(desk, commit, changes, firstOf(pending[index + 1]));
}

async function* recordsOf(
  desk: VisitDesk,
  commit: Commit,
  pending: readonly RecordChange[],
  nextItem: string | undefined,
): AsyncGenerator<Slice> {
  const { sha } = commit;
  const place = desk.places.records;
  const slices = new SliceBuilder();
  const change = { ...emptyChange, files: await desk.reader.changedFiles(sha) };
  const origin = await originOf(commit, desk.context);
  const about = { commit, change, subject: await subjectIn(desk, commit) };
  for (let at = 0; at < pending.length; at += recordsAtOnce) {
    const group = pending.slice(at, at + recordsAtOnce);
    const texts = await desk.reader.texts(group.flatMap(({ blob }) => (blob === undefined ? [] : [blob])));
    for (const [index, record] of group.entries()) {
      await slices.add(
        await desk.attempt(place, itemOf(sha, record.path), { kind: 'seen', sha }, () =>
          recordOf(desk, about, record, texts, origin),
        ),
      );
      const next = pending[at + index + 1];
      if (next && !slices.isFull && !place.isCareful) continue;
      if (!next) await slices.add({ kind: 'seen', sha, read: 'all' });
      place.moveTo(next ? itemOf(sha, next.path) : nextItem);
      yield desk.slice(await linkRecords(slices.take(), desk.link));
    }
  }
}

async function subjectIn(desk: VisitDesk, commit: Commit): Promise<string> {
  try {
    return await subjectOf(commit, desk.ports.redactor);
  } catch (error) {
    desk.passOver(commit.sha, error);
    return '';
  }
}

async function recordOf(
  { context }: VisitDesk,
  about: { commit: Commit; subject: string; change: CommitChange },
  record: RecordChange,
  texts: ReadonlyMap<string, string>,
  origin: CommitOrigin,
): Promise<Piece> {
  const { sha } = about.commit;
  const { path, from, blob } = record;
  if (blob === undefined) return { kind: 'deletion', sha, path, from, origin };
  const text = texts.get(blob);
  if (text === undefined && !isEmptyBlob(blob))
    throw new Error('A decision record is too long to be read, or is not there.');
  const statement = text === undefined ? undefined : await recordStatement(about, record, text, context);
  return statement ? { kind: 'record', sha, statement, origin } : { kind: 'seen', sha };
}

const itemOf = (sha: string, path: string): string => `${sha}:${path}`;
