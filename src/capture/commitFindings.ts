import { parseAdr } from '../core/adr.ts';
import type { Anchor } from '../core/anchor.ts';
import { type Finding, findingOfAdr, findingOfTrailer } from '../core/captureRules.ts';
import { limitMessage } from '../core/commitParts.ts';
import { canonicalEntity, parseEntityReferences } from '../core/entityReference.ts';
import { looksRecalled } from '../core/memoryLine.ts';
import type { Source, Trust } from '../core/memory.ts';
import type { Redactor } from '../core/ports.ts';
import { type CommitMessage, parseCommitMessage } from '../core/trailers.ts';
import { commitIdentities, documentFingerprint, slotOf, statementFingerprint } from './captureLedger.ts';
import type { Commit, CommitChange, CommitReader } from './commitReader.ts';

/** One statement of a commit, redacted and ready to be written. */
export interface CommitFinding extends Finding {
  /** The local author said it in a trailer: no review needed. */
  readonly isExplicit: boolean;
  readonly trust: Trust;
  readonly confidence: number;
  readonly source: Source;
  readonly entities: readonly string[];
  readonly anchors: readonly Anchor[];
  readonly metadata: Readonly<Record<string, unknown>>;
  /** When it was said, ms: the date of the author, never later than now. */
  readonly saidAt: number;
  readonly fingerprint: string;
  /** Under which an amended text of the same statement finds it. */
  readonly slots: readonly string[];
  /** The trailer's key or the record's path. */
  readonly key: string;
  readonly identities: readonly string[];
}

export interface CommitFindings {
  readonly sha: string;
  readonly patchId: string | null;
  readonly findings: readonly CommitFinding[];
}

export interface FindingContext {
  readonly reader: CommitReader;
  readonly redactor: Redactor;
  readonly projectId: string;
  readonly now: number;
  /** Whether a commit was written by the person at this machine. */
  isLocal(commit: Commit): Promise<boolean>;
}

/** More files than this are a sweep through the code: a place in one of them would say nothing. */
const maxAnchors = 3;
const maxFilesKept = 20;
const maxEntities = 20;

/** Whether a message is worth the questions to git that the rest needs. */
export function saysSomething(commit: Commit): boolean {
  return parseCommitMessage(commit.message).trailers.length > 0;
}

/** Trailers of a commit and the decision records among `adrPaths`. */
export async function findingsOf(
  commit: Commit,
  adrPaths: readonly string[],
  context: FindingContext,
): Promise<CommitFindings> {
  const change = await context.reader.change(commit.sha);
  const redacted = await context.redactor.redact(limitMessage(commit.message));
  const parsed = parseCommitMessage(redacted.text);
  // What memory has shown is stored already, so a message that quotes it adds nothing by the quotation.
  const message = looksRecalled(parsed.body) ? { ...parsed, body: '' } : parsed;
  const isLocal = await context.isLocal(commit);
  const identities = commitIdentities(commit, change.patchId);
  const common = {
    saidAt: Math.max(0, Math.min(commit.authoredAt || context.now, context.now)),
    identities,
  };
  const findings: CommitFinding[] = [];
  const seen = new Map<string, number>();
  for (const trailer of message.trailers) {
    const ordinal = seen.get(trailer.key) ?? 0;
    seen.set(trailer.key, ordinal + 1);
    if (looksRecalled(trailer.value)) continue;
    const finding = findingOfTrailer(trailer, message);
    findings.push({
      ...common,
      ...finding,
      isExplicit: isLocal,
      trust: isLocal ? 'user' : 'external',
      confidence: isLocal ? 1 : 0.6,
      source: { kind: 'commit', ref: commit.sha, actor: commit.authorName },
      entities: entitiesOf(redacted.text, commit.sha, context.projectId),
      anchors: anchorsOf(change, commit.sha),
      metadata: metadataOf(commit, message, change, redacted.found),
      fingerprint: statementFingerprint(finding.category, finding.content),
      slots: identities.map((identity) => slotOf(identity, trailer.key, ordinal)),
      key: trailer.key,
    });
  }
  for (const path of adrPaths) {
    const text = await context.reader.file(commit.sha, path);
    if (text === undefined || text.includes('\0') || looksRecalled(text)) continue;
    const record = await context.redactor.redact(text);
    const adr = parseAdr(path, record.text);
    const own = adr.number === undefined ? [] : [`ADR-${adr.number}`];
    findings.push({
      ...common,
      ...findingOfAdr(adr),
      isExplicit: false,
      trust: isLocal ? 'user' : 'external',
      confidence: isLocal ? 0.9 : 0.6,
      source: { kind: 'adr', ref: `${path}@${commit.sha}`, actor: commit.authorName },
      entities: [
        ...new Set([
          ...own,
          ...entitiesOf(`${message.subject}\n\n${record.text}`, commit.sha, context.projectId),
        ]),
      ].slice(0, maxEntities),
      anchors: [
        { path, startLine: 1, endLine: record.text.trimEnd().split('\n').length, commit: commit.sha },
      ],
      metadata: { ...metadataOf(commit, message, change, record.found), adr: path },
      fingerprint: documentFingerprint(text),
      slots: [recordSlot(path)],
      key: path,
    });
  }
  return { sha: commit.sha, patchId: change.patchId, findings };
}

/** The latest memory of a decision record is found by its path. */
export function recordSlot(path: string): string {
  return slotOf('record', path, 0);
}

function entitiesOf(text: string, sha: string, project: string): string[] {
  const commit = canonicalEntity(`commit:${sha}`, project);
  const named = parseEntityReferences(text, { project }).map(({ canonical }) => canonical);
  return [...new Set([...(commit ? [commit] : []), ...named])].slice(0, maxEntities);
}

function anchorsOf(change: CommitChange, sha: string): Anchor[] {
  if (change.files.length > maxAnchors) return [];
  return change.files.flatMap((path) => {
    const lines = change.lines.get(path);
    return lines ? [{ path, startLine: lines.start, endLine: lines.end, commit: sha }] : [];
  });
}

function metadataOf(
  commit: Commit,
  message: CommitMessage,
  change: CommitChange,
  redacted: readonly string[],
): Readonly<Record<string, unknown>> {
  return {
    commit: commit.sha,
    subject: message.subject.slice(0, 200),
    files: change.files.slice(0, maxFilesKept),
    filesChanged: change.files.length,
    ...(redacted.length > 0 && { redacted }),
  };
}
