/** A line without its end; `isCut` where it was too long to be kept. */
export interface TextLine {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  readonly isCut: boolean;
}

/** Characters of a line that are kept: far more than a memory has, and far less than fills a machine. */
export const longestLine = 16_000_000;

/** The lines of a text of any length, one by one. Of one that is longer than `longest` the beginning is given. */
export async function* textLines(
  chunks: AsyncIterable<string>,
  longest: number = longestLine,
): AsyncGenerator<TextLine> {
  let pieces: string[] = [];
  let length = 0;
  let number = 0;
  const keep = (piece: string): void => {
    if (length < longest) pieces.push(piece.slice(0, longest - length));
    length += piece.length;
  };
  const take = (): TextLine => {
    const text = pieces.join('');
    const line = {
      number: (number += 1),
      text: text.endsWith('\r') ? text.slice(0, -1) : text,
      isCut: length > longest,
    };
    pieces = [];
    length = 0;
    return line;
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', start)) {
      keep(chunk.slice(start, end));
      yield take();
      start = end + 1;
    }
    if (start < chunk.length) keep(chunk.slice(start));
  }
  if (length > 0) yield take();
}
