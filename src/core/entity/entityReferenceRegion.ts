/** A stretch of text in which references may stand. `end` is exclusive. */
export interface Region {
  /**
   * A `value` is a text without quotes where marks mean something else; addresses and shas count in it, and marks in
   * brackets. In `code`, and in a fence without a language, addresses count, and marks that are linked to one.
   */
  readonly kind: 'prose' | 'comment' | 'string' | 'value' | 'inlineCode' | 'code';
  readonly start: number;
  readonly end: number;
  /** `#456` is a colour there. */
  readonly hasHashColours?: boolean;
}

/** Adds a region unless it is empty. */
export function pushRegion(
  regions: Region[],
  kind: Region['kind'],
  start: number,
  end: number,
  hasHashColours = false,
): void {
  if (end > start) regions.push({ kind, start, end, ...(hasHashColours && { hasHashColours }) });
}
