/** What was taken out of a text, in words for people and models. */
export type HiddenKind =
  | 'terminal codes'
  | 'control characters'
  | 'line separators'
  | 'tag characters'
  | 'direction marks'
  | 'variation selectors'
  | 'invisible characters'
  | 'broken characters';

/**
 * What a text may carry unseen: what commands a terminal, reorders a line, or spells words that only a model reads.
 * What the scripts and emoji of the world need stays:
 *
 * - one joiner or non-joiner after a letter of a script that joins, and one joiner between two pictographs;
 * - one selector behind what it can select, of those that Unicode registers;
 * - the tags of the three flags that are recommended for interchange (England, Scotland, Wales);
 * - a direction mark in a line with letters that run from right to left, but not inside of what is written in ASCII,
 *   where it would cut names and keys in two;
 * - a zero-width space between letters of scripts that write no spaces.
 *
 * Embeddings, overrides and isolates go whatever the script: a line of code or of a list can be turned round with them.
 * Half a character becomes U+FFFD, and every unusual line break `\n`.
 */
export function stripHidden(text: string): { readonly text: string; readonly removed: HiddenKind[] } {
  if (!suspicious.test(text)) return { text, removed: [] };
  const removed = new Set<HiddenKind>();
  const visible = text
    .replaceAll(neverShown, (found) => {
      if (flags.has(found)) return found;
      removed.add(kindOf(found));
      return lineBreaks.has(found) ? '\n' : broken.test(found) ? '\uFFFD' : '';
    })
    .replaceAll(/[^\n]+/g, (line) => (inContext.test(line) ? keepFitting(line, removed) : line));
  return { text: visible, removed: [...removed].sort() };
}

const hangulFillers = '\u115F\u1160\u3164\uFFA0';
/** Signs that stand before a number, or before the letters that they abbreviate. */
const signs = String.raw`\u0600-\u0605\u06DD\u070F\u0890\u0891\u08E2\u{110BD}\u{110CD}`;
const contextual = String.raw`\u034F\u115F\u1160\u061C\u180B-\u180F\u200B-\u200F\uFE00-\uFE0F\u{E0100}-\u{E01EF}${signs}`;
/** Ignorable by default, and what shows nothing of itself but is not called so: annotations, places of objects, signs. */
const ignorable = String.raw`\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFC${signs}`;

const suspicious = new RegExp(
  String.raw`[\0-\x08\v\f\r\x0E-\x1F\x7F-\x9F\u2028\u2029\p{Cs}\p{Noncharacter_Code_Point}${ignorable}]`,
  'u',
);

/**
 * Escape sequences as ECMA-48 has them: control sequences, strings up to their end, the rest two characters. Their
 * forms of one character stand in texts that were read in a wrong encoding, so what follows those stays.
 */
const escapeSequence = String.raw`\x1B\[[0-?]*[ -\/]*[@-~]?|\x1B[\]PX^_](?:[^\x07\x1B\n]*(?:\x07|\x1B\\))?|\x1B[ -\/]*[0-~]?`;
const lineBreaks: ReadonlySet<string> = new Set(['\r', '\v', '\f', '\x85', '\u2028', '\u2029']);
const broken = /^\p{Cs}$/u;
const tagged = (letters: string): string =>
  `\u{1F3F4}${Array.from(letters, (letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('')}\u{E007F}`;
const flags: ReadonlySet<string> = new Set(['gbeng', 'gbsct', 'gbwls'].map(tagged));

const neverShown = new RegExp(
  [
    ...flags,
    escapeSequence,
    String.raw`\r(?!\n)`,
    String.raw`[\0-\x08\v\f\x0E-\x1F\x7F-\x9F\u2028\u2029]`,
    String.raw`\p{Cs}`,
    String.raw`(?![${contextual}])[\p{Noncharacter_Code_Point}${ignorable}]`,
  ].join('|'),
  'gu',
);

function kindOf(found: string): HiddenKind {
  if (lineBreaks.has(found)) return 'line separators';
  if (broken.test(found)) return 'broken characters';
  if (found.startsWith('\x1B')) return 'terminal codes';
  if (/^[\u{E0000}-\u{E007F}]/u.test(found)) return 'tag characters';
  if (/^[\u202A-\u202E\u2066-\u206F]/.test(found)) return 'direction marks';
  return /^(?:\p{Cc}|\p{Noncharacter_Code_Point})/u.test(found)
    ? 'control characters'
    : 'invisible characters';
}

const inContext = new RegExp(`[${contextual}]`, 'u');
const runs = new RegExp(`[${contextual}]+`, 'gu');

const rightToLeft =
  /[\p{scx=Arabic}\p{scx=Hebrew}\p{scx=Syriac}\p{scx=Thaana}\p{scx=Nko}\p{scx=Samaritan}\p{scx=Mandaic}\p{scx=Adlam}\p{scx=Hanifi_Rohingya}]/u;
