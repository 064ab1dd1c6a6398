import { readFrontMatter } from './adrFrontMatter.ts';
import { markupOf } from './adrOutline.ts';
import { AdrPage } from './adrPage.ts';
import { type AdrStatus, isEnded, readAdrStatus } from './adrStatus.ts';
import { withoutHtmlComments } from '../../text/htmlComments.ts';
import { cutAtWord } from '../../memory/memoryTitle.ts';
import { cleanText } from '../trailers.ts';

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
  /(?:^|\/)(?:docs?\/(?:adrs?|decisions|architecture\/(?:adrs?|decisions))|adrs?|architecture\/decisions)\/./i;
const nameOfAdr = /^adr[-_ ]?\d/i;
const extension = /\.(?:md|markdown|adoc|asciidoc|rst|txt)$/i;
/** Pages about the records rather than records. */
const notRecords = /^(?:readme|index|template|adr-template|_.*|\d*-?template)\.[a-z]+$/i;

/** Whether a path (forward slashes, relative to the repository) names an architecture decision record. */
export function isAdrPath(path: string): boolean {
  const name = nameOf(path);
  return extension.test(name) && !notRecords.test(name) && (folders.test(path) || nameOfAdr.test(name));
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Characters read of a record, and kept of its parts. */
const maxRecord = 100_000;
const maxDecision = 4_000;
const maxOther = 2_000;

/** `# 7. Use WAL`, `# ADR-7: Use WAL`, `# ADR 0007 – Use WAL`. */
const numberedTitle = /^(?:adr[-_ ]?)?0*(\d{1,5})\s?[.:)：、–—-]\s?(\S.*)$/i;
const numberInName = /^(?:adr[-_ ]?)?0*(\d{1,5})(?:[-_. ]|$)/i;

/** Where people put records that are over. */
const endedFolder = /(?:^|\/)(superseded|deprecated|obsolete|rejected|withdrawn)\//i;

/** Reads a record in whatever shape and language its author wrote it; what nothing marks as the decision is found by its words. */
export function parseAdr(path: string, text: string): Adr {
  const lines = withoutHtmlComments(cleanText(text.slice(0, maxRecord).replaceAll(/\r\n?/g, '\n'))).split(
    '\n',
  );
  const page = new AdrPage(lines, markupOf(path), readFrontMatter(lines));
  const { status } = page;
  const fileName = nameOf(path);
  const title = page.title.slice(0, 1_000);
  const numbered = numberedTitle.exec(title);
  const number = numberInName.exec(fileName)?.[1] ?? numbered?.[1];
  return {
    title: cutAtWord(numbered?.[2] ?? (title || titleFromName(fileName)), 160),
    number: number === undefined ? undefined : Number(number),
    status: isEnded(status) ? status : (readAdrStatus(endedFolder.exec(path)?.[1] ?? '') ?? status),
    context: cutAtWord(page.part('context'), maxOther),
    decision: cutAtWord(page.decision, maxDecision),
    consequences: cutAtWord(page.part('consequences'), maxOther),
  };
}

function titleFromName(fileName: string): string {
  const words = fileName
    .replace(extension, '')
    .replace(/^(?:adr[-_ ]?)?\d+[-_ ]*/i, '')
    .replaceAll(/[-_]+/g, ' ')
    .trim();
  return words === '' ? fileName : words.charAt(0).toUpperCase() + words.slice(1);
}
