import { Readable } from 'node:stream';

/** Bytes of a line that is read; a call of more is refused at the server's door anyway, at 1 MiB. */
const longestLine = 4 * 1024 * 1024;
/** Of a line that is too long so much of its ends is kept, to find whose call it was. */
const keptHead = 4_096;
const keptTail = 512;
const lineFeed = 0x0a;

export interface BoundedLinesOptions {
  /** Hears of a line that was thrown away, with the id of its call where that can be told. */
  readonly onTooLong: (id: string | number | null, bytes: number) => void;
  readonly longest?: number;
}

/**
 * The lines of an input that are short enough, each in one chunk. Reads on whatever happens to what it hands out: the
 * transport behind it stops listening at a line above its bound, and an input that nobody reads never ends.
 */
export function boundedLines(
  input: Readable,
  { onTooLong, longest = longestLine }: BoundedLinesOptions,
): Readable {
  const output = new Readable({ read() {} });
  let parts: Buffer[] = [];
  let bytes = 0;
  let tail: Buffer = Buffer.alloc(0);

  const take = (part: Buffer): void => {
    bytes += part.length;
    if (bytes <= longest) return void parts.push(part);
    // From here on only the ends are kept.
    parts = [Buffer.concat([...parts, part]).subarray(0, keptHead)];
    tail = Buffer.concat([tail, part]).subarray(-keptTail);
  };
  const finish = (): void => {
    if (bytes > longest) onTooLong(idOfLine(String(parts[0]), String(tail)), bytes);
    else if (bytes > 0) output.push(Buffer.concat([...parts, Buffer.of(lineFeed)]));
    parts = [];
    bytes = 0;
    tail = Buffer.alloc(0);
  };
  input.on('data', (chunk: Buffer | string) => {
    let rest = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    for (let end = rest.indexOf(lineFeed); end >= 0; end = rest.indexOf(lineFeed)) {
      take(rest.subarray(0, end));
      finish();
      rest = rest.subarray(end + 1);
    }
    if (rest.length > 0) take(rest);
  });
  // What stands behind the last line feed is no whole message.
  input.once('end', () => output.push(null));
  input.once('close', () => output.destroy());
  input.once('error', () => output.destroy());
  return output;
}

/**
 * The id of a call from the two ends of its line, where programs write it: before anything that is nested, or last. An
 * id inside of a text or of an argument is not taken for it.
 *
 * @param head First bytes of the line as text.
 * @param tail Its last bytes.
 */
export function idOfLine(head: string, tail: string): string | number | null {
  const first =
    /^\s*\{(?:\s*"(?:jsonrpc|method)"\s*:\s*"[^"\\]{0,200}"\s*,){0,2}\s*"id"\s*:\s*("[^"\\]{0,200}"|-?\d{1,15})\s*[,}]/;
  const last = /,\s*"id"\s*:\s*("[^"\\]{0,200}"|-?\d{1,15})\s*(?:,\s*"jsonrpc"\s*:\s*"2\.0"\s*)?\}\s*$/;
  const found = first.exec(head)?.[1] ?? last.exec(tail)?.[1];
  return found === undefined ? null : (JSON.parse(found) as string | number);
}
