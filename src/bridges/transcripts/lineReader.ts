import type { FileHandle } from 'node:fs/promises';

/** Bytes that are read at once. */
const chunkLength = 64 * 1024;
/** A longer line is a picture or the output of a tool, and nothing that somebody said. */
const longestLine = 1_000_000;

export interface ReadLine {
  /** Undefined for a line that is too long. */
  readonly text: string | undefined;
  /** Behind its end, in bytes. */
  readonly end: number;
}

/** Whole lines of a file from a byte on. What has no end yet is still being written, and waits. */
export async function* linesFrom(file: FileHandle, from: number): AsyncGenerator<ReadLine> {
  const chunk = Buffer.allocUnsafe(chunkLength);
  let parts: Buffer[] = [];
  let length = 0;
  for (let at = from; ;) {
    const { bytesRead } = await file.read(chunk, 0, chunkLength, at);
    if (bytesRead === 0) return;
    const bytes = chunk.subarray(0, bytesRead);
    let begin = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, begin)) {
      const line = bytes.subarray(begin, end);
      length += line.length;
      yield {
        text: length > longestLine ? undefined : Buffer.concat([...parts, line]).toString('utf8'),
        end: at + end + 1,
      };
      parts = [];
      length = 0;
      begin = end + 1;
    }
    const rest = bytes.subarray(begin);
    length += rest.length;
    if (length <= longestLine) parts.push(Buffer.from(rest));
    else parts = [];
    at += bytesRead;
  }
}
