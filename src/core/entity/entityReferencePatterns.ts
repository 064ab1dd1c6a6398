import { colourTeller } from './entityReferenceColours.ts';
import { commitMatches } from './entityReferenceCommits.ts';
import { markMatches } from './entityReferenceMarks.ts';
import { type OrdinalTeller, ordinalTeller } from './entityReferenceOrdinals.ts';
import { isQualifier } from './entityReferencePaths.ts';
import type { Region } from './entityReferenceRegion.ts';
import { urlSpans } from './entityReferenceUrls.ts';

export const entityKinds = ['merge_request', 'issue', 'epic', 'commit', 'adr'] as const;
/** `issue` also stands for GitHub's pull requests, which share their numbers. */
export type EntityKind = (typeof entityKinds)[number];

/** What a stretch of text names, before it is written in canonical form. Offsets are those of the whole text. */
export interface EntityMatch {
  readonly kind: EntityKind;
  /** Of the address that it was written as. */
  readonly host?: string;
  /** Project or group path in lower case, when the text names one. */
  readonly qualifier: string | undefined;
  /** Number without leading zeros, or sha in lower case. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
  /** Where an address ends that goes on behind its number. */
  readonly addressEnd?: number;
}

/** What is the same in all regions of a text. */
export interface MarkUse {
  /** `#1` is a parameter and `&` a column there; the marks themselves are written `\#` and `\&`. */
  readonly hasTexMarks?: boolean | undefined;
  readonly isOrdinal?: OrdinalTeller | undefined;
}

/** All references in one region, in no particular order. */
export function matchesIn(text: string, region: Region, use: MarkUse = {}): EntityMatch[] {
  const body = text.slice(region.start, region.end);
  const urls = [...urlSpans(body)];
  if (region.kind === 'code') return shiftedBy(region.start, addressedMatches(body, urls));
  const records = [
    ...outside(numbered(body, adr, 'adr'), urls),
    ...outside(numbered(body, gitHubIssue, 'issue'), urls),
  ];
  const taken = [...urls, ...records].sort((left, right) => left.start - right.start);
  const isColour = colourTeller(body, region.kind, region.hasHashColours === true);
  const isOrdinal = use.isOrdinal ?? ordinalTeller(text);
  const isAnchor = (at: number, digits: string): boolean =>
    body.startsWith(`](#${digits})`, at + digits.length + 1) ||
    (at === 0 && isAnchorTag(text, region.start, digits));
  const isOther = (at: number, digits: string): boolean =>
    isAnchor(at, digits) ||
    isColour(at, digits) ||
    isOrdinal(region.start + at, digits, region.kind === 'prose');
  const named = [
    ...urls.flatMap(({ match }) => (match ? [match] : [])),
    ...records,
    ...(isPlace(text, region)
      ? []
      : outside(markMatches(body, region.kind, use.hasTexMarks === true, isOther), taken)),
  ].sort((left, right) => left.start - right.start);
  const found = [...named, ...outside(commitMatches(text, region, named), taken)];
  const shifted = shiftedBy(region.start, found);
  // In inline code only a span that is a reference and nothing else was meant as one, or what a subject is signed with.
  if (region.kind !== 'inlineCode') return shifted;
  const start = region.end - body.trimStart().length;
  const end = region.start + body.trimEnd().length;
  const isCommand = /^\s?(?:git|tig|hg|jj)\s/.test(body);
  const signed = signature.test(body) ? end - 1 : undefined;
  return shifted.filter(
    (match) =>
      (match.start === start && (match.addressEnd ?? match.end) === end) ||
      match.end === signed ||
      (isCommand && match.kind === 'commit'),
  );
}

/** `` `fix(log): write it (#12)` `` */
const signature = /^ ?(?:\w{2,20}(?:\([^()]{1,60}\))?!?:|\p{Lu}\p{Ll}+) [^\n]{1,200} \([#!]\d{1,9}\) ?$/u;

const shiftedBy = (by: number, matches: readonly EntityMatch[]): EntityMatch[] =>
  matches.map((match) => ({
    ...match,
    start: match.start + by,
    end: match.end + by,
    ...(match.addressEnd !== undefined && { addressEnd: match.addressEnd + by }),
  }));

const linkReach = 160;
/** `[#12](`, `[owner/name#12](` and `[issue #12](` */
const linkName = /(?<=(?<!\w)\[(?:[^[\]\n]{0,60}\s)?)([\w./-]{0,80})([!#])0*([1-9]\d{0,8})\]\($/;

/** Addresses, and `[#12](https://…/12)` with a link to the same number. */
function addressedMatches(
  body: string,
  urls: readonly { readonly match: EntityMatch | undefined }[],
): EntityMatch[] {
  return urls.flatMap(({ match }) => {
    if (!match) return [];
    if (!body.startsWith('](', match.start - 2)) return [match];
    const before = body.slice(Math.max(0, match.start - linkReach), match.start);
    const [whole, path = '', mark, value] = linkName.exec(before) ?? [];
    if (whole === undefined || value !== match.value) return [match];
    const kind = mark === '!' ? 'merge_request' : 'issue';
    if (path !== '' && !isQualifier(path, kind)) return [match];
    const qualifier = path === '' ? undefined : path.toLowerCase();
    const end = match.start - ']('.length;
    return [{ kind, qualifier, value, start: match.start - whole.length, end }, match];
  });
}

/** `<a href="#12">#12</a>` leads to a place in the page. */
const isAnchorTag = (text: string, at: number, digits: string): boolean =>
  new RegExp(String.raw`\bhref=["']#${digits}["'][^<>]{0,100}>$`, 'i').test(
    text.slice(Math.max(0, at - 160), at),
  );

/** What a string is given to that names a place in a page: `href="`, `to={'`, `hash = '`. */
const placeName = /(?:\b(?:href|to|hash|anchor|target|htmlFor)|"\$ref")\s*[:=]\s*\{?\s*["'`]$/i;

const isPlace = (text: string, { kind, start }: Region): boolean =>
  kind === 'string' && placeName.test(text.slice(Math.max(0, start - 40), start));

export interface Span {
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

/** References that are a mark and a number, the pattern's first group. */
function* numbered(body: string, pattern: RegExp, kind: EntityMatch['kind']): Generator<EntityMatch> {
  for (const found of body.matchAll(pattern))
    yield {
      kind,
      qualifier: undefined,
      value: found[1] ?? '',
      start: found.index,
      end: found.index + found[0].length,
    };
}

const adr =
  /(?<![\w-])ADR(?:(?:[-_#\u2010-\u2013]|[ \u00a0\u3000]#?)0*|(?=0\d{2,3}(?!\d))0+)([1-9]\d{0,4})(?!\w|\.\d)/gi;
/** `GH-12`, as GitHub links it. In lower case it names a branch or a place in a page. */
const gitHubIssue = /(?<![\w/-])GH-0{0,9}([1-9]\d{0,8})(?!\w|[-.]\w)/g;
