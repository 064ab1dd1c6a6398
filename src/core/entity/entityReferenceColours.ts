import type { Region } from './entityReferenceRegions.ts';

/** Tells whether the `#` and digits at a place of the region's text are a colour. */
export type ColourTeller = (at: number, value: string) => boolean;

const lengths: ReadonlySet<number> = new Set([3, 4, 6, 8]);
const talk =
  /(?:\b(?:colou?rs?|background|bg|fill|stroke|border|solid|dashed|dotted|gradient|hex|rgba?|shade)\b|\d(?:px|r?em|%)(?!\w))[^.!?\n]{0,24}$/i;
/** `bg-[#444]`, `shadow-[0_0_2px_#444]`: a value in brackets behind the name of a style. */
const utility = /(?:\w-\[|\[--[\w-]+:)[^\]\s]{0,60}$/;
/** `--accent: #444;` in a style that is written as a string. */
const declared = /[\w-]:\s?$/;
/** A string of nothing but colours. */
const palette = /^(?:#[0-9a-f]{3,8}[\s,;/]*)+$/i;
/** Words that say that a number is that of an issue, whatever colours were named before. */
const work =
  /\b(?:fix(?:es|ed)?|close[sd]?|resolve[sd]?|see|refs?|issues?|bugs?|tickets?|pr|pull request)[\s:]{0,3}$/i;
/** How far one colour makes the next one a colour. */
const reach = 40;

/** `#123` and `#123456` may be colours: in style sheets always, elsewhere by their company. */
export function colourTeller(body: string, where: Region['kind'], hasHashColours: boolean): ColourTeller {
  const isString = where === 'string';
  const alone = isString && body.length < 100 ? body.trim() : '';
  const isPalette = palette.test(alone);
  let last: number | undefined;
  return (at, value) => {
    // `href="#12"` is a place in the page.
    if (hasHashColours && alone === `#${value}`) return true;
    if (!lengths.has(value.length)) return false;
    const before = body.slice(Math.max(0, at - 80), at);
    const sinceLast = last === undefined || at - last > reach ? '.' : body.slice(last, at);
    const isColour =
      hasHashColours ||
      isPalette ||
      utility.test(before) ||
      (isString && body[at + value.length + 1] === ';' && declared.test(before)) ||
      ((talk.test(before) || !/[.!?\n]/.test(sinceLast)) && !work.test(before));
    if (isColour) last = at + value.length + 1;
    return isColour;
  };
}
