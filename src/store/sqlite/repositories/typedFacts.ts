import {
  endReasons,
  type EndReason,
  type Evidence,
  type EvidenceKind,
} from '../../../core/memory/evidence.ts';
import { isRecord } from '../../../core/isRecord.ts';
import type { Memory, Source } from '../../../core/memory/memory.ts';
import { type MemoryLink, reviewLinkKinds } from '../../../core/memory/memoryLink.ts';

/** A memory as it was stored before version 8: what capture knew of it stood in its metadata. */
export type OldMemory = Omit<Memory, 'evidence' | 'links' | keyof typeof since8>;

/** What versions 9 and 10 brought, as it is of a memory that was never given any of it. */
const since8 = {
  lastOpenedAt: null,
  openedCount: 0,
  reminder: null,
  review: null,
  position: null,
  quarantine: null,
} as const satisfies Partial<Memory>;

/** What stood in the metadata, and what is left there. */
export type TypedFacts = Pick<Memory, 'evidence' | 'links' | 'metadata'>;

/**
 * A memory of any release, as its history or a backup has it. What was stored in the metadata becomes evidence and
 * links, as it does in the rows when the database is migrated.
 */
export function memoryOfAnyRelease(stored: OldMemory & Partial<Memory>): Memory {
  const { evidence, links } = stored;
  const memory = { ...since8, ...stored, metadata: metadataIn(stored.metadata) };
  return Array.isArray(evidence) && Array.isArray(links)
    ? { ...memory, evidence, links }
    : { ...memory, ...typedFacts(memory) };
}

/** A state of the history; undefined for what is none: nobody can go back to that. */
export function parsedState(json: string): Memory | undefined {
  try {
    const stored: unknown = JSON.parse(json);
    return isRecord(stored) ? memoryOfAnyRelease(stored as unknown as Memory) : undefined;
  } catch {
    return undefined;
  }
}

/** Metadata as it is stored. What is no object says nothing that could be read by name. */
export const metadataIn = (stored: unknown): Record<string, unknown> => (isRecord(stored) ? stored : {});

/** Evidence and links of metadata as they were until version 8. What is of another shape stays where it is. */
export function typedFacts({
  metadata,
  source,
  createdAt,
}: Pick<OldMemory, 'metadata' | 'source' | 'createdAt'>): TypedFacts {
  const facts = new OldFacts(metadata);
  const links = reviewLinkKinds.flatMap((kind): MemoryLink[] => {
    const to = facts.text(kind);
    return to === undefined ? [] : [{ kind, to }];
  });
  const isQuestion = links.some(({ kind }) => kind === 'ends');
  const record = facts.text('adr') ?? (isQuestion ? recordIn(source) : undefined);
  const commit = facts.text('commit');
  const stated = isQuestion ? undefined : statementIn(facts, commit ?? commitIn(source), record, createdAt);
  const returned = facts.text('returned');
  const ended = endingIn(facts.object('ended'), record);
  const evidence = [
    ...(stated ? [stated] : []),
    ...(returned === undefined
      ? []
      : [{ kind: 'commit' as const, says: 'returned' as const, ref: returned }]),
    ...(ended ? [isQuestion ? { ...ended, at: createdAt } : ended] : []),
  ];
  const taken = new Set([
    ...links.map(({ kind }) => kind as string),
    ...(evidence.length > 0 ? facts.read : []),
  ]);
  return {
    evidence,
    links,
    metadata: Object.fromEntries(Object.entries(metadata).filter(([key]) => !taken.has(key))),
  };
}

function statementIn(
  facts: OldFacts,
  ref: string | undefined,
  place: string | undefined,
  at: number,
): Evidence | undefined {
  const fingerprint = facts.text('statement');
  if (ref === undefined || (fingerprint === undefined && !facts.has('commit'))) return undefined;
  const [excerpt, files, filesChanged] = [
    facts.text('subject'),
    facts.texts('files'),
    facts.number('filesChanged'),
  ];
  const redacted = facts.texts('redacted');
  return {
    kind: place === undefined ? 'commit' : 'adr',
    says: 'stated',
    ref,
    ...(place !== undefined && { place }),
    ...(excerpt !== undefined && { excerpt }),
    at,
    ...(fingerprint !== undefined && { fingerprint }),
    ...(files && { files }),
    ...(filesChanged !== undefined && { filesChanged }),
    ...(redacted && { redacted }),
  };
}

/** Words of a record; the others are those of commits. */
const ofRecords: ReadonlySet<EndReason> = new Set([
  'superseded',
  'deprecated',
  'rejected',
  'withdrawn',
  'proposed',
  'deleted',
]);

function endingIn(
  ended: { readonly reason?: unknown; readonly commit?: unknown; readonly unseen?: unknown } | undefined,
  record: string | undefined,
): Evidence | undefined {
  const reason = endReasons.find((each) => each === ended?.reason);
  if (!ended || !reason || typeof ended.commit !== 'string') return undefined;
  const kind: EvidenceKind = ofRecords.has(reason) ? 'adr' : 'commit';
  return {
    kind,
    says: reason,
    ref: ended.commit,
    ...(kind === 'adr' && record !== undefined && { place: record }),
    ...(ended.unseen === true && { unseen: true }),
  };
}

/** `path@sha`, or the sha alone. */
const commitIn = ({ ref }: Source): string | undefined => ref?.split('@').at(-1);
const recordIn = ({ kind, ref }: Source): string | undefined =>
  kind === 'adr' ? ref?.slice(0, ref.lastIndexOf('@')) : undefined;

/** Reads metadata by what it should be, and remembers what it was asked for and had. */
class OldFacts {
  readonly read: string[] = [];
  readonly #metadata: Readonly<Record<string, unknown>>;

  constructor(metadata: Readonly<Record<string, unknown>>) {
    this.#metadata = metadata;
  }

  has(key: string): boolean {
    return this.#metadata[key] !== undefined;
  }

  text(key: string): string | undefined {
    return this.#take(key, (value) => typeof value === 'string') as string | undefined;
  }

  number(key: string): number | undefined {
    return this.#take(key, (value) => typeof value === 'number') as number | undefined;
  }

  texts(key: string): readonly string[] | undefined {
    return this.#take(
      key,
      (value) => Array.isArray(value) && value.every((each) => typeof each === 'string'),
    ) as readonly string[] | undefined;
  }

  object(key: string): object | undefined {
    return this.#take(key, (value) => typeof value === 'object' && value !== null) as object | undefined;
  }

  #take(key: string, fits: (value: unknown) => boolean): unknown {
    const value = this.#metadata[key];
    if (value === undefined || !fits(value)) return undefined;
    this.read.push(key);
    return value;
  }
}
