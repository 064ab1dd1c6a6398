import type { Region } from './entityReferenceRegions.ts';

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

const kindByMark: Readonly<Record<string, EntityKind>> = { '!': 'merge_request', '#': 'issue', '&': 'epic' };

/** Longest path before a mark that is looked at. */
const qualifierLength = 200;
const segment = /^[A-Za-z0-9_][\w.-]*$/;
const sourceFile =
  /\.(?:tsx?|jsx|py|rb|go|rs|java|kt|c|h|cc|cpp|hpp|cs|md|html?|s?css|less|json|ya?ml|toml|sh|sql|txt)$/i;

/** All references in one region, in no particular order. */
export function matchesIn(text: string, region: Region, hasHashColours: boolean): EntityMatch[] {
  const body = text.slice(region.start, region.end);
  const urls = [...urlSpans(body)];
  const isFree = (match: EntityMatch, taken: readonly { start: number; end: number }[]): boolean =>
    !taken.some((span) => match.start < span.end && match.end > span.start);
  const records = [...adrMatches(body)].filter((match) => isFree(match, urls));
  const found = [
    ...urls.flatMap(({ match }) => (match ? [match] : [])),
    ...records,
    ...[...markMatches(body, region.kind, hasHashColours), ...commitMatches(body, region)].filter((match) =>
      isFree(match, [...urls, ...records]),
    ),
  ];
  const shifted = found.map((match) => ({
    ...match,
    start: match.start + region.start,
    end: match.end + region.start,
  }));
  // In inline code only a span that is a reference and nothing else was meant as one.
  if (region.kind !== 'inlineCode') return shifted;
  const lead = body.length - body.trimStart().length;
  return shifted.filter(
    (match) => match.start === region.start + lead && match.end === region.start + body.trimEnd().length,
  );
}

function* urlSpans(body: string): Generator<{ start: number; end: number; match: EntityMatch | undefined }> {
  for (const found of body.matchAll(/[a-z][a-z+.-]{1,10}:\/\/[^\s<>"'`\\^{}|]+/gi)) {
    const raw = found[0].replace(/[.,;:!?)\]*_]+$/, '');
    const end = found.index + raw.length;
    const named = parseEntityUrl(raw);
    yield { start: found.index, end, match: named && { ...named, start: found.index, end } };
  }
}

