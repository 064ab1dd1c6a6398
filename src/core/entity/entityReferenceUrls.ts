import { hostOf } from '../forge/forges.ts';
import { isQualifier } from './entityReferencePaths.ts';
import type { EntityKind, EntityMatch } from './entityReferencePatterns.ts';
import { isUnspacedLetter } from '../text/scripts.ts';

/**
 * What ends an address in running text: white space, marks that addresses encode, the punctuation of other scripts,
 * brackets and another address behind a comma.
 */
const addresses =
  /[a-z][a-z+.-]{1,10}:\/\/(?:\[[0-9a-f:.]{2,45}\])?(?:(?![,;()]https?:)[^\s<>[\]"'`\\^{}|\u00a0-\u00bf\u060c\u061b\u061f\u200b\u200e-\u206f\u3000-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65])+/gi;
/** Belong to the sentence when they end an address. */
const closing = '.,;:!?)]*_';

/** Addresses in a text, with what they name. What belongs to an address is no reference by itself. */
export function* urlSpans(
  body: string,
): Generator<{ start: number; end: number; match: EntityMatch | undefined }> {
  for (const found of body.matchAll(addresses)) {
    const start = found.index;
    const raw = withoutClosing(found[0]);
    const head = withoutNextWord(raw);
    const named = readUrl(head) ?? (head === raw ? undefined : readUrl(raw));
    const end = start + (named ? head : raw).length;
    yield { start, end, match: named && matchAt(start, end, named) };
  }
}

/** The reference ends with its number; what goes on behind it (`/files`, `#note_3`) belongs to the address only. */
function matchAt(start: number, addressEnd: number, { length, ...named }: NamedUrl): EntityMatch {
  const end = start + length;
  return { ...named, start, end, ...(end < addressEnd && { addressEnd }) };
}

function withoutClosing(address: string): string {
  let end = address.length;
  while (end > 0 && closing.includes(address[end - 1] ?? '')) end -= 1;
  return address.slice(0, end);
}

/** A script without blanks goes on right behind the number: `…/issues/33を見て`. */
function withoutNextWord(address: string): string {
  for (const { index, 0: number } of address.matchAll(/(?<=\/)\d{1,9}(?=[^\0-\x7f])/g)) {
    const end = index + number.length;
    if (isUnspacedLetter(address, end)) return address.slice(0, end);
  }
  return address;
}

const urlPath =
  /^\/(?:groups\/)?(.+?)\/(?:-\/)?(merge_requests|issues|work_items|epics|pull|commit)\/(\d{1,9}|[0-9a-f]{7,64})(?![\w-])/i;

const kindByPath: Readonly<Record<string, EntityKind>> = {
  merge_requests: 'merge_request',
  issues: 'issue',
  work_items: 'issue',
  pull: 'issue',
  epics: 'epic',
  commit: 'commit',
};

/** Longer addresses name no place where somebody works. */
const longestAddress = 2_000;

interface NamedUrl extends Omit<EntityMatch, 'start' | 'end'> {
  /** Of the address up to its number or sha. */
  readonly length: number;
}

/** GitLab and GitHub addresses on any host. */
export function parseEntityUrl(url: string): Omit<EntityMatch, 'start' | 'end'> | undefined {
  const named = readUrl(url);
  if (!named || !/^(?:[/?#.].*)?$/.test(url.slice(named.length))) return undefined;
  const { length: _, ...match } = named;
  return match;
}

function readUrl(url: string): NamedUrl | undefined {
  if (url.length > longestAddress) return undefined;
  const site = /^https?:\/\/[^/?#]+(?=\/)/i.exec(url)?.[0];
  const match = site === undefined ? null : urlPath.exec(url.slice(site.length));
  const [whole = '', qualifier = '', word = '', value = ''] = match ?? [];
  const kind = kindByPath[word.toLowerCase()];
  if (!kind || !isQualifier(qualifier, kind)) return undefined;
  const isSha = value.length >= 7 && kind === 'commit';
  if (!isSha && (kind === 'commit' || !/^0*[1-9]\d*$/.test(value))) return undefined;
  return {
    kind,
    host: hostOf((site ?? '').replace(/^.*[/@]/, '')),
    qualifier: (kind === 'epic'
      ? qualifier.replace(/^([^/]+\/)groups\/(?=.)/i, '$1')
      : qualifier
    ).toLowerCase(),
    value: kind === 'commit' ? value.toLowerCase() : String(Number(value)),
    length: (site ?? '').length + whole.length,
  };
}
