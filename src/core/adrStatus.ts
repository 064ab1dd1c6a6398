/** Where a decision record stands, in the words of Nygard and MADR, whatever words the record itself uses. */
export const adrStatuses = [
  'accepted',
  'proposed',
  'superseded',
  'deprecated',
  'rejected',
  'withdrawn',
] as const;
export type AdrStatus = (typeof adrStatuses)[number];

/**
 * Whether what a record decides holds now: it is accepted, or says nothing about it, as a record without a status is
 * taken for a decision that was made.
 */
export function isInForce(status: AdrStatus | undefined): boolean {
  return status === undefined || status === 'accepted';
}

/** Whether what a record decides has been taken back or was never taken; a proposal has not been, yet. */
export function isEnded(status: AdrStatus | undefined): boolean {
  return !isInForce(status) && status !== 'proposed';
}

const words: readonly (readonly [AdrStatus, RegExp])[] = [
  ['superseded', /\bsuper[sc]e+ded\b/i],
  ['deprecated', /\bdeprecated\b/i],
  ['withdrawn', /\bwithdrawn\b/i],
  ['rejected', /\brejected\b/i],
  ['proposed', /\b(?:not yet|proposed|draft)\b/i],
  ['accepted', /\b(?:accepted|approved|amended)\b/i],
];

/** The status that a text about it tells. */
export function readAdrStatus(text: string): AdrStatus | undefined {
  return words.find(([, pattern]) => pattern.test(text))?.[0];
}
