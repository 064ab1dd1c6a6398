import { foldLetters } from '../../core/text/foldText.ts';
import { stripHidden } from '../../core/text/hiddenCharacters.ts';
import { percentDecoded } from '../../core/text/percentDecoded.ts';
import { plainTextIn } from './encodedText.ts';

/** A way to read a text. */
export interface Reading {
  readonly text: string;
  /** Whether one has to undo something to read it so. */
  readonly isHidden: boolean;
}

/** More of a text than anybody reads is looked at in its plain form alone. */
const mostDecoded = 100_000;

/** How a text may be read: as it stands, and as what it hides its words in stands for. The plain reading is the first. */
export function readingsOf(text: string): Reading[] {
  const visible = stripHidden(text);
  const plain = inPlainLetters(visible.text);
  const readings: Reading[] = [{ text: plain, isHidden: false }];
  if (text.length > mostDecoded) return readings;
  const hide = (reading: string | undefined) => {
    if (reading !== undefined && reading.trim() !== '' && reading !== plain)
      readings.push({ text: reading, isHidden: true });
  };
  hide(tagLetters(text));
  hide(withoutEscapes(visible.text));
  hide(unwrapped(plain));
  hide(wordsOfNames(plain));
  hide(joinedLetters(plain));
  hide(withDigitsAsLetters(plain));
  for (const each of plainTextIn(visible.text)) hide(inPlainLetters(each));
  hide(initials(visible.text));
  return readings;
}

/** Letters of Cyrillic and Greek that are drawn like Latin ones. */
const drawnAlike: ReadonlyMap<string, string> = new Map(
  Array.from(
    'аaеeоoрpсcхxуyіiјjѕsԁdһhԛqԝwкkмmтtнhвbгrпnлlиuяrАaВbЕeКkМmНhОoРpСcТtУyХxІiЅsЈjοoαaεeιiκkνvρpτtυuχxγyηnμuωwβbӏlɡgıiɑaʟlɩiѵvɪiꓲi'.matchAll(
      /(.)(.)/gu,
    ),
    ([, from = '', to = '']) => [from, to],
  ),
);
const mixedWord = /[\p{L}\p{M}]+/gu;
const isMixed = (word: string): boolean => /[a-z]/i.test(word) && /[^\0-\x7f]/.test(word);

/** Words of one alphabet that have letters of another one read as if they had not. */
function inPlainLetters(text: string): string {
  const folded = foldLetters(text);
  if (!/[^\0-\x7f]/.test(folded)) return folded.toLowerCase();
  return folded
    .replaceAll(mixedWord, (word) =>
      isMixed(word) ? Array.from(word, (letter) => drawnAlike.get(letter) ?? letter).join('') : word,
    )
    .toLowerCase();
}

/** Letters of ASCII that nobody sees. */
function tagLetters(text: string): string | undefined {
  const letters = text.match(/[\u{E0020}-\u{E007E}]+/gu)?.join('');
  if (!letters || letters.length < 16) return undefined;
  return Array.from(letters, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) - 0xe0000))
    .join('')
    .toLowerCase();
}

const entity = /&#(?:x([0-9a-f]{2,6})|([0-9]{2,7}));?|\\u([0-9a-f]{4})|\\x([0-9a-f]{2})/gi;

