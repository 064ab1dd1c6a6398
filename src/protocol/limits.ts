import { longestAnchorPath } from '../core/memory/anchor.ts';

/** Bounds on what a caller may send. Characters. */
export const limits = {
  content: 20_000,
  title: 200,
  note: 4_000,
  reason: 500,
  /** Of all metadata of one memory, as JSON. */
  metadata: 8_000,
  query: 1_000,
  tag: 64,
  tags: 32,
  entities: 64,
  anchors: 16,
  anchorPath: longestAnchorPath,
  line: 100_000_000,
  /** SHA-512 in hexadecimal. */
  hash: 128,
} as const;
