import type { Forges } from '../core/forge/forges.ts';
import { type Adr, parseAdr } from '../core/statement/adr/adr.ts';
import { type AdrSuccessor, findSuccessor } from '../core/statement/adr/adrSuccessor.ts';
import { type Anchor, longestAnchorPath } from '../core/memory/anchor.ts';
import { type Statement, statementOfAdr, statementOfTrailer } from '../core/statement/statement.ts';
import { limitMessage } from '../core/statement/commitParts.ts';
import { looksRecalled } from '../core/memory/memoryLine.ts';
import type { Evidence } from '../core/memory/evidence.ts';
import type { Source, Trust } from '../core/memory/memory.ts';
import type { Redactor } from '../core/ports.ts';
import { parseCommitMessage } from '../core/statement/trailers.ts';
import { entitiesOf } from '../memories/memoryWording.ts';
import {
  commitIdentities,
  documentFingerprint,
  recordFingerprint,
  recordSlot,
  slotOf,
  statementFingerprint,
} from './captureLedger.ts';
import { cleanNames } from './cleanNames.ts';
import type { CommitChange } from './commitChanges.ts';
import type { Commit } from './commitLog.ts';
import type { RecordChange } from './recordChanges.ts';

/** One statement of a commit, redacted and ready to be written. */
export interface CommitStatement extends Statement {
  /** The local author said it in a trailer: no review needed. */
  readonly isExplicit: boolean;
  readonly trust: Trust;
  readonly confidence: number;
  readonly source: Source;
  readonly entities: readonly string[];
  readonly anchors: readonly Anchor[];
  /** Where it was said. */
  readonly evidence: Evidence;
  /** When it was said, ms: the date of the author, never later than now. */
  readonly saidAt: number;
  readonly fingerprint: string;
  /** Under which an amended text of the same statement finds it. */
  readonly slots: readonly string[];
  /** The trailer's key or the record's path. */
  readonly key: string;
  readonly identities: readonly string[];
  /** What is known of the decision record that says it. */
  readonly record?: RecordState;
}

/** A decision record as one commit left it. */
export interface RecordState {
  readonly path: string;
  /** Where it stood before. */
  readonly from: readonly string[];
  readonly number: number | undefined;
  readonly status: Adr['status'];
  readonly successor: AdrSuccessor | undefined;
  /** Fingerprint of its text, by which it is known at another path. */
  readonly text: string;
  /** The local author wrote it. */
  readonly isLocal: boolean;
}

/** Who made a commit, and when. */
export interface CommitOrigin {
  readonly sha: string;
  readonly actor: string;
  /** Written by the person at this machine. */
  readonly isLocal: boolean;
  readonly trust: Trust;
  readonly saidAt: number;
}

export interface StatementContext {
  readonly redactor: Redactor;
  readonly projectId: string;
  readonly now: number;
  /** By which addresses and references are one. */
  readonly forges?: Forges | undefined;
  /** Whether a commit was written by the person at this machine. */
  isLocal(commit: Commit): Promise<boolean>;
}

/** More files than this are a sweep through the code: a place in one of them would say nothing. */
const maxAnchors = 3;
const maxFilesKept = 20;

/** Whether a message is worth the questions to git that the rest needs. */
export function saysSomething(commit: Commit): boolean {
  return parseCommitMessage(commit.message).trailers.length > 0;
}

export async function originOf(commit: Commit, context: StatementContext): Promise<CommitOrigin> {
  const { now } = context;
  const local = await context.isLocal(commit);
  const [actor = ''] = await cleanNames([commit.authorName], context.redactor);
  return {
    sha: commit.sha,
    actor,
    isLocal: local,
    trust: local ? 'user' : 'external',
    saidAt: Math.max(0, Math.min(commit.authoredAt || now, now)),
  };
}

