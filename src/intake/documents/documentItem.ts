import { createHash } from 'node:crypto';
import { contentKey } from '../../core/memory/contentKey.ts';
import type { Category, Memory } from '../../core/memory/memory.ts';

/** One memory to be made of a document, or of a part of one. Its texts are cleaned. */
export interface DocumentItem {
  /** What it is called within its document; stays the same while what it says changes. */
  readonly ref: string;
  readonly category: Category;
  readonly title: string;
  readonly content: string;
  readonly why?: string | null | undefined;
  readonly tags: readonly string[];
  /** Where it stands. */
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  /** Of those lines, as anchors have it. */
  readonly contentHash: string;
}

/** What was read of one document. */
export interface ReadDocument {
  /** Its real path, which is the place of its origins. */
  readonly place: string;
  readonly items: readonly DocumentItem[];
  /** When it was last written to, ms. */
  readonly changedAt: number;
  /** Kinds of secret that were replaced. */
  readonly redacted: readonly string[];
}

/** By which a text that was read is known again, however it is spaced. */
export function fingerprintOf({ title, content }: Pick<Memory, 'title' | 'content'>): string {
  return createHash('sha256')
    .update(`${contentKey(title)}\n${contentKey(content)}`)
    .digest('base64url')
    .slice(0, 22);
}

/** A name made of words of the document, without them: it outlives what is purged. */
export const refOfNames = (names: string): string =>
  createHash('sha256').update(names).digest('base64url').slice(0, 22);

/** As `Anchor.contentHash`. */
export const hashOfLines = (lines: readonly string[]): string =>
  createHash('sha256').update(lines.join('\n')).digest('hex');