const urlPath =
  /^\/(?:groups\/)?(.+?)\/(?:-\/)?(merge_requests|issues|work_items|epics|pull|commit)\/(\d{1,9}|[0-9a-f]{7,64})(?:[/?#.].*)?$/i;

const kindByPath: Readonly<Record<string, EntityKind>> = {
  merge_requests: 'merge_request',
  issues: 'issue',
  work_items: 'issue',
  pull: 'issue',
  epics: 'epic',
  commit: 'commit',
};

/** GitLab and GitHub addresses on any host. */
export function parseEntityUrl(url: string): Omit<EntityMatch, 'start' | 'end'> | undefined {
  const path = /^https?:\/\/[^/?#]+(\/.*)$/i.exec(url)?.[1];
  const match = path === undefined ? null : urlPath.exec(path);
  const [, qualifier = '', word = '', value = ''] = match ?? [];
  const kind = kindByPath[word.toLowerCase()];
  if (!kind || !isQualifier(qualifier, kind)) return undefined;
  const isSha = value.length >= 7 && kind === 'commit';
  if (!isSha && (kind === 'commit' || !/^\d+$/.test(value))) return undefined;
  return {
    kind,
    qualifier: qualifier.toLowerCase(),
    value: kind === 'commit' ? value.toLowerCase() : String(Number(value)),
  };
}

function isQualifier(path: string, kind: EntityKind): boolean {
  const parts = path.split('/');
  if (!parts.every((part) => segment.test(part)) || !/[A-Za-z]/.test(parts.at(-1) ?? '')) return false;
  // A group may stand alone before an epic; a project always lives in a group.
  return kind === 'epic' ? parts.length > 1 || /^(?![A-Z]+$)[A-Za-z][\w.-]+$/.test(path) : parts.length > 1;
}

function* markMatches(body: string, where: Region['kind'], hasHashColours: boolean): Generator<EntityMatch> {
  for (const found of body.matchAll(/([!#&])([1-9]\d{0,8})(?![A-Za-z0-9=]|_\w|\.\d|[-/]\w)/g)) {
    const [whole, mark = '', value = ''] = found;
    const kind = kindByMark[mark];
    if (!kind) continue;
    const path = pathBefore(body, found.index).replace(/^_+$/, '');
    const end = found.index + whole.length;
    // "#12/#13" and "#12-#14" are two references.
    if (path === '' || (/^\d+[-/]$/.test(path) && /[!#&]/.test(body[found.index - path.length - 1] ?? ''))) {
      if (path === '' && !standsFree(body, found.index, mark, where)) continue;
      if (mark === '#' && isColour(body, found.index, value, where, hasHashColours)) continue;
      yield { kind, qualifier: undefined, value, start: found.index, end };
    } else if (isQualifiedBy(body, found.index - path.length, path, kind)) {
      yield { kind, qualifier: path.toLowerCase(), value, start: found.index - path.length, end };
    }
  }
}

function pathBefore(body: string, at: number): string {
  let start = at;
  while (start > 0 && at - start < qualifierLength && /[\w./-]/.test(body[start - 1] ?? '')) start -= 1;
  return body.slice(start, at);
}

function isQualifiedBy(body: string, start: number, path: string, kind: EntityKind): boolean {
  if (/[@=?$~%\\&#!+]/.test(body[start - 1] ?? '')) return false;
  return isQualifier(path, kind) && !sourceFile.test(path);
}

/** Whether what stands before the mark lets a reference begin there. */
function standsFree(body: string, at: number, mark: string, where: Region['kind']): boolean {
  const before = body[at - 1];
  if (before === undefined || /\s/.test(before)) return !isNegatedOne(body, at, mark, where);
  // `2>&1`, `<&3`
  if (mark === '&' && /[<>]/.test(before)) return false;
  if (!/[([{"'`“‘«„,;:>*_~|]/.test(before)) return false;
  // `a[!1]`, `${!1}`, `if(!1)`, `f(&1)`
  const opener = body[at - 2] ?? ' ';
  if (before === '[' && /[\w\])]/.test(opener)) return false;
  if (before === '{' && opener === '$') return false;
  if (before === '(' && mark !== '#' && /\w/.test(opener)) return false;
  return !isNegatedOne(body, at, mark, where);
}

/** `return !1` in code that was commented out is a way to write false. */
function isNegatedOne(body: string, at: number, mark: string, where: Region['kind']): boolean {
  if (
    mark !== '!' ||
    where === 'prose' ||
    where === 'inlineCode' ||
    !/^!1(?!\d)/.test(body.slice(at, at + 3))
  )
    return false;
  return /(?:\breturn|[=(&|?:,])\s*$/.test(body.slice(Math.max(0, at - 12), at));
}

const colourLengths: ReadonlySet<number> = new Set([3, 4, 6, 8]);
const colourTalk =
  /(?:\b(?:colou?rs?|background|fill|stroke|border|solid|dashed|dotted|gradient|hex|rgba?|shade)|\d(?:px|r?em|%))\b[^.!?\n]{0,24}$/i;

/** `#123` and `#123456` may be colours: in style sheets always, elsewhere by their company. */
function isColour(
  body: string,
  at: number,
  value: string,
  where: Region['kind'],
  hasHashColours: boolean,
): boolean {
  const isAlone = where === 'string' && body.trim() === `#${value}`;
  // `href="#12"` is a place in the page.
  if (hasHashColours && isAlone) return true;
  if (!colourLengths.has(value.length)) return false;
  return hasHashColours || isAlone || colourTalk.test(body.slice(Math.max(0, at - 48), at));
}

function* adrMatches(body: string): Generator<EntityMatch> {
  for (const found of body.matchAll(/(?<![\w-])ADR(?:[-_#]| #?)0*([1-9]\d{0,4})(?!\w|\.\d)/gi))
    yield {
      kind: 'adr',
      qualifier: undefined,
      value: found[1] ?? '',
      start: found.index,
      end: found.index + found[0].length,
    };
}

const commitTalk =
  /\b(?:commits?|sha1?|rev(?:ision)?s?|reverts?|reverted|cherry[- ]pick(?:ed)?(?: from)?|fixup!?|squash!?)[\s:(`"']{1,3}$/i;
const commitJoint = /^[\s`"']*(?:,|and|\.{2,3})[\s`"']*$/;

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
    if (!isQualified && !isNamed) continue;
    lastEnd = end;
    yield isQualified
      ? { kind: 'commit', qualifier: path.toLowerCase(), value: sha, start: start - path.length - 1, end }
      : { kind: 'commit', qualifier: undefined, value: sha, start, end };
  }
}
