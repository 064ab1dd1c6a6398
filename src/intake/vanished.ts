import { statedIn } from '../core/memory/evidence.ts';
import type { Memory } from '../core/memory/memory.ts';
import { linkedTo } from '../core/memory/memoryLink.ts';
import type { Logger, Redactor } from '../core/ports.ts';
import { type Project, projectKeys } from '../core/project/project.ts';
import { parseCommitMessage } from '../core/statement/trailers.ts';
import { statementOfTrailer } from '../core/statement/statement.ts';
import type { Store } from '../store/ports/store.ts';
import { commitOf, endOf, isLiving, recordPathOf } from './capturedMemory.ts';
import { CaptureLedger, offerSlot, statementFingerprint } from './captureLedger.ts';
import type { CommitReader } from './commitReader.ts';
import { GitError } from '../git/git.ts';
import type { Piece } from './visitSlices.ts';

interface Ports {
  readonly store: Store;
  readonly redactor: Redactor;
  readonly logger: Logger;
}

/** A captured memory, the commits in which it was found, and whether it was asked already whether it holds. */
interface Captured {
  readonly memory: Memory;
  readonly shas: readonly string[];
  readonly offer: Memory | undefined;
}

/** The latest memories are looked at: what was rewritten is hardly ever old. */
const mostMemories = 200;
const readAtOnce = 25;
const mostSuspects = 50;
const phraseLength = 80;

/**
 * Memories whose commit no branch leads to any more (a rebase without it, a reset, an amend that took the statement
 * out), and those that were put away for that and are back. A commit on another branch is not gone, nor is one that
 * this clone does not have, and a statement that any other commit makes still holds.
 */
export async function findVanished(reader: CommitReader, project: Project, ports: Ports): Promise<Piece[]> {
  try {
    const captured = await latest(project, ports.store);
    if (captured.length === 0) return [];
    // Where history ends early, what lies behind the end cannot be told from what is gone.
    if ((await reader.shallowEnds()).size > 0) return [];
    const standing = await reader.standing(captured.flatMap(({ shas }) => shas));
    const stands = ({ shas }: Captured): boolean => shas.some((sha) => standing.get(sha) === true);
    const isGone = (each: Captured): boolean =>
      !stands(each) && each.shas.some((sha) => standing.get(sha) === false);

    const missed = captured.filter((each) => wasMissed(each) && stands(each));
    const replaced = await reader.replaced(missed.flatMap(({ shas }) => shas));
    const returned = missed.filter((each) => !isLeftBehind(each, replaced));
    const suspects = captured.filter((each) => mayVanish(each) && isGone(each)).slice(0, mostSuspects);
    const gone = await withoutOtherWitness(suspects, reader, ports.redactor);
    return [...gone.map(pieceOf(false)), ...returned.map(pieceOf(true))];
  } catch (error) {
    // A question for the tidiness of memories alone: it is asked again at the next visit.
    if (!GitError.is(error, 'failed', 'timeout', 'too_long')) throw error;
    ports.logger.debug('Git could not tell which commits are gone.', { reason: error.message });
    return [];
  }
}

const pieceOf =
  (isBack: boolean) =>
  ({ memory, shas }: Captured): Piece => ({
    kind: 'gone',
    sha: commitOf(memory) ?? shas[0] ?? '',
    memoryId: memory.id,
    isBack,
  });

async function latest(project: Project, store: Store): Promise<Captured[]> {
  const keys = projectKeys(project);
  const ids = await store.read(({ captures }) => captures.capturedMemories(keys, mostMemories));
  const captured: Captured[] = [];
  for (let at = 0; at < ids.length; at += readAtOnce)
    captured.push(
      ...(await store.read(async (unit) => {
        const ledger = new CaptureLedger(unit.captures, project);
        const some: Captured[] = [];
        for (const memory of await unit.memories.getMany(ids.slice(at, at + readAtOnce))) {
          if (!isLiving(memory) && memory.status !== 'candidate' && endOf(memory) === undefined) continue;
          if (linkedTo(memory, 'ends') !== undefined) continue;
          const own = commitOf(memory);
          const shas = new Set([
            ...(own === undefined ? [] : [own]),
            ...(await unit.captures.commitsOf(memory.id)),
          ]);
          const offer = await ledger.find(offerSlot(memory.id));
          some.push({
            memory,
            shas: [...shas],
            offer: offer === undefined ? undefined : await unit.memories.get(offer),
          });
        }
        return some;
      })),
    );
  return captured;
}

const mayVanish = ({ memory, offer }: Captured): boolean =>
  offer === undefined && (isLiving(memory) || memory.status === 'candidate');

/** Whether it is on the way out, or out, because its commit was not found. */
function wasMissed({ memory, offer }: Captured): boolean {
  const reason = isLiving(memory) && offer?.status === 'candidate' ? endOf(offer) : endOf(memory);
  return reason === 'dropped' || reason === 'amended';
}

/** An amended commit is left behind as soon as no branch of this clone has it, though others may. */
function isLeftBehind({ memory, shas, offer }: Captured, replaced: ReadonlySet<string>): boolean {
  const reason = endOf(memory) ?? (offer && endOf(offer));
  return reason === 'amended' && shas.every((sha) => replaced.has(sha));
}

async function withoutOtherWitness(
  suspects: readonly Captured[],
  reader: CommitReader,
  redactor: Redactor,
): Promise<Captured[]> {
  const gone: Captured[] = [];
  const said: Captured[] = [];
  const pathOf = ({ memory }: Captured): string | undefined => recordPathOf(memory);
  const files = await reader.filesOf(
    'HEAD',
    suspects.map(pathOf).filter((path) => path !== undefined),
  );
  for (const suspect of suspects) {
    const path = pathOf(suspect);
    if (path === undefined) said.push(suspect);
    else if (!files.has(path)) gone.push(suspect);
  }
  if (said.length === 0) return gone;
  const phrases = said.map(phraseOf).filter((phrase) => phrase !== '');
  if (phrases.length === 0) return [...gone, ...said];
  const since = Math.min(...said.map(({ memory }) => memory.createdAt));
  const stated = new Set<string>();
  for (const message of await reader.mentioning(phrases, since)) {
    const parsed = parseCommitMessage((await redactor.redact(message)).text);
    for (const trailer of parsed.trailers) {
      const { category, content } = statementOfTrailer(trailer, parsed);
      stated.add(statementFingerprint(category, content));
    }
  }
  return [...gone, ...said.filter(({ memory }) => !stated.has(statedIn(memory)?.fingerprint ?? ''))];
}

/** A piece of the message as it was written: without what capture put before it, and what redaction put into it. */
function phraseOf({ memory }: Captured): string {
  const [line = ''] = memory.content.replace(/^(?:Rejected|Breaking change): /, '').split('\n');
  return (line.split('[redacted:')[0] ?? '').slice(0, phraseLength).trim();
}
