import { isQualifier, pathBefore } from './entityReferencePaths.ts';
import type { EntityKind, EntityMatch } from './entityReferencePatterns.ts';
import { isProjectAlone } from './entityReferenceProjects.ts';
import type { Region } from './entityReferenceRegion.ts';
import { asciiDigits, digitClass, isUnspacedLetter } from '../text/scripts.ts';

/** A full-width number sign is what an input method writes; a full-width exclamation mark ends a sentence. */
const kindByMark: Readonly<Record<string, EntityKind>> = {
  '!': 'merge_request',
  '#': 'issue',
  '＃': 'issue',
  '&': 'epic',
};
/** A mark and a number, in the digits of any script; what follows must not go on as a word, a size, a path or `*#21#` does. */
const marked = new RegExp(
  String.raw`([!#＃&])([${digitClass}]{1,9})(?![${digitClass}A-Za-z=]|#(?!\d)|#(?:\d{7}|\d{2,4}-\d)|_\w|\.\d|;\p{L}|[-/](?!\d+(?![\w-]))\w)`,
  'gu',
);
const sourceFile =
  /\.(?:tsx?|jsx|vue|svelte|php|py|rb|go|rs|java|kt|swift|c|h|cc|cpp|hpp|cs|mdx?|adoc|rst|html?|s?css|less|json|ya?ml|toml|xml|svg|pdf|sh|sql|txt)$/i;
/** `example.com/guide#12` is a place in a page, unless the host is one where projects live. */
const site =
  /^(?:www\.|(?!(?:[^/]*\.)?(?:git|code|bitbucket|forge))[^/]+\.(?:com|org|net|io|dev|app|info|edu|gov|[a-z]{2})\/)/i;

/** `!12`, `#34`, `&5`, with a path before them or not, in the order of the text. */
export function* markMatches(
  body: string,
  where: Region['kind'],
  hasTexMarks: boolean,
  isOther: (at: number, digits: string) => boolean,
): Generator<EntityMatch> {
  for (const found of body.matchAll(marked)) {
    const [whole, mark = '', digits = ''] = found;
    const kind = kindByMark[mark];
    const value = asciiDigits(digits).replace(/^0+/, '');
    const at = found.index;
    if (!kind || value === '' || isWordGoingOn(body, at + whole.length)) continue;
    const path = pathBefore(body, at).replace(/^_+$/, '');
    const end = at + whole.length;
    if (isLinkTarget(body, at - path.length, at, end) && !(mark === '!' && path !== '')) continue;
    if (/^[-/]\d/.test(body.slice(end, end + 2)) && !isRange(body, at, digits, end)) continue;
    if (where === 'value' && !isInValue(body, at)) continue;
    if (path === '' || isJoined(body, at - path.length, path) || isWord(path, mark)) {
      if (path === '' && !standsFree(body, at, mark, where, hasTexMarks)) continue;
      if (mark === '!' && isExclamation(body, at, end)) continue;
      if (kind !== 'issue' && isOperator(body, at, end)) continue;
      if (kind === 'issue' && isOther(at, asciiDigits(digits))) continue;
      yield { kind, qualifier: undefined, value, start: at, end };
    } else if (
      isQualifiedBy(body, at - path.length, path, kind, where) ||
      (kind === 'issue' && isProjectAlone(body, at - path.length, path, end, where))
    ) {
      yield { kind, qualifier: path.toLowerCase(), value, start: at - path.length, end };
    }
  }
}

/** `issues #001-004` */
const isRange = (body: string, at: number, digits: string, end: number): boolean =>
  body[end] === '-' &&
  /^\d+/.exec(body.slice(end + 1, end + 11))?.[0].length === digits.length &&
  /\b(?:issues?|bugs?|tickets?|prs?|mrs?)\s$/i.test(body.slice(Math.max(0, at - 12), at));