/** What the trailers of a commit say. */
export async function trailerStatements(
  commit: Commit,
  change: CommitChange,
  context: StatementContext,
): Promise<CommitStatement[]> {
  const redacted = await context.redactor.redact(limitMessage(commit.message));
  const parsed = parseCommitMessage(redacted.text);
  // What memory has shown is stored already, so a message that quotes it adds nothing by the quotation.
  const message = looksRecalled(parsed.body) ? { ...parsed, body: '' } : parsed;
  const { isLocal, trust, saidAt, actor } = await originOf(commit, context);
  const identities = commitIdentities(commit, change.patchId);
  const files = await filesOf(change, context.redactor);
  const anchors = await anchorsOf(change, commit.sha, context.redactor);
  const statements: CommitStatement[] = [];
  const seen = new Map<string, number>();
  for (const trailer of message.trailers) {
    const ordinal = seen.get(trailer.key) ?? 0;
    seen.set(trailer.key, ordinal + 1);
    if (looksRecalled(trailer.value)) continue;
    const statement = statementOfTrailer(trailer, message);
    statements.push({
      ...statement,
      saidAt,
      identities,
      isExplicit: isLocal,
      trust,
      confidence: isLocal ? 1 : 0.6,
      source: { kind: 'commit', ref: commit.sha, actor },
      entities: entitiesOf([`commit:${commit.sha}`], [redacted.text], context.projectId, context.forges),
      anchors,
      evidence: evidenceOf(statement, commit, {
        subject: message.subject,
        files,
        redacted: redacted.found,
        saidAt,
      }),
      fingerprint: statementFingerprint(statement.category, statement.content),
      slots: identities.map((identity) => slotOf(identity, trailer.key, ordinal)),
      key: trailer.key,
    });
  }
  return statements;
}

/** The first line of a message as it may be stored. */
export async function subjectOf({ message }: Commit, redactor: Redactor): Promise<string> {
  return (await redactor.redact(parseCommitMessage(message).subject)).text;
}

/** What a decision record says as a commit left it; undefined for a text that is none. */
export async function recordStatement(
  { commit, subject, change }: { commit: Commit; subject: string; change: CommitChange },
  { path, from }: RecordChange,
  text: string,
  context: StatementContext,
): Promise<CommitStatement | undefined> {
  if (text.includes('\0') || looksRecalled(text)) return undefined;
  const record = await context.redactor.redact(text);
  const adr = parseAdr(path, record.text);
  const { isLocal, trust, saidAt, actor } = await originOf(commit, context);
  const files = await filesOf(change, context.redactor);
  const statement = statementOfAdr(adr);
  const own = adr.number === undefined ? [] : [`ADR-${adr.number}`];
  return {
    ...statement,
    saidAt,
    identities: commitIdentities(commit, change.patchId),
    isExplicit: false,
    trust,
    confidence: isLocal ? 0.9 : 0.6,
    source: { kind: 'adr', ref: `${path}@${commit.sha}`, actor },
    entities: entitiesOf(
      [...own, `commit:${commit.sha}`],
      [`${subject}\n\n${record.text}`],
      context.projectId,
      context.forges,
    ),
    anchors:
      path.length > longestAnchorPath
        ? []
        : [{ path, startLine: 1, endLine: record.text.trimEnd().split('\n').length, commit: commit.sha }],
    evidence: {
      ...evidenceOf(statement, commit, { subject, files, redacted: record.found, saidAt }),
      kind: 'adr',
      place: path,
    },
    fingerprint: recordFingerprint(path, text),
    slots: [recordSlot(path)],
    key: path,
    record: {
      path,
      from,
      number: adr.number,
      status: adr.status,
      successor: adr.status === 'superseded' ? findSuccessor(path, text) : undefined,
      text: documentFingerprint(text),
      isLocal,
    },
  };
}

async function anchorsOf(change: CommitChange, sha: string, redactor: Redactor): Promise<Anchor[]> {
  if (change.files.length > maxAnchors) return [];
  const names = await cleanNames(change.files, redactor);
  return change.files.flatMap((file, index) => {
    const lines = change.lines.get(file);
    const path = names[index] ?? '';
    return lines && path.length <= longestAnchorPath
      ? [{ path, startLine: lines.start, endLine: lines.end, commit: sha }]
      : [];
  });
}

interface ChangedFiles {
  readonly names: readonly string[];
  readonly count: number;
}

async function filesOf({ files }: CommitChange, redactor: Redactor): Promise<ChangedFiles> {
  return { names: await cleanNames(files.slice(0, maxFilesKept), redactor), count: files.length };
}

function evidenceOf(
  { category, content }: Statement,
  { sha }: Commit,
  found: { subject: string; files: ChangedFiles; redacted: readonly string[]; saidAt: number },
): Evidence {
  return {
    kind: 'commit',
    says: 'stated',
    ref: sha,
    excerpt: found.subject.slice(0, 200),
    at: found.saidAt,
    fingerprint: statementFingerprint(category, content),
    files: found.files.names,
    filesChanged: found.files.count,
    ...(found.redacted.length > 0 && { redacted: found.redacted }),
  };
}