/** Letters that take other shapes beside each other, and those of which clusters are made. */
const joiningScripts =
  'Arabic Syriac Mandaic Nko Mongolian Phags_Pa Adlam Hanifi_Rohingya Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Khmer Myanmar Balinese Javanese Tibetan Grantha Newa Meetei_Mayek';
const joining = new RegExp(
  `(?![${contextual}])[${joiningScripts.replaceAll(/\w+ ?/g, (script) => String.raw`\p{scx=${script.trim()}}`)}]`,
  'u',
);
const unspaced =
  /[\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}\p{scx=Tibetan}\p{scx=Javanese}\p{scx=Balinese}\p{scx=Tai_Tham}\p{scx=New_Tai_Lue}\p{scx=Tai_Le}]/u;
const mongolian = /\p{scx=Mongolian}/u;
const jamo = /[\u1100-\u11FF\uA960-\uA97C\uD7B0-\uD7FB]/u;
const pictograph = /[\p{Extended_Pictographic}\p{Emoji_Modifier}]/u;
const sign = new RegExp(`^[${signs}]$`, 'u');
const asciiMark = /^[!-~]$/;
const asciiWord = /^\w$/;
/** Between two punctuation marks it may be what keeps `C++` together in Arabic. */
const isWithinWord = (before: string, after: string): boolean =>
  asciiMark.test(before) && asciiMark.test(after) && (asciiWord.test(before) || asciiWord.test(after));
/** What the first selectors are registered for: ideographs, mathematics, and a few scripts. */
const varied =
  /[\p{scx=Han}\p{Sm}\p{scx=Myanmar}\p{scx=Phags_Pa}\p{scx=Manichaean}\u3001\u3002\uFF01\uFF0C\uFF0E\uFF1A\uFF1B\uFF1F0]/u;

/** Of each run of such characters, a selector and one more may be of use where they stand. */
function keepFitting(line: string, removed: Set<HiddenKind>): string {
  const runsRightToLeft = rightToLeft.test(line);
  return line.replaceAll(runs, (run, at: number) => {
    const before = characterBefore(line, at);
    const after = characterAt(line, at + run.length);
    const marks = Array.from(run);
    const [first = ''] = marks;
    const isSelected = selects(first, before, marks.length === 1 ? after : '');
    const rest = isSelected ? marks.slice(1) : marks;
    const mark = rest.find((each) => fits(each, before, after, runsRightToLeft)) ?? '';
    const kept = (isSelected ? first : '') + mark;
    if (kept.length < run.length) for (const each of without(marks, kept)) removed.add(contextualKind(each));
    return kept;
  });
}

function selects(mark: string, before: string, after: string): boolean {
  if (/^[\uFE0E\uFE0F]$/.test(mark))
    return /^[#*0-9]$/.test(before)
      ? after === '\u20E3'
      : /\p{Emoji}|\p{Extended_Pictographic}/u.test(before);
  if (/^[\uFE00-\uFE02]$/.test(mark)) return varied.test(before);
  // Beyond these no ideograph has registered variants, and there the letters of ASCII would be spelt with.
  if (/^[\u{E0100}-\u{E011F}]$/u.test(mark)) return /\p{scx=Han}/u.test(before);
  return /^[\u180B-\u180D\u180F]$/.test(mark) && mongolian.test(before);
}

function fits(mark: string, before: string, after: string, runsRightToLeft: boolean): boolean {
  switch (mark) {
    case '\u200D':
      return joining.test(before) || (pictograph.test(before) && pictograph.test(after));
    case '\u200C':
      return joining.test(before);
    case '\u200B':
      return unspaced.test(before) && unspaced.test(after);
    case '\u200E':
    case '\u200F':
    case '\u061C':
      return runsRightToLeft && !isWithinWord(before, after);
    case '\u180E':
      return mongolian.test(before) && mongolian.test(after);
    case '\u034F':
      return /\p{M}/u.test(before) && /\p{M}/u.test(after);
    default:
      return hangulFillers.includes(mark)
        ? jamo.test(before) || jamo.test(after)
        : sign.test(mark) && /[\p{Nd}\p{scx=Arabic}\p{scx=Syriac}\p{scx=Kaithi}]/u.test(after);
  }
}

function contextualKind(mark: string): HiddenKind {
  if (/^[\u061C\u200E\u200F]$/.test(mark)) return 'direction marks';
  return /^[\uFE00-\uFE0F\u{E0100}-\u{E01EF}\u180B-\u180D\u180F]$/u.test(mark)
    ? 'variation selectors'
    : 'invisible characters';
}

function without(marks: readonly string[], kept: string): string[] {
  const left = Array.from(kept);
  return marks.filter((mark) => {
    if (left[0] !== mark) return true;
    left.shift();
    return false;
  });
}

const characterAt = (text: string, at: number): string =>
  at < text.length ? String.fromCodePoint(text.codePointAt(at) ?? 0) : '';

function characterBefore(text: string, at: number): string {
  if (at === 0) return '';
  const isPair = /[\uDC00-\uDFFF]/.test(text.charAt(at - 1)) && at > 1;
  return text.slice(at - (isPair ? 2 : 1), at);
}
