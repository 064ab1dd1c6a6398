import { type DocumentSection, documentSections } from '../../core/document/documentSections.ts';
import { sectionCategory } from '../../core/document/sectionCategory.ts';
import type { Category } from '../../core/memory/memory.ts';
import { cutAtWord } from '../../core/memory/memoryTitle.ts';
import { limits } from '../../protocol/limits.ts';
import { type DocumentItem, hashOfLines, refOfNames } from './documentItem.ts';
import { readFrontMatter } from './frontMatter.ts';

export interface MarkdownReading {
  /** As it is shown and anchored, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** What all of it is, where somebody has said so. */
  readonly category?: Category | undefined;
  readonly tags?: readonly string[] | undefined;
}

export interface MarkdownItems {
  readonly title: string;
  readonly items: readonly DocumentItem[];
  /** When it says that it was written, ms. */
  readonly createdAt: number | undefined;
}

/** Sections become memories: one for each heading under which something stands. */
export function markdownItems({ path, text, category, tags = [] }: MarkdownReading): MarkdownItems {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n?|\n/);
  const front = readFrontMatter(lines);
  const blank = lines.slice(0, front.length).map(() => '');
  const sections = documentSections([...blank, ...lines.slice(front.length)]);
  const title = front.title ?? sections[0]?.headings[0] ?? nameOf(path);
  const refs = new Map<string, number>();
  const items = sections.flatMap((section) => {
    const ref = refOf(section, refs);
    const contentHash = hashOfLines(lines.slice(section.startLine - 1, section.endLine));
    const kind = category ?? sectionCategory(section);
    return partsOf(section.text).map((content, part): DocumentItem => ({
      ref: part === 0 ? ref : `${ref}~${part + 1}`,
      category: kind,
      title: titleOf(section, title, part),
      content,
      tags: [...tags, ...front.tags],
      path,
      startLine: section.startLine,
      endLine: section.endLine,
      contentHash,
    }));
  });
  return { title, items, createdAt: front.createdAt };
}

/** `guide.md` is shown as `guide`. */
const nameOf = (path: string): string => (path.split('/').at(-1) ?? path).replace(/\.[^.]+$/, '');

/** The chain of headings; a second one of the same words has its number behind it. */
function refOf({ headings }: DocumentSection, known: Map<string, number>): string {
  const chain = headings.map((heading) => heading.toLowerCase()).join(' / ');
  const count = (known.get(chain) ?? 0) + 1;
  known.set(chain, count);
  return refOfNames(count === 1 ? chain : `${chain} #${count}`);
}

/** `Guide: Install: From source`; what the document is called stands in front, where the section does not say it. */
function titleOf({ headings }: DocumentSection, title: string, part: number): string {
  const own = headings[0] === title ? headings : [title, ...headings];
  const shown = own.filter((each) => each !== '').join(': ');
  const suffix = part === 0 ? '' : ` (${part + 1})`;
  return cutAtWord(shown, limits.title - suffix.length) + suffix;
}

/** Room for what redaction puts in the place of something shorter. */
const longestPart = limits.content - 2_000;

/** Cut between paragraphs, else between lines, else anywhere; a fence that is cut is closed and opened again by nobody. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  for (let rest = text; rest !== '';) {
    if (rest.length <= longestPart) return [...parts, rest];
    const room = rest.slice(0, longestPart);
    const end = [room.lastIndexOf('\n\n'), room.lastIndexOf('\n')].find((at) => at > longestPart / 2);
    const cut = end ?? longestPart;
    parts.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  return parts;
}
