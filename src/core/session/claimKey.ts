import { canonicalEntity } from '../entity/entityReference.ts';
import { oneLine } from '../text/oneLine.ts';

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
 * `/src/a.ts`, `src/../src/a.ts`, `src\\a.ts`, `@src/a.ts`, `src/a.ts:10` and the path with the folder of the project before
 * it are one file, `PR 7` and `#7` one pull request. What is no path stays as it is said.
 */
export function claimKey(given: string, { project, roots = [], foldsCase = false }: ClaimPlace): string {
  const text = withoutQuotes(oneLine(given).normalize('NFC'));
  const entity = entityIn(text, project);
  if (entity !== undefined) return entity;
  if (/^[a-z][a-z0-9+.-]+:\/\/(?!\/)/i.test(text) && !/^file:/i.test(text)) return text;
  const fold = (path: string): string => (foldsCase ? path.toLowerCase() : path);
  const folders = roots.map((root) => partsOf(fold(pathOf(root))).parts);
  let { parts, above } = partsOf(fold(pathOf(withoutPlace(text))));
  // Beside the project, so it is named from the top as others name it.
  if (above > 0) parts = [...(folders[0] ?? []).slice(0, -above), ...parts];
  const root = folders.find(
    (folder) => folder.length > 0 && folder.every((part, index) => parts[index] === part),
  );
  const within = parts.slice(root?.length ?? 0);
  return within.length === 0 ? '.' : within.join('/');
}

/** Nothing that is set off like a reference is longer. */
const longestReference = 2_000;
const opening = '([{<"\'`*_~«„“‘';
const closing = ')]}>"\'`*_~»“”’.,;:!?';

/** A reference, also as sentences and Markdown set it off: `(!12)`, `!12.`, `**#034**`, `<https://…/12>`, `[!12](https://…/12)`. */
function entityIn(text: string, project: string | null): string | undefined {
  if (text.length > longestReference) return undefined;
  const [, label, target] = /^\[([^\]]+)\]\(([^)\s]+)\)$/.exec(text) ?? [];
  for (const form of [text, target, label, text.normalize('NFKC')]) {
    const entity =
      form === undefined
        ? undefined
        : (canonicalEntity(form, project) ?? canonicalEntity(bare(form), project));
    if (entity !== undefined) return entity;
  }
  return undefined;
}

/** Without the marks around it, and without zeros before its number. */
function bare(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && opening.includes(text.charAt(start))) start += 1;
  while (end > start && closing.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end).replace(/([!#&])0+(?=[1-9]\d{0,8}$)/, '$1');
}

/** As Markdown and shells quote a path. */
const withoutQuotes = (text: string): string => /^(["'`])(.+)\1$/.exec(text)?.[2]?.trim() ?? text;

/** A file of which lines are named, or that is mentioned with a sign, is claimed as a whole. */
function withoutPlace(text: string): string {
  const path = /^@[^@\s]*[./][^@\s]*$/.test(text) ? text.slice(1) : text;
  const [place = ''] =
    /(?::\d+(?:[:-]\d+)?|#L\d+(?:-L?\d+)?|\(\d+(?:,\s?\d+)?\))$/i.exec(path.slice(-40)) ?? [];
  const file = path.slice(0, path.length - place.length);
  return /[/\\]/.test(file) || /\.[a-z]\w{0,9}$/i.test(file.slice(-12)) ? file : path;
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

/** The names of a path, and how many folders above its beginning it begins. */
function partsOf(path: string): { parts: string[]; above: number } {
  const parts: string[] = [];
  let above = 0;
  for (const part of path.split('/')) {
    if (part === '..' && parts.length === 0) above += path.startsWith('/') ? 0 : 1;
    else if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return { parts, above };
}