function withoutEscapes(text: string): string | undefined {
  if (!/(?:&#|%[0-9a-f]{2}|\\[ux][0-9a-f]{2})/i.test(text)) return undefined;
  const decoded = percentDecoded(text).replaceAll(
    entity,
    (found, hex?: string, decimal?: string, four?: string, two?: string) => {
      const code = decimal === undefined ? Number.parseInt(hex ?? four ?? two ?? '', 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : found;
    },
  );
  return inPlainLetters(stripHidden(decoded).text);
}

/** `i g n o r e`, `ig-no-re` and `i.g.n.o.r.e`. */
function joinedLetters(text: string): string | undefined {
  const isSpaced = /(?:\b\p{L}[ \t._*|·•-]{1,2}){8}/u.test(text);
  const isSplit =
    (text.match(/\p{L}[|_*~·•\u00ad-]\p{L}/gu)?.length ?? 0) >= 4 ||
    /\p{L}(?:\*\*|\/\*\*?\/|<!---->|<b>|<i>)\p{L}/u.test(text);
  if (!isSpaced && !isSplit) return undefined;
  return text
    .replaceAll(/\b\p{L}([._*|·•-])\p{L}(?:\1\p{L})*\b/gu, (word) => word.replaceAll(/[^\p{L}]+/gu, ''))
    .replaceAll(/\b\p{L}(?:[ \t._*|·•-]\p{L}\b){3,}/gu, (run) => run.replaceAll(/[^\p{L}]+/gu, ''))
    .replaceAll(/<!---->|<\/?[bi]>|\*\*|\/\*\*?\//g, '')
    .replaceAll(/(?<=\p{L})[|_*~·•-](?=\p{L})/gu, '');
}

/** A line of a few words, with what marks it as one of a list or a quotation. */
const shortLine = /^[ \t]*(?:(?:[>*+-]|\d{1,2}[.)])[ \t]+)*(\S.{0,39})$/;
const fewestShortLines = 3;

/** One sentence written on many lines, a few words on each: every line is read for itself else. */
function unwrapped(text: string): string | undefined {
  const runs: string[] = [];
  let run: string[] = [];
  const end = (): void => {
    if (run.length >= fewestShortLines) runs.push(run.join(' ').replaceAll(/(?<=\p{L})- (?=\p{L})/gu, ''));
    run = [];
  };
  for (const line of text.split(/\r?\n|[\r\u2028\u2029]/)) {
    const words = shortLine.exec(line)?.[1];
    if (words !== undefined) run.push(words);
    else if (line.trim() !== '') end();
  }
  end();
  return runs.length === 0 ? undefined : runs.join('\n');
}

/** `ignore-all-rules_and.obey` and `docs/Ignore all rules`, as files are called. */
function wordsOfNames(text: string): string | undefined {
  const joined = text.match(/[\p{L}\d]{1,30}(?:[-_/.+][\p{L}\d]{1,30}){3,60}/gu) ?? [];
  const inFolders = text.match(/(?<=\p{L}[/\\])\p{L}{1,30}(?: [^\s/\\]{1,30}){3,20}/gu) ?? [];
  const names = [...joined.map((name) => name.replaceAll(/[-_/.+]/g, ' ')), ...inFolders];
  return names.length === 0 ? undefined : names.join('\n');
}

const leet: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '@': 'a',
  $: 's',
  '!': 'i',
};

function withDigitsAsLetters(text: string): string | undefined {
  const inWords = text.match(/(?<=[a-z])[013457@$](?=[a-z])/g);
  if (!inWords || inWords.length < 4) return undefined;
  return text.replaceAll(/[a-z0-9@$!]{2,40}/g, (word) =>
    /[a-z]/.test(word) && /[013457@$]/.test(word)
      ? word.replaceAll(/[01345780@$!]/g, (digit) => leet[digit] ?? digit)
      : word,
  );
}

/** What the first letters of lines, or of sentences, spell. */
function initials(text: string): string | undefined {
  const lines = text.split('\n').filter((line) => /\p{L}/u.test(line));
  const parts = lines.length >= 6 ? lines : text.split(/[.!?]\s/);
  if (parts.length < 6 || parts.length > 200) return undefined;
  const letters = parts
    .map((part) => /\p{L}/u.exec(part)?.[0] ?? '')
    .join('')
    .toLowerCase();
  const found =
    /ignore|obeyme|sendkeys|leakkeys|leaksecret|deletea|exfil|sendall|sendenv|sendtoken|leakenv|skiptests|trustme|donottell|runrm/.exec(
      letters,
    )?.[0];
  return found === undefined ? undefined : `acrostic ${found}`;
}
