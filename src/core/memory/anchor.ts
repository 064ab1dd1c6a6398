/** A place in a file that a memory is about. Lines are 1-based and inclusive. */
export interface Anchor {
  /** Relative to the project's root, with forward slashes. */
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  /** SHA-256 (hex) of the anchored lines with line ends normalised to LF, when the text was at hand. */
  readonly contentHash?: string | undefined;
  /** Commit the anchor was taken at. */
  readonly commit?: string | undefined;
}

/** Characters of a path; what names a file behind more of them gets no anchor. */
export const longestAnchorPath = 1_000;
