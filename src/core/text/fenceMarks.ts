import { stripHidden } from './hiddenCharacters.ts';

/** Tag around text from memory. Short, because it is paid for with every answer. */
export const fenceTag = 'memory-data';

/**
 * A text in which nothing reads as the begin or the end of the fence: not in other letters that look the same, not with
 * blanks or line breaks within, not written as entities or escapes, not with marks that are not seen. What reads so loses its
 * bracket and its dash, and stays legible.
 */
export function withoutFenceMarks(text: string): string {
  if (!/[\u0080-\u{10FFFF}&%\\]|[e3](?:m|rn)[o0]ry/iu.test(text)) return text;
  const { shape, starts, ends } = shapeOf(text);
  let cut = '';
  let done = 0;
  for (const { index, 0: name } of shape.matchAll(fenceName)) {
    const opened = bracketBefore(shape, index);
    if (opened === undefined) continue;
    const hasSlash = shape.slice(opened, index).includes('/');
    // Two words are no name of a tag, but the end of one may be written so.
    if (!hasSlash && !name.includes('-')) continue;
    if (!hasSlash && shape[opened] !== '<') continue;
    const from = starts[opened] ?? 0;
    if (from < done) continue;
    cut += `${text.slice(done, from)}memory data`;
    done = ends[index + name.length - 1] ?? text.length;
  }
  return cut + text.slice(done);
}

/** What may stand between the words, so that the name is still read: marks of punctuation and of Markdown, a comment. */
const fenceName = /(?:m|rn)e(?:m|rn)ory[-\s.:=+|*`"'!<>]{0,10}data/g;

/** Where the bracket stands that opens what ends at `end`: slashes, blanks and more brackets may lie between. */
function bracketBefore(shape: string, end: number): number | undefined {
  const least = Math.max(0, end - longestOpening);
  let opened: number | undefined;
  for (let at = end - 1; at >= least; at -= 1) {
    const mark = shape[at] ?? '';
    if (mark === '<' || mark === '[') opened = at;
    else if (!/[-/\s|*`"':=!]/.test(mark)) break;
  }
  return opened;
}

const longestOpening = 64;

interface Shape {
  /** What a reader takes the text for: lower case ASCII where something looks like it, one unit for each character. */
  readonly shape: string;
  /** Where each unit of the shape begins and ends in the text. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** Entities and escapes stand for one character; `&amp;lt;` is one of an entity. */
const escape =
  /&(?:amp;){0,4}(?:#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,20});?|\\u\{[0-9a-f]{1,6}\}|\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|\\[0-3]?[0-7]{2}|%[0-9a-f]{2}/iy;

function shapeOf(text: string): Shape {
  let shape = '';
  const starts: number[] = [];
  const ends: number[] = [];
  for (let at = 0; at < text.length;) {
    const found = characterOrEscape(text, at);
    const looks = looksLike(found.length > 2 ? decoded(found) : found);
    shape += looks;
    for (let each = 0; each < looks.length; each += 1) {
      starts.push(at);
      ends.push(at + found.length);
    }
    at += found.length;
  }
  return { shape, starts, ends };
}

function characterOrEscape(text: string, at: number): string {
  const mark = text.charAt(at);
  if (mark === '&' || mark === '%' || mark === '\\') {
    escape.lastIndex = at;
    return escape.exec(text)?.[0] ?? mark;
  }
  return mark < '\uD800' || mark > '\uDBFF' ? mark : String.fromCodePoint(text.codePointAt(at) ?? 0);
}

const entities: Readonly<Record<string, string>> = {
  lt: '<',
  lang: '<',
  laquo: '<',
  lsaquo: '<',
  sol: '/',
  bsol: '/',
  frasl: '/',
  hyphen: '-',
  dash: '-',
  ndash: '-',
  mdash: '-',
  minus: '-',
  shy: '',
  zwj: '',
  zwnj: '',
  lrm: '',
  rlm: '',
  nobreak: '',
  zerowidthspace: '',
  negativethinspace: '',
  applyfunction: '',
  invisibletimes: '',
  invisiblecomma: '',
  lowbar: '-',
  nbsp: ' ',
  lsqb: '[',
  lbrack: '[',
};

function decoded(found: string): string {
  const inner = found.toLowerCase().replace(/^&(?:amp;)*|;$/g, '');
  const code =
    /^#x([0-9a-f]+)$|^\\u\{([0-9a-f]+)\}$|^\\u([0-9a-f]{4})$|^\\x([0-9a-f]{2})$|^%([0-9a-f]{2})$/.exec(inner);
  const octal = /^\\([0-7]+)$/.exec(inner)?.[1];
  if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
  const hex = code?.slice(1).find((each) => each !== undefined);
  const value =
    hex === undefined ? Number(/^#(\d+)$/.exec(inner)?.[1] ?? Number.NaN) : Number.parseInt(hex, 16);
  if (value <= 0x10ffff) return String.fromCodePoint(value);
  return entities[inner] ?? found;
}

const shapes = new Map<string, string>();

/** Hidden characters look like nothing; what Unicode holds for a variant of a letter looks like the letter. */
function looksLike(character: string): string {
  const known = shapes.get(character);
  if (known !== undefined) return known;
  const looks = Array.from(stripHidden(character).text.normalize('NFKD'), (part) =>
    /\p{M}/u.test(part)
      ? ''
      : ascii(lookalikes.get(part) ?? lookalikes.get(part.toLowerCase()) ?? part.toLowerCase()),
  ).join('');
  const shape = character === '\u00AD' ? '-' : looks;
  // There are as many as characters that were ever shown.
  if (shapes.size < 20_000) shapes.set(character, shape);
  return shape;
}

/** Marks and digits that stand for those of the fence. */
const standsFor: Readonly<Record<string, string>> = {
  '\\': '/',
  _: '-',
  '~': '-',
  '0': 'o',
  '3': 'e',
  '4': 'a',
  '@': 'a',
  '7': 't',
  '(': '[',
  '{': '[',
};

const ascii = (mark: string): string => standsFor[mark] ?? mark;

/** Letters, brackets and strokes of other scripts that are drawn like those of the fence. */
const lookalikes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    a: 'аɑαаᴀꭺꓮᎪ⍺∝ａ🅰🇦',
    d: 'ԁժᴅꓒꓓɗđᏧⅾ🅳🇩',
    e: 'еєҽεɛℯᴇꬲᎬꓰ℮ⲉΕЕ∊ǝ🅴🇪',
    m: 'мᴍꓟᎷϻμⅿⲙΜМɱ🅼🇲',
    o: 'оοσᴏօ੦०০୦௦౦೦൦ഠဝⲟꓳჿסߋⵔ◯○〇🅾🇴',
    r: 'гᴦꭇꭈⲅʀꓣᎡɾɼ🆁🇷',
    t: 'тτᴛꓔᎢТΤƭţⲧ🆃🇹',
    y: 'уүγʏყỿꓬУΥҮⲩᎽ¥🆈🇾',
    '<': '‹〈⟨⟪«❮❰❬ᐸ˂≺⧼⋖《≪⪡﹤＜◁◃⊲くㄑᚲ',
    '[': '【〔⟦「『［（｛',
    '/': '∕⁄⟋╱／﹨⧵⧸∖＼╲⟍',
    '-': '‐‑‒–—―−﹣－⁃˗⸺⸻ー─━﹘﹏＿‿⁓〜～·•',
  }).flatMap(([plain, others]) => Array.from(others, (other) => [other, plain] as const)),
);
