import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { categoryNamed } from '../../../src/transfer/categoryNames.ts';
import { fileBytes } from '../../../src/transfer/files/fileBytes.ts';
import { inflated } from '../../../src/transfer/files/inflated.ts';
import { textChunks } from '../../../src/transfer/files/textChunks.ts';
import { type TextLine, textLines } from '../../../src/transfer/files/textLines.ts';
import { zipMembers } from '../../../src/transfer/files/zipMembers.ts';
import { zipOf } from './zipOf.ts';

let temp: TempDirectory;
beforeEach(async () => {
  temp = await tempDirectory('transfer-files');
});
afterEach(() => temp.dispose());

async function allOf<T>(parts: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const part of parts) found.push(part);
  return found;
}
async function* each<T>(parts: readonly T[]): AsyncGenerator<T> {
  yield* parts;
}
const bytesIn = async (parts: AsyncIterable<Uint8Array>): Promise<Buffer> =>
  Buffer.concat(await allOf(parts));

describe('lines', () => {
  const numbered = (lines: readonly TextLine[]) => lines.map(({ number, text }) => `${number}:${text}`);

  it('are the same, wherever the text is cut into pieces', async () => {
    const text = 'a\r\n\nbé日本\nlast';
    for (let size = 1; size <= text.length; size += 1) {
      const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
        text.slice(at * size, (at + 1) * size),
      );
      expect(numbered(await allOf(textLines(each(pieces))))).toEqual(['1:a', '2:', '3:bé日本', '4:last']);
    }
  });

  it('are kept as far as they fit, and the next one is whole again', async () => {
    const lines = await allOf(textLines(each(['aa', 'aa', 'aa\nbbbb\ncc']), 4));
    expect(lines.map(({ text, isCut }) => [text, isCut])).toEqual([
      ['aaaa', true],
      ['bbbb', false],
      ['cc', false],
    ]);
  });
});

describe('bytes', () => {
  it('are text by the mark that they begin with, wherever they are cut', async () => {
    for (const [encoding, mark] of [
      ['utf8', ''],
      ['utf8', '\uFEFF'],
      ['utf16le', '\uFEFF'],
    ] as const) {
      const bytes = Buffer.from(`${mark}é日本🇯🇵`, encoding);
      for (const size of [1, 2, 3, 100]) {
        const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
          bytes.subarray(at * size, (at + 1) * size),
        );
        expect((await allOf(textChunks(each(pieces)))).join('')).toBe('é日本🇯🇵');
      }
    }
  });

  it.skipIf(process.platform === 'win32')(
    'are not waited for where a pipe has none, and read where it is a file',
    async () => {
      const pipe = temp.join('pipe');
      execFileSync('mkfifo', [pipe]);
      expect(() => fileBytes(pipe)).toThrow(/named pipe/);
      expect(() => fileBytes(temp.path)).toThrow(/folder/);
      expect(() => fileBytes(temp.join('none'))).toThrow(/cannot be read/);
      writeFileSync(temp.join('file'), 'text');
      expect((await bytesIn(fileBytes(temp.join('file')))).toString()).toBe('text');
    },
  );

  it('are unpacked up to a bound', async () => {
    const bomb = gzipSync(Buffer.alloc(2_000_000));
    await expect(bytesIn(inflated(Readable.from([bomb]), 'gzip', 1_000_000))).rejects.toMatchObject({
      code: 'invalid_input',
    });
    expect((await bytesIn(inflated(Readable.from([bomb]), 'gzip', 2_000_000))).length).toBe(2_000_000);
  });

  it('are damaged where they end early, and no loop waits for more', async () => {
    const packed = gzipSync('text'.repeat(1000));
    for (const bytes of [packed.subarray(0, 20), Buffer.from('no gzip at all')])
      await expect(bytesIn(inflated(Readable.from([bytes]), 'gzip'))).rejects.toMatchObject({
        code: 'invalid_input',
      });
    expect((await bytesIn(inflated(Readable.from([packed]), 'gzip'))).length).toBe(4000);
  });
});

describe('an archive', () => {
  const archive = (name: string, bytes: Buffer): string => {
    writeFileSync(temp.join(name), bytes);
    return temp.join(name);
  };
  const files = { 'a.json': 'first', 'folder/b.gz': Buffer.from([1, 2, 3]), empty: '' };

  it('has its files, packed or not, whatever stands before and behind it', async () => {
    for (const isStored of [true, false])
      for (const note of ['', 'a note']) {
        const members = await zipMembers(
          archive('a.zip', Buffer.concat([zipOf(files, { isStored }), Buffer.from(note)])),
        );
        expect(members.map(({ name }) => name)).toEqual(Object.keys(files));
        expect((await bytesIn(members[0]?.bytes() ?? each([]))).toString()).toBe('first');
        expect(await bytesIn(members[1]?.bytes() ?? each([]))).toEqual(Buffer.from([1, 2, 3]));
        expect((await bytesIn(members[2]?.bytes() ?? each([]))).length).toBe(0);
      }
  });

  it('is refused where it is damaged, encrypted, or packed otherwise', async () => {
    const whole = zipOf(files);
    const changed = (change: (bytes: Buffer) => void): Buffer => {
      const bytes = Buffer.from(whole);
      change(bytes);
      return bytes;
    };
    const directory = whole.readUInt32LE(whole.length - 6);
    const readAll = async (bytes: Buffer): Promise<void> => {
      for (const member of await zipMembers(archive('odd.zip', bytes))) await bytesIn(member.bytes());
    };
    await readAll(whole);
    for (const bytes of [
      whole.subarray(0, -30),
      Buffer.alloc(0),
      changed((each) => each.writeUInt32LE(0xffffffff, each.length - 6)),
      changed((each) => each.writeUInt32LE(7, each.length - 6)),
      changed((each) => each.writeUInt16LE(1, directory + 8)),
      changed((each) => each.writeUInt16LE(99, directory + 10)),
      changed((each) => each.writeUInt32LE(3, directory + 42)),
    ])
      await expect(readAll(bytes)).rejects.toMatchObject({ code: 'invalid_input' });
    expect(readFileSync(temp.join('odd.zip')).length).toBeGreaterThan(0);
  });
});

describe('a kind that another system names', () => {
  it('is ours in whatever spelling, and none where it is a word of its own', () => {
    expect(['Decision', 'decisions', ' BUGFIX ', 'best practice', 'anti-pattern'].map(categoryNamed)).toEqual(
      ['decision', 'decision', 'event', 'convention', 'directive'],
    );
    expect(['', 'zebra', 's', 7, undefined, 'x'.repeat(1000)].map(categoryNamed)).toEqual(
      Array.from({ length: 6 }, () => undefined),
    );
  });
});
