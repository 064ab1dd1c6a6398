import { type AdrStatus, readAdrStatus } from './adrStatus.ts';
import { cutAtWord } from './memoryTitle.ts';
import { cleanText } from './trailers.ts';

/** An architecture decision record as it stands in its file. */
export interface Adr {
  readonly title: string;
  /** `7` of `0007-use-wal.md`, `ADR-7.md` or `# 7. Use WAL`, when there is one. */
  readonly number: number | undefined;
  /** Undefined where the record says nothing that is known; see `isInForce`. */
  readonly status: AdrStatus | undefined;
  readonly context: string;
  readonly decision: string;
  readonly consequences: string;
}

const folders =
  /(?:^|\/)(?:docs?\/(?:adrs?|decisions|architecture\/(?:adrs?|decisions))|adrs?|architecture\/decisions)\/.+/i;
const nameOfAdr = /(?:^|\/)adr[-_ ]?\d+[^/]*$/i;
const markdown = /\.(?:md|markdown|adoc|rst|txt)$/i;
/** Pages about the records rather than records. */
const notRecords = /(?:^|\/)(?:readme|index|template|adr-template|_.*|\d*-?template)\.[a-z]+$/i;

/** Whether a path (forward slashes, relative to the repository) names an architecture decision record. */
export function isAdrPath(path: string): boolean {
  return markdown.test(path) && !notRecords.test(path) && (folders.test(path) || nameOfAdr.test(path));
}

const heading = /^#{1,6}[ \t]+(.+?)[ \t]*#*$/;
/** `# 7. Use WAL`, `# ADR-7: Use WAL`, `# ADR 0007 – Use WAL`. */
const numberedTitle = /^(?:adr[-_ ]?)?0*(\d{1,5})\s*[.:)–—-]\s*(.+)$/i;

/** Reads the forms of Nygard and MADR, and plain Markdown with a title. */
export function parseAdr(path: string, text: string): Adr {
  const lines = cleanText(text.replaceAll(/\r\n?/g, '\n')).split('\n');
  const front = frontMatter(lines);
  const sections = readSections(lines.slice(front.length));
  const fileName = path.split('/').at(-1) ?? path;
  const numbered = numberedTitle.exec(sections.title);
  const inName = /^(?:adr[-_ ]?)?0*(\d{1,5})(?:[-_. ]|$)/i.exec(fileName);
  const number = inName?.[1] ?? numbered?.[1];
  const find = (...names: RegExp[]): string =>
    [...sections.byName].find(([name]) => names.some((wanted) => wanted.test(name)))?.[1] ?? '';
  const statusText =
    find(/^status/) || front.find((line) => /^status\s*:/i.test(line)) || statusLine(sections.preamble);
  const status = readAdrStatus(statusText);
  return {
    title: cutAtWord(numbered?.[2] ?? (sections.title || titleFromName(fileName)), 160),
    number: number === undefined ? undefined : Number(number),
    status,
    context: cutAtWord(find(/^context/, /^problem/, /^background/), 2_000),
    decision: cutAtWord(find(/^decision(?! drivers)/, /^chosen/, /^solution/) || sections.preamble, 4_000),
    consequences: cutAtWord(find(/consequences/, /^results?$/), 2_000),
  };
}

function frontMatter(lines: readonly string[]): readonly string[] {
  if (lines[0]?.trim() !== '---') return [];
  const end = lines.indexOf('---', 1);
  return end < 0 ? [] : lines.slice(0, end + 1);
}

/** MADR 2 writes `* Status: accepted` above the first section. */
const statusLine = (text: string): string => /^[*-]?\s*\**status\**\s*:.*$/im.exec(text)?.[0] ?? '';

function titleFromName(fileName: string): string {
  const words = fileName
    .replace(markdown, '')
    .replace(/^(?:adr[-_ ]?)?\d+[-_ ]*/i, '')
    .replaceAll(/[-_]+/g, ' ')
    .trim();
  return words === '' ? fileName : words.charAt(0).toUpperCase() + words.slice(1);
}

function readSections(lines: readonly string[]): {
  title: string;
  preamble: string;
  byName: Map<string, string>;
} {
  let title = '';
  let name: string | undefined;
  const preamble: string[] = [];
  const byName = new Map<string, string[]>();
  let inFence = false;
  for (const line of lines) {
    if (/^\s*(?:```|~~~)/.test(line)) inFence = !inFence;
    const match = inFence ? null : heading.exec(line);
    const level = match ? line.indexOf(' ') : 0;
    if (match && title === '') title = match[1] ?? '';
    else if (match && level <= 2) {
      name = (match[1] ?? '').toLowerCase();
      byName.set(name, []);
    } else if (name === undefined) preamble.push(line);
    else byName.get(name)?.push(line);
  }
  const joined = [...byName].map(([key, value]) => [key, value.join('\n').trim()] as const);
  return { title, preamble: preamble.join('\n').trim(), byName: new Map(joined) };
}