/** In a value without quotes a mark with nothing before it opens a comment, a tag or an anchor. */
const isInValue = (body: string, at: number): boolean => /[(（「『【《]/.test(body[at - 1] ?? '');

/** "#12/#13" and "#12-#14" are two references, and so is a hyphen behind a prefix: `ל-#43`. */
function isJoined(body: string, start: number, path: string): boolean {
  if (path === '-') return isUnspacedLetter(body, start - 1);
  return /^\d+[-/]$/.test(path) && /[!#＃&]/.test(body[start - 1] ?? '');
}

/** `bug#12`, `Issue#3`, `MR!4` */
const isWord = (path: string, mark: string): boolean =>
  (mark === '!' ? /^mr-?$/i : mark === '&' ? /^epic-?$/i : /^(?:bugs?|issues?|tickets?|gh|prs?)-?$/i).test(
    path,
  );

/** `#12é` is a word like `#12abc`; behind the letters of a script without blanks the next word begins. */
const isWordGoingOn = (body: string, at: number): boolean =>
  /[^\0-\x7f]/.test(body[at] ?? '') && /^\p{L}/u.test(body.slice(at, at + 2)) && !isUnspacedLetter(body, at);

/** `[step 3](#3)`, `[x](page#3)`, `[[folder/page#3]]`, `<a href="#3">`, `url(#3)` and, alone on its line, `[x]: #3`. */
function isLinkTarget(body: string, start: number, at: number, end: number): boolean {
  const from = body[start - 1] === '<' ? start - 1 : start;
  const before = body.slice(Math.max(0, from - 100), from);
  if (/(?:\]\(|\burl\(|=["'])$/i.test(before) || (start < at && before.endsWith('[['))) return true;
  return (
    /(?:^|\n) {0,3}\[[^^\]\n][^\]\n]*\]:[ \t]+$/.test(before) &&
    /^>?[ \t\r]*(?:\n|$)/.test(body.slice(end, end + 20))
  );
}

/** `CMS/PKCS#7`: a standard with its number. */
const standard = /(?:^|\/)(?:pkcs|uax|uts|utr)$/i;

function isQualifiedBy(
  body: string,
  start: number,
  path: string,
  kind: EntityKind,
  where: Region['kind'],
): boolean {
  if (/[@=?$~%\\&#!+]/.test(body[start - 1] ?? '')) return false;
  // `localhost:3000/page#1`
  if (body[start - 1] === ':' && /^\d+\//.test(path)) return false;
  // `event.button&2`
  if (kind === 'epic' && where !== 'prose' && /^[^/]*\.[^/]*$/.test(path)) return false;
  return (
    isQualifier(path, kind) &&
    !sourceFile.test(path) &&
    !standard.test(path) &&
    !(kind === 'issue' && site.test(path))
  );
}

/** Whether what stands before the mark lets a reference begin there. */
function standsFree(
  body: string,
  at: number,
  mark: string,
  where: Region['kind'],
  hasTexMarks: boolean,
): boolean {
  const before = body[at - 1];
  if (hasTexMarks && mark !== '!') return before === '\\' || isTexComment(body, at);
  if (before === undefined || /\s/.test(before)) return !isNegatedOne(body, at, mark, where);
  // `2>&1`, `<&3`
  if (mark === '&' && /[<>]/.test(before)) return false;
  if (before > '\x7f') return mark === '＃' || !isLetterBefore(body, at);
  if (before === '\\') return where === 'prose' && mark === '#' && isEscaped(body, at - 1);
  if (before === '+') return /[!#&]\d{1,9}\+$/.test(body.slice(Math.max(0, at - 11), at));
  if (!/[([{"'`,;:>*_~|]/.test(before)) return false;
  // `&amp;#36;` is a character that was written twice over.
  if (before === ';' && /&(?:amp|#38);$/.test(body.slice(Math.max(0, at - 6), at))) return false;
  // `log.go:#53` is a place in a file.
  if (before === ':' && /\w\.\w{1,5}:$/.test(body.slice(Math.max(0, at - 8), at))) return false;
  // `a[!1]`, `${!1}`, `if(!1)`, `f(&1)`
  const opener = body[at - 2] ?? ' ';
  if (before === '[' && /[\w\])-]/.test(opener) && !(where === 'prose' && isLinkText(body, at))) return false;
  if (before === '{' && opener === '$') return false;
  if (before === '(' && mark !== '#' && /\w/.test(opener)) return false;
  return !isNegatedOne(body, at, mark, where);
}

/** `[one](https://…)[#12](https://…)` */
const isLinkText = (body: string, at: number): boolean => /^.\d{1,9}\]\(/u.test(body.slice(at, at + 14));

/** `[\#12](https://…)`, as programs write Markdown. */
const isEscaped = (body: string, at: number): boolean => /^$|[^\p{L}\p{N}:/\\]/u.test(body[at - 1] ?? '');

/** Whether the line is a comment up to there, as far as anybody looks. */
const isTexComment = (body: string, at: number): boolean =>
  /(?:^|[^\\])%[^\n]*$/.test(body.slice(Math.max(0, at - 200), at));

/** Beyond ASCII any punctuation may stand before a reference, and any letter of a script without blanks. */
function isLetterBefore(body: string, at: number): boolean {
  const low = body.charCodeAt(at - 1);
  const start = low >= 0xdc_00 && low <= 0xdf_ff ? at - 2 : at - 1;
  // The signs that make a picture and a key of a symbol are no marks of a letter.
  if (body[start] === '\ufe0f' || body[start] === '\u20e3') return false;
  return /^[\p{L}\p{M}\p{N}]/u.test(body.slice(start, at)) && !isUnspacedLetter(body, start);
}

/** `return !1` in code that was commented out is a way to write false. */
function isNegatedOne(body: string, at: number, mark: string, where: Region['kind']): boolean {
  if (
    mark !== '!' ||
    where === 'prose' ||
    where === 'inlineCode' ||
    !/^!1(?!\d)/.test(body.slice(at, at + 3))
  )
    return false;
  if (/^[=!?&|;}]/.test(body.slice(at + 2, at + 3))) return true;
  return /(?:\breturn|[=(&|?:,])\s*$/.test(body.slice(Math.max(0, at - 12), at));
}

/** `print value of !100`, `(gdb) p !5`, `operator &1`: an expression that somebody has worked out. */
const worksOut =
  /(?:(?<![\w-])(?:values? of|print(?:ing|ed|s)?|eval(?:uat(?:e[sd]?|ing))?|expr(?:ession)?s?|negation(?: of)?|negat(?:e[sd]?|ing)|operators?|operands?|ptype|whatis|sizeof|result of|address of)|\((?:gdb|lldb|pdb|rdb:\d{1,3})\)[^\n]{0,40}|(?:^|\n)>>>[^\n]{0,40}) {1,2}$/i;

/** `!123 is false` */
const workedOut =
  /^\s?(?:is|was|gives|equals|为|為|は|＝|={1,3}|=?>|→|est|ist|es)\s?(?:always\s)?["'\x60]?(?:false|true|0|1)(?!\w)/i;

/** `writes its output to &3` */
const stream =
  /\b(?:fd|descriptors?|outputs?|inputs?|std(?:in|out|err)|redirect(?:s|ed|ion)?|reads?|reading|reader|writ(?:es?|ing|ten))\b[^.!?\n]{0,24}(?:to|from|on|onto) &\d$/i;

const isOperator = (body: string, at: number, end: number): boolean =>
  stream.test(body.slice(Math.max(0, at - 60), end)) ||
  worksOut.test(body.slice(Math.max(0, at - 60), at)) ||
  workedOut.test(body.slice(end, end + 24));

/** Words that a number counts with, in a sentence that goes on behind an exclamation mark: `太好了!12个用户`. */
const counters = /^[个個名次天月年人条件项項分秒点點岁歳周週种種台只張张本回日時时小多万千百]/;

const isExclamation = (body: string, at: number, end: number): boolean =>
  isUnspacedLetter(body, at - 1) && counters.test(body.slice(end, end + 1));
