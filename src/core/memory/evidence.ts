/** What a statement can be found in. */
export const evidenceKinds = ['commit', 'adr', 'conversation', 'file'] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

/** Why a memory does not hold any more, when what it was found in says so. */
export const endReasons = [
  'superseded',
  'deprecated',
  'rejected',
  'withdrawn',
  'proposed',
  'deleted',
  'reverted',
  'amended',
  'dropped',
] as const;
export type EndReason = (typeof endReasons)[number];

/** What evidence says of a memory: that it holds, that it is there again, or why it does not hold any more. */
export const testimonies = ['stated', 'returned', ...endReasons] as const;
export type Testimony = (typeof testimonies)[number];

/** Where a statement was found, and what was found there. Texts are redacted. */
export interface Evidence {
  readonly kind: EvidenceKind;
  readonly says: Testimony;
  /** The commit, as git names it; of a conversation `system:session`. */
  readonly ref: string;
  /** Path of the decision record, from the root of the repository; in a conversation the turn. */
  readonly place?: string | undefined;
  /** First line of the commit's message; what was said. */
  readonly excerpt?: string | undefined;
  /** When it was said there, ms. */
  readonly at?: number | undefined;
  /** Of the statement as it was found, so that a text that somebody has edited since is told from it. */
  readonly fingerprint?: string | undefined;
  /** The first of the files that the commit changed, and how many those are in all. */
  readonly files?: readonly string[] | undefined;
  readonly filesChanged?: number | undefined;
  /** Kinds of secret that were replaced in what was found. */
  readonly redacted?: readonly string[] | undefined;
  /** What ended was a candidate still: nobody had accepted it. */
  readonly unseen?: boolean | undefined;
}

/** What has evidence: a memory, or what a client knows of one. */
export interface Evident {
  readonly evidence: readonly Evidence[];
}

/** Where a memory was found; undefined for one that was not found anywhere. */
export function statedIn({ evidence }: Evident): Evidence | undefined {
  return evidence.find(({ says }) => says === 'stated');
}

/** What says that a memory does not hold any more. */
export function endingOf({ evidence }: Evident): (Evidence & { readonly says: EndReason }) | undefined {
  return evidence.find(isEnding);
}

/** The evidence with one more of it in the place of what said the same before: one statement, one ending, one return. */
export function withEvidence(evidence: readonly Evidence[], more: Evidence): Evidence[] {
  const at = evidence.findIndex(({ says }) => classOf(says) === classOf(more.says));
  return at < 0 ? [...evidence, more] : evidence.with(at, more);
}

/** The evidence that is left when a memory holds again. */
export function withoutEnding(evidence: readonly Evidence[]): Evidence[] {
  return evidence.filter((each) => !isEnding(each));
}

const ends: ReadonlySet<Testimony> = new Set(endReasons);
const isEnding = (evidence: Evidence): evidence is Evidence & { readonly says: EndReason } =>
  ends.has(evidence.says);
const classOf = (says: Testimony): string => (ends.has(says) ? 'ended' : says);
