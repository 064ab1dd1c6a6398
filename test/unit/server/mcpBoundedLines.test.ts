import { PassThrough, type Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { boundedLines, idOfLine } from '../../../src/server/mcp/boundedLines.ts';

const call = (id: unknown, content: string) =>
  JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { content } });

async function textOf(stream: Readable): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

/** What comes out of these bytes, sent in chunks of a size, and what was thrown away. */
async function through(text: string, chunk: number, longest: number) {
  const input = new PassThrough();
  const tooLong: [string | number | null, number][] = [];
  const lines = boundedLines(input, { longest, onTooLong: (id, bytes) => tooLong.push([id, bytes]) });
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += chunk) input.write(bytes.subarray(at, at + chunk));
  input.end();
  return { text: await textOf(lines), tooLong };
}

describe('lines of an input', () => {
  const short = [call(1, 'grüße 😀'), call(2, 'b'), call(3, 'c')];
  const long = call(7, 'x'.repeat(5_000));

  it.each([1, 3, 64, 100_000])('come through whole when they are short, in chunks of %i', async (chunk) => {
    const text = `${short.join('\n')}\n`;
    expect(await through(text, chunk, 1_000)).toEqual({ text, tooLong: [] });
  });

  it.each([1, 64, 999, 100_000])('are left out when they are long, in chunks of %i', async (chunk) => {
    const text = [short[0], long, short[1], long, long, short[2], ''].join('\n');
    expect(await through(text, chunk, 1_000)).toEqual({
      text: `${short.join('\n')}\n`,
      tooLong: [1, 2, 3].map(() => [7, long.length]),
    });
    // The twin: what is left out is so for its length alone.
    expect((await through(text, chunk, 10_000)).text).toBe(text);
  });

  it('end with the input, in the middle of a line too', async () => {
    expect((await through(`${short[0]}\n{"half`, 5, 1_000)).text).toBe(`${short[0]}\n`);
    expect((await through(long, 50, 1_000)).text).toBe('');
    const input = new PassThrough();
    const lines = boundedLines(input, { onTooLong: () => {} });
    lines.resume();
    const closed = new Promise((resolve) => lines.once('close', resolve));
    input.destroy(new Error('broken pipe'));
    await closed;
    expect(lines.destroyed).toBe(true);
  });

  it('are read on when nobody takes them', async () => {
    const input = new PassThrough();
    boundedLines(input, { onTooLong: () => {} });
    const ended = new Promise((resolve) => input.once('end', resolve));
    for (let round = 0; round < 100; round += 1) input.write(`${call(round, 'y'.repeat(10_000))}\n`);
    input.end();
    await ended;
    expect(input.readableEnded).toBe(true);
  });
});

describe('the id of a line of which only the ends are known', () => {
  const ends = (line: string) => idOfLine(line.slice(0, 60), line.slice(-60));
  const filler = 'x'.repeat(200);

  it.each<[string, string | number | null]>([
    [`{"jsonrpc":"2.0","id":5,"method":"a","params":"${filler}"}`, 5],
    [`{"id":"abc","jsonrpc":"2.0","params":"${filler}"}`, 'abc'],
    [`{"method":"tools/call","id":-3,"params":"${filler}"}`, -3],
    [`{"method":"a","params":{"x":"${filler}"},"jsonrpc":"2.0","id":9}`, 9],
    [`{"method":"a","params":{"x":"${filler}"},"id":"q-1","jsonrpc":"2.0"}\r`, 'q-1'],
    [`{ "jsonrpc" : "2.0" , "id" : 5 , "params":"${filler}"}`, 5],
    [`{"jsonrpc":"2.0","method":"a","params":{"x":"${filler}","id":5}}`, null],
    [`{"jsonrpc":"2.0","method":"a","params":{"id":5,"x":"${filler}"}}`, null],
    [`{"jsonrpc":"2.0","method":"a","x":"${filler},\\"id\\":5}"}`, null],
    [`[{"jsonrpc":"2.0","id":5,"x":"${filler}"}]`, null],
    [`{"jsonrpc":"2.0","id":{"a":1},"x":"${filler}"}`, null],
    [filler, null],
  ])('%s', (line, id) => expect(ends(line)).toBe(id));
});
