import { colourTeller } from './entityReferenceColours.ts';
import { markMatches } from './entityReferenceMarks.ts';
import { isQualifier, pathBefore } from './entityReferencePaths.ts';
import type { Region } from './entityReferenceRegions.ts';
import { urlSpans } from './entityReferenceUrls.ts';

export const entityKinds = ['merge_request', 'issue', 'epic', 'commit', 'adr'] as const;
/** `issue` also stands for GitHub's pull requests, which share their numbers. */
export type EntityKind = (typeof entityKinds)[number];

/** What a stretch of text names, before it is written in canonical form. Offsets are those of the whole text. */
export interface EntityMatch {
  readonly kind: EntityKind;
  /** Project or group path in lower case, when the text names one. */
  readonly qualifier: string | undefined;
  /** Number without leading zeros, or sha in lower case. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** How a language uses the marks for something else. */
export interface MarkUse {
  /** `#456` is a colour there, wherever it stands. */
  readonly hasHashColours?: boolean | undefined;
  /** `#1` is a parameter and `&` a column there; the marks themselves are written `\#` and `\&`. */
  readonly hasTexMarks?: boolean | undefined;
}

/** All references in one region, in no particular order. */
export function matchesIn(text: string, region: Region, use: MarkUse = {}): EntityMatch[] {
  const body = text.slice(region.start, region.end);
  const urls = [...urlSpans(body)];
  const records = outside(adrMatches(body), urls);
  const taken = [...urls, ...records].sort((left, right) => left.start - right.start);
  const isColour = colourTeller(body, region.kind, use.hasHashColours === true);
  const found = [
    ...urls.flatMap(({ match }) => (match ? [match] : [])),
    ...records,
    ...(isPlace(text, region)
      ? []
      : outside(markMatches(body, region.kind, use.hasTexMarks === true, isColour), taken)),
    ...outside(commitMatches(body, region), taken),
  ];
  const shifted = found.map((match) => ({
    ...match,
    start: match.start + region.start,
    end: match.end + region.start,
  }));
  // In inline code only a span that is a reference and nothing else was meant as one.
  if (region.kind !== 'inlineCode') return shifted;
  const start = region.end - body.trimStart().length;
  const end = region.start + body.trimEnd().length;
  return shifted.filter((match) => match.start === start && match.end === end);
}

/** What a string is given to that names a place in a page: `href="`, `to={'`, `hash = '`. */
const placeName = /(?:\b(?:href|to|hash|anchor|target|htmlFor)|"\$ref")\s*[:=]\s*\{?\s*["'`]$/i;

const isPlace = (text: string, { kind, start }: Region): boolean =>
  kind === 'string' && placeName.test(text.slice(Math.max(0, start - 40), start));

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Those that meet none of the spans. Both come in the order of the text, but for a path that two matches share. */
function outside<T extends Span>(matches: Iterable<T>, spans: readonly Span[]): T[] {
  const free: T[] = [];
  const endOf = (index: number): number => spans[index]?.end ?? Number.POSITIVE_INFINITY;
  let next = 0;
  for (const match of matches) {
    while (next > 0 && endOf(next - 1) > match.start) next -= 1;
    while (endOf(next) <= match.start) next += 1;
    if ((spans[next]?.start ?? Number.POSITIVE_INFINITY) >= match.end) free.push(match);
  }
  return free;
}

function* adrMatches(body: string): Generator<EntityMatch> {
  for (const found of body.matchAll(
    /(?<![\w-])ADR(?:[-_#\u2010-\u2013]|[ \u00a0\u3000]#?)0*([1-9]\d{0,4})(?!\w|\.\d)/gi,
  ))
    yield {
      kind: 'adr',
      qualifier: undefined,
      value: found[1] ?? '',
      start: found.index,
      end: found.index + found[0].length,
    };
}

const commitTalk =
  /(?:\b(?:commits?|sha1?|rev(?:ision)?s?|reverts?|reverted|cherry[- ]pick(?:ed)?(?: from)?|fixup!?|squash!?)[\s:(`"'\u2018-\u201f：（「『【]|提交|コミット|커밋)[\s:(`"'\u2018-\u201f：（「『【]{0,2}$/i;
/** A sum of a file is as long as a whole sha. */
const sumTalk = /\b(?:sha-?1|md5)[:=]$/i;
const commitJoint = /^[\s`"'\u2018-\u201f]*(?:[,，、]|and|\.{2,3}|…)[\s`"'\u2018-\u201f]*$/;

/**
 * A sha has digits and letters. Seven digits of hex occur in prose by chance, so a short one needs a word such as
 * "commit" before it, code marks around it, or a project path with `@`; forty characters speak for themselves.
 */
function* commitMatches(body: string, region: Region): Generator<EntityMatch> {
  let lastEnd = -1;
  for (const found of body.matchAll(/(?<![\w-])[0-9a-f]{7,40}(?![\w-])/g)) {
    const sha = found[0];
    if (!/\d/.test(sha) || !/[a-f]/.test(sha)) continue;
    const start = found.index;
    const end = start + sha.length;
    const path = body[start - 1] === '@' ? pathBefore(body, start - 1) : '';
    const isQualified = path !== '' && isQualifier(path, 'commit');
    const isNamed =
      sha.length === 40 ||
      region.kind === 'inlineCode' ||
      commitTalk.test(body.slice(Math.max(0, start - 32), start)) ||
      (lastEnd >= 0 && start - lastEnd < 12 && commitJoint.test(body.slice(lastEnd, start)));
    if ((!isQualified && !isNamed) || sumTalk.test(body.slice(Math.max(0, start - 8), start))) continue;
    lastEnd = end;
    yield isQualified
      ? { kind: 'commit', qualifier: path.toLowerCase(), value: sha, start: start - path.length - 1, end }
      : { kind: 'commit', qualifier: undefined, value: sha, start, end };
  }
}
