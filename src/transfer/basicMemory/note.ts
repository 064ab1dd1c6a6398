import { isRecord } from '../../core/isRecord.ts';
import { boundedYamlIn } from '../../core/text/boundedYaml.ts';

/** `- [category] text #tag (context)` */
export interface Observation {
  readonly category: string | undefined;
  readonly tags: readonly string[];
  readonly hasContext: boolean;
}

/** `- type [[target#part|alias]] (context)`; without a type for a link within a sentence. */
export interface NoteLink {
  readonly type: string | undefined;
  /** With what stands behind `#`: a title may have that, too. */
  readonly target: string;
  readonly context: string | undefined;
}

/** A note, taken apart: the body as it stands, and what is said in it in the forms of basic-memory. */
export interface Note {
  /** Undefined where there is none, or none that is a list of fields: then it is a part of the body. */
  readonly matter: Readonly<Record<string, unknown>> | undefined;
  readonly body: string;
  readonly observations: readonly Observation[];
  readonly links: readonly NoteLink[];
}

/** Characters of a front matter; what is longer is a text between two rules. */
const longestMatter = 32_000;
const fence = /^ {0,3}(?:`{3,}|~{3,})/;
const item = /^\s*(?:[-*+]|\d{1,9}[.)])\s+/;
/** Beyond this a line is a text, and none of the forms. */
const longestLine = 10_000;

export function readNote(text: string): Note {
  const { matter, body } = frontMatter(text.replaceAll('\r\n', '\n'));
  const observations: Observation[] = [];
  const links: NoteLink[] = [];
  if (isSilent(matter)) return { matter, body, observations, links };
  for (const line of linesOutsideCode(body)) {
    const said = item.test(line) ? line.replace(item, '') : undefined;
    const observation = said === undefined ? undefined : observationIn(said);
    if (observation) observations.push(observation);
    links.push(...linksIn(said ?? line, said !== undefined && observation === undefined));
  }
  return { matter, body, observations, links };
}

/** Text of documents that were taken in says so, for what looks like a form in it is none. */
const isSilent = (matter: Note['matter']): boolean =>
  String(matter?.['bm_parse_semantics']).toLowerCase() === 'false';

export function frontMatter(text: string): Pick<Note, 'matter' | 'body'> {
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const none = { matter: undefined, body: plain.trim() };
  if (!/^---[ \t]*\n/.test(plain)) return none;
  const start = plain.indexOf('\n') + 1;
  const head = plain.slice(start, start + longestMatter);
  const end = /^---[ \t]*$/m.exec(head);
  if (!end) return none;
  const matter = boundedYamlIn(head.slice(0, end.index));
  return isRecord(matter) ? { matter, body: plain.slice(start + end.index + end[0].length).trim() } : none;
}

function* linesOutsideCode(body: string): Generator<string> {
  let isCode = false;
  for (const line of body.split('\n')) {
    if (fence.test(line)) isCode = !isCode;
    else if (!isCode && line.length <= longestLine) yield line;
  }
}

const longestCategory = 80;
/** A clock value, or the mark of a task, in brackets is no category. */
const noCategory = /^(?:[\d:.,\s-]*\d:\d\d[\d:.,\s-]*|[xX ]|[^\p{L}\p{N}])$/u;

function observationIn(said: string): Observation | undefined {
  const text = said.trim();
  const bracket = text.startsWith('[') && !text.startsWith('[[') ? text.indexOf(']') : -1;
  const category = bracket > 1 && bracket <= longestCategory ? text.slice(1, bracket).trim() : undefined;
  const isNamed =
    category !== undefined &&
    category !== '' &&
    !/[[()]/.test(category) &&
    /\s/.test(text.charAt(bracket + 1)) &&
    !noCategory.test(category);
  if (bracket > 0 && !isNamed) return undefined;
  const tags = tagsIn(isNamed ? text.slice(bracket + 1) : text);
  if (!isNamed && (tags.length === 0 || text.includes('[['))) return undefined;
  return {
    category: isNamed ? category : undefined,
    tags,
    hasContext: text.endsWith(')') && text.includes('('),
  };
}

/** Words that begin with `#`. */
const tagsIn = (text: string): string[] =>
  text
    .split(/\s+/)
    .filter((word) => /^#[\p{L}\p{N}_]/u.test(word))
    .map((word) => word.slice(1).replace(/[).,;:!?]+$/, ''));

/** Links of a line. The first of an item that has nothing before it but one word, or words in quotes, says of which kind it is. */
function linksIn(line: string, isItem: boolean): NoteLink[] {
  const links: NoteLink[] = [];
  const text = line.includes('`') ? line.replaceAll(/`[^`]*`/g, (code) => ' '.repeat(code.length)) : line;
  for (let start = text.indexOf('[['); start >= 0;) {
    const end = text.indexOf(']]', start + 2);
    if (end < 0) break;
    // An alias stands behind a bar, which a table wants behind a backslash.
    const target = (text.slice(start + 2, end).split('|', 1)[0] ?? '').replace(/\\$/, '').trim();
    const type = isItem && links.length === 0 ? typeIn(text.slice(0, start)) : undefined;
    const context = type === undefined ? undefined : contextIn(text.slice(end + 2));
    // What begins with a mark is a part of this very note.
    if (target !== '' && !target.startsWith('#')) links.push({ type, target, context });
    start = text.indexOf('[[', end + 2);
  }
  return links;
}

function typeIn(before: string): string | undefined {
  const word = before.trim();
  const quote = word.charAt(0);
  if ((quote === '"' || quote === "'") && word.length > 2 && word.endsWith(quote))
    return word.slice(1, -1).trim();
  return word === '' || /\s/.test(word) ? undefined : word;
}

function contextIn(behind: string): string | undefined {
  const text = behind.trim();
  return text.startsWith('(') && text.endsWith(')') ? text.slice(1, -1).trim() || undefined : undefined;
}
