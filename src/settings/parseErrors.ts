import { type ParseErrorCode, printParseErrorCode } from 'jsonc-parser';

/** What is wrong with the JSON, in words: `a comma is missing`. Others are the words of their names. */
export function sayParseError(error: ParseErrorCode): string {
  const name = printParseErrorCode(error);
  return sentences[name] ?? name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

const sentences: Readonly<Record<string, string>> = {
  InvalidSymbol: 'a word stands here that is no value, or has no quotes',
  InvalidNumberFormat: 'this is no number',
  PropertyNameExpected: 'the name of a setting is missing',
  ValueExpected: 'a value is missing',
  ColonExpected: 'a colon is missing',
  CommaExpected: 'a comma is missing',
  CloseBraceExpected: 'a closing brace is missing',
  CloseBracketExpected: 'a closing bracket is missing',
  EndOfFileExpected: 'something stands behind the last brace',
  UnexpectedEndOfComment: 'a comment is not closed',
  UnexpectedEndOfString: 'a quote is missing',
  UnexpectedEndOfNumber: 'this is no number',
};
