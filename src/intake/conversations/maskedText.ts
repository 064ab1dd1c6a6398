import { plainText } from '../../core/text/plainText.ts';

const first = '\uE000';
const last = '\uE001';
const placeholder = /\uE000(\d{1,6})\uE001/g;
const privateMarks = /[\uE000\uE001]/g;

/** Words in quotes up to this many are a name; more of them are what somebody else said. */
const nameWords = 3;

const code = /`{1,2}([^`\n]{1,300})`{1,2}/g;
const quotes = /"([^"\n]{1,600})"|“([^“”\n]{1,600})”|„([^„“”\n]{1,600})[“”]|«([^«»\n]{1,600})»/g;

/** A text in which code and quotations stand as placeholders, so that nothing in them is taken for something said. */
export interface MaskedText {
  readonly text: string;
  /** What a piece of the text was before. */
  restore(piece: string): string;
}

/** Without the marks of Markdown as well. */
export function maskText(text: string): MaskedText {
  const masked: string[] = [];
  const mask = (whole: string): string => `${first}${masked.push(whole) - 1}${last}`;
  const bare = text
    .replaceAll(privateMarks, '')
    .replaceAll(code, mask)
    .replaceAll(quotes, (whole) =>
      whole.split(/\s+/, nameWords + 1).length > nameWords ? mask(whole) : whole,
    );
  return {
    text: plainText(bare),
    restore: (piece) =>
      // A quotation may hold code, which was masked before.
      restoreOnce(restoreOnce(piece, masked), masked).replaceAll(privateMarks, ''),
  };
}

const restoreOnce = (piece: string, masked: readonly string[]): string =>
  piece.replaceAll(placeholder, (_, at: string) => masked[Number(at)] ?? '');

/** Whether a word stands for code or a quotation. */
export function isMasked(word: string): boolean {
  return word.includes(first);
}
