import { gunzipSync } from 'node:zlib';

/** A heading, or a paragraph that reads like prose. */
export interface TextBlock {
  readonly kind: 'heading' | 'paragraph';
  readonly text: string;
}

const dropped = /<(script|style|pre|head|nav|svg|footer|form)\b[\s\S]*?<\/\1>/gi;
const heading = /<h[1-6]\b[^>]*>([\s\S]*?)<\/h[1-6]>/gi;
const block = /<\/?(?:p|li|dt|dd|tr|td|th|div|br|ul|ol|dl|table|section|blockquote|article|main)\b[^>]*>/gi;
const tag = /<[^>]+>/g;
const entity = /&(?:#(\d+)|#x([0-9a-f]+)|(amp|lt|gt|quot|apos|nbsp|mdash|ndash|rsquo|lsquo|rdquo|ldquo));/gi;
const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  mdash: ' - ',
  ndash: '-',
  rsquo: "'",
  lsquo: "'",
  rdquo: '"',
  ldquo: '"',
};
/** Sphinx's link beside each heading, and numbers of chapters. */
const headingNoise = /[¶#]|^[\d.]+\s+/g;
const headingMark = '\u0001';
const longestBlock = 4000;
const fewestWords = 7;
const wordShare = 0.7;

/** The blocks of an HTML, Markdown, reStructuredText or plain file, in order. `name` tells the kind, `.gz` is unpacked. */
export function textBlocks(name: string, bytes: Buffer): TextBlock[] {
  const raw = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const marked = /\.x?html?(?:\.gz)?$/i.test(name) ? fromHtml(raw) : fromMarkup(raw);
  const blocks: TextBlock[] = [];
  for (const piece of marked.split(/\n[ \t]*\n/)) {
    const text = piece.replaceAll(/\s+/g, ' ').trim();
    if (text.startsWith(headingMark)) {
      const title = text.slice(1).replaceAll(headingNoise, '').trim();
      if (title.length > 2 && title.length < 160) blocks.push({ kind: 'heading', text: title });
    } else if (isProse(text)) blocks.push({ kind: 'paragraph', text: text.slice(0, longestBlock) });
  }
  return blocks;
}

function fromHtml(raw: string): string {
  return raw
    .replaceAll(dropped, '\n\n')
    .replaceAll(heading, `\n\n${headingMark}$1\n\n`)
    .replaceAll(block, '\n\n')
    .replaceAll(tag, '')
    .replaceAll(entity, (_, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return named[name.toLowerCase()] ?? ' ';
      const code = decimal === undefined ? Number.parseInt(hex ?? '20', 16) : Number(decimal);
      return code > 31 && code < 0xffff ? String.fromCodePoint(code) : ' ';
    });
}

function fromMarkup(raw: string): string {
  return raw
    .replaceAll('\r', '')
    .replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, '\n\n')
    .replaceAll(/^#{1,6}\s+(.*)$/gm, `\n\n${headingMark}$1\n\n`)
    .replaceAll(/^(\S.{2,100})\n(?:={3,}|-{3,}|~{3,}|\^{3,})$/gm, `\n\n${headingMark}$1\n\n`)
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/https?:\/\/\S+/g, ' ')
    .replaceAll(tag, ' ')
    .replaceAll(/^\s*(?:[-*+]|\d+\.)\s+/gm, '\n\n');
}

/** Long enough to say something, and mostly words rather than code or numbers. */
function isProse(text: string): boolean {
  const parts = text.split(' ');
  if (parts.length < fewestWords) return false;
  const words = parts.filter((part) => /^[("']?[A-Za-z'-]+[.,:;!?)"']*$/.test(part)).length;
  return words / parts.length > wordShare;
}
