import type { Region } from './entityReferenceRegion.ts';

/** Tells whether the `#` and digits at a place of the region's text are a colour. */
export type ColourTeller = (at: number, value: string) => boolean;

const lengths: ReadonlySet<number> = new Set([3, 4, 6, 8]);
/** Four digits are a transparent colour in code, and an issue where people write. */
const lengthsInSentences: ReadonlySet<number> = new Set([3, 6, 8]);
const talk =
  /(?:#(?=[0-9]{0,7}[a-f])[0-9a-f]{3,8}[\s,;/]{1,3}$|(?:\b(?:colou?rs?|background|bg|fill|stroke|border|solid|dashed|dotted|gradient|hex|rgba?|shade)\b|\d(?:px|r?em|%)(?!\w))[^.!?\n]{0,24}$)/i;
/** `bg-[#444]`, `shadow-[0_0_2px_#444]`: a value in brackets behind the name of a style. */
const utility = /(?:\w-\[|\[--[\w-]+:)[^\]\s]{0,60}$/;
/** `--accent: #444;` in a style that is written as a string. */
const declared = /[\w-]:\s?$/;
/** `"bold italic #444"`: a string of nothing but the words of a style. */
const styled =
  /^(?:\s*(?:(?:no)?(?:bold|italic|underline)|roman|sans|mono|(?:fg|bg|border|ansi)?:?#[0-9a-f]{3,8})(?![\w-]))+\s*$/i;
/** A string of nothing but colours. */
const palette = /^(?:#[0-9a-f]{3,8}[\s,;/]*)+$/i;
/** Words that say that a number is that of an issue, whatever colours were named before. */
export const workTalk =
  /(?:\b(?:fix(?:es|ed)?|close[sd]?|resolve[sd]?|see|refs?|issues?|bugs?|tickets?|pr|pull request|gh|siehe|voir|véase|vedi|zob\.|viz|bkz\.)[\s:]{0,3}|(?:см\.\s|见|見|参照|参考|修复|修復|修正|关闭|關閉|解决|解決|問題|问题|課題|対応|이슈|참고|해결|수정)[\s:：]{0,2})$/i;
/** `(#512)` and `„#512“` in a sentence, and not `var(#512)`. */
const bracketed = /(?:^|[^\w-])[([（【「『‘‚“„«‹]$/;
const colourNames =
  'black|white|red|green|blue|yellow|orange|purple|violet|pink|magenta|cyan|turquoise|teal|aqua|brown|beige|gr[ae]y|silver|gold|maroon|olive|lime|navy|indigo|crimson|coral|salmon|khaki|lavender|amber';
/** `#339999  turquoise`: in a table beside its name, in columns or with nothing else in its line. */
const nameBehind = new RegExp(
  String.raw`^(?:(?:[ \t]{2,20}|\t[ \t]{0,20})(?:[\p{L}-]{1,20}[ \t]){0,2}(?:${colourNames})(?!\p{L})|(?:[ \t]*[:=|][ \t]*|[ \t][-–—][ \t])(?:[\p{L}-]{1,20}[ \t]){0,2}(?:${colourNames})[ \t]*(?:[,;|(\n]|\r|$|[ \t]{2}))`,
  'iu',
);
const nameBefore = new RegExp(
  String.raw`(?<!\p{L})(?:${colourNames})(?:[ \t]*[:=|(][ \t]*|[ \t]{2,20}|\t[ \t]{0,20})$`,
  'iu',
);
const lineStart = /(?:^|\n)([ \t]*(?:[-*+•|>][ \t]+)?)$/;

/** How far one colour makes the next one a colour. */
const reach = 40;

/** `#123` and `#123456` may be colours: in style sheets always, elsewhere by their company. */
export function colourTeller(body: string, where: Region['kind'], hasHashColours: boolean): ColourTeller {
  const isString = where === 'string';
  const isSentence = where === 'prose';
  const alone = isString && body.length < 100 ? body.trim() : '';
  const isPalette = palette.test(alone) || (alone.includes(' ') && styled.test(alone));
  let last: number | undefined;
  let lastRow = '';
  return (at, value) => {
    // `href="#12"` is a place in the page.
    if (hasHashColours && alone === `#${value}`) return true;
    if (!(isSentence ? lengthsInSentences : lengths).has(value.length)) return false;
    const before = body.slice(Math.max(0, at - 80), at);
    const sinceLast = last === undefined || at - last > reach ? '.' : body.slice(last, at);
    const line = lineStart.exec(before)?.[1];
    const row = line === undefined ? '' : `${line}${String(value.length)}`;
    const isNextRow =
      row !== '' &&
      row === lastRow &&
      at - (last ?? 0) < 400 &&
      /^[^\n]*\n[^\n]*$/.test(body.slice(last, at));
    const isWork = workTalk.test(before) || (isSentence && isSigned(body, at, value));
    const isColour =
      isAmongColours(body, at, value.length) ||
      (hasHashColours && !(where === 'comment' && (isWork || isBracketed(body, at, value)))) ||
      (value.startsWith('0') && value.length > 4 && !isWork) ||
      isPalette ||
      utility.test(before) ||
      isNextRow ||
      (line !== undefined && nameBehind.test(body.slice(at + value.length + 1, at + 80))) ||
      (nameBefore.test(before) && !isWork) ||
      (isString && body[at + value.length + 1] === ';' && declared.test(before)) ||
      ((talk.test(before) || !/[.!?\n]/.test(sinceLast)) && !isWork);
    if (isColour) {
      last = at + value.length + 1;
      lastRow = row;
    }
    return isColour;
  };
}

/** A line above or below says a colour with letters at the same place: `"#4f4660",`. */
function isAmongColours(body: string, at: number, length: number): boolean {
  const [, above, prefix] =
    /(?:^|\n)(?:([^\n]{0,120})\n)?([^\n\w]{0,60})$/.exec(body.slice(Math.max(0, at - 200), at)) ?? [];
  if (prefix === undefined) return false;
  const [, below] = /^[^\n]{0,80}\n([^\n]{0,80})/.exec(body.slice(at, at + 180)) ?? [];
  const colour = new RegExp(String.raw`^#(?=\d*[a-f])[0-9a-f]{${String(length)}}(?![\w-])`, 'i');
  return [above, below].some(
    (line) => line?.startsWith(prefix) === true && colour.test(line.slice(prefix.length)),
  );
}

const isBracketed = (body: string, at: number, value: string): boolean =>
  bracketed.test(body.slice(Math.max(0, at - 2), at)) &&
  /^[)\]）】」』’‘”“»›]/.test(body.slice(at + value.length + 1));

/** `Name the colours (#123)` at the end of a line is how a forge signs a commit, and `[#123](…)` is a link. */
const isSigned = (body: string, at: number, value: string): boolean =>
  (body.slice(at - 2, at) === ' (' &&
    /^\)[ \t]*(?:\r?\n|$)/.test(body.slice(at + value.length + 1, at + value.length + 40))) ||
  body.startsWith('](', at + value.length + 1);
