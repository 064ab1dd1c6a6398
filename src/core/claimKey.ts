import { canonicalEntity } from './entityReference.ts';
import { oneLine } from './oneLine.ts';

/** Where a claim is made. */
export interface ClaimPlace {
  readonly project: string | null;
  /** Folders that the project is in on this machine. */
  readonly roots?: readonly string[];
  /** Whether this machine takes `A.ts` and `a.ts` for one file. */
  readonly foldsCase?: boolean;
}

/**
 * What a claim is about, in one form, so that two who mean the same cannot both hold it: `./src/a.ts`, `src//a.ts`,
 * `/src/a.ts`, `src/../src/a.ts`, `src\a.ts` and the path with the folder of the project before it are one file, `PR 7`
 * and `#7` one pull request. What is no path stays as it is said.
 */
export function claimKey(given: string, { project, roots = [], foldsCase = false }: ClaimPlace): string {
  const text = oneLine(given).normalize('NFC');
  const entity = canonicalEntity(text, project);
  if (entity !== undefined) return entity;
  if (/^[a-z][a-z0-9+.-]+:\/\/(?!\/)/i.test(text) && !/^file:/i.test(text)) return text;
  const fold = (path: string): string => (foldsCase ? path.toLowerCase() : path);
  const path = withoutRoot(
    fold(pathOf(text)),
    roots.map((root) => fold(pathOf(root))),
  );
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.length === 0 ? '.' : parts.join('/');
}

/** A path with slashes, without what says that it is one: the scheme of an address, and the letter of a drive in either case. */
function pathOf(text: string): string {
  const plain = /^file:\/\//i.test(text) ? decoded(text.replace(/^file:\/\/(?:localhost)?/i, '')) : text;
  return plain
    .replaceAll('\\', '/')
    .replace(/^\/?([a-z]):(?=\/|$)/i, (_match, drive: string) => `/${drive.toLowerCase()}:`);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const squeezed = (path: string): string => path.replaceAll(/\/(?:\.?\/)+/g, '/');

function withoutRoot(path: string, roots: readonly string[]): string {
  const whole = squeezed(path);
  const root = roots
    .map((each) => squeezed(each).replace(/\/$/, ''))
    .find((each) => each !== '' && (whole === each || whole.startsWith(`${each}/`)));
  return root === undefined ? whole : whole.slice(root.length);
}
