import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { HiddenCharacters } from '../../../src/safety/hiddenCharacterCleaner.ts';
import { FirstLook, IncomingText } from '../../../src/safety/incomingText.ts';
import { PrivateText } from '../../../src/safety/privateTextCleaner.ts';
import { SecretRedactor } from '../../../src/safety/secretRedactor.ts';

const data = path.resolve(import.meta.dirname, '../../data');

/** Texts of a corpus, joined where no scanner is to find them. */
const textsOf = (...names: string[]): string[] =>
  names.flatMap((name) =>
    readFileSync(path.join(data, `${name}.jsonl`), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => [(JSON.parse(line) as { text: string | string[] }).text].flat().join('')),
  );

const redactor = new SecretRedactor();
const isHarmless = (...texts: string[]): boolean => redactor.clean(texts).found.length === 0;

/** What would make something else of the text that follows, or precedes, if it were one text with it. */
const neighbours = [
  'Nothing of note was said here, and the deployment went well.',
  'The password:',
  'the login is',
  'public',
  'no password, key or token; see the public',
  'Set-Cookie:',
  'login with user',
  'kind: Secret\ndata:',
  '| user | password |\n| --- | --- |',
  'interface Keys {',
  '-----BEGIN PUBLIC',
  'sha256:',
  'a line that goes on \\',
  '"quoted',
  '12345678',
  'x',
];

describe('a look at many texts together', () => {
  it('finds nothing among harmless texts of packages and logs', () => {
    const harmless = textsOf('benign', 'benignC').filter((text) => isHarmless(text));
    const batches = Array.from({ length: Math.ceil(harmless.length / 16) }, (_, at) =>
      harmless.slice(16 * at, 16 * at + 16).map((text) => [text]),
    );
    expect(harmless.length).toBeGreaterThan(1_000);
    expect(batches.filter((batch) => redactor.findsNothing(batch)).length).toBeGreaterThan(
      0.9 * batches.length,
    );
  });

  it.each(['secrets', 'secretsC'])('misses nothing of %s that is found in a text by itself', (name) => {
    const secret = textsOf(name).filter((text) => !isHarmless(text));
    expect(secret.length).toBeGreaterThan(200);
    const quiet = neighbours.filter((each) => redactor.findsNothing([[each], ['x'], [each]]));
    expect(quiet.length).toBeGreaterThan(10);
    const missed = secret.flatMap((text) =>
      quiet
        .filter((each) => redactor.findsNothing([[each], [text], [each]]))
        .map((each) => ({ each, text: text.slice(0, 20) })),
    );
    expect(missed).toEqual([]);
  });

  it('misses nothing that is cut in two by the border of two fields of one entry', () => {
    const tokens = textsOf('secrets').flatMap((text) => /\S{24,}/.exec(text)?.[0] ?? []);
    const cut = tokens
      .map((token) => [token.slice(0, 12), token.slice(12)])
      .flatMap(([start = '', end = '']) => [
        [start, end],
        [end, start],
      ])
      .filter((fields) => !isHarmless(...fields));
    expect(cut.length).toBeGreaterThan(50);
    for (const fields of cut) expect(redactor.findsNothing([['before'], fields, ['after']])).toBe(false);
  });

  it('joins nothing of two entries, as cleaning them one by one does not', () => {
    const [start, end] = [['glpat', 'a1B2c'].join('-'), 'd3E4f5G6h7I8j9K0'];
    expect(redactor.findsNothing([[`It is ${start}`], [`${end} it is`]])).toBe(true);
    // Its twin: the same in one entry.
    expect(redactor.findsNothing([[`It is ${start}`, `${end} it is`]])).toBe(false);
  });

  it('leaves what is too long to one look after the other', () => {
    const long = 'harmless words of no note '.repeat(25_000);
    expect(redactor.findsNothing([[long]])).toBe(true);
    expect(redactor.findsNothing([[long], [long]])).toBe(false);
  });
});

describe('what went through a first look', () => {
  const incoming = new IncomingText([new HiddenCharacters(), new PrivateText(), redactor]);
  const token = `glpat-${'a1B2c3D4e5'.repeat(2)}`;
  const entry = (content: string, name = 'owner', kind = 'decision') => ({
    kind,
    content,
    metadata: { [name]: 'somebody' },
  });

  it.each<[string, ReturnType<typeof entry>]>([
    ['a secret', entry(`It is ${token}.`)],
    ['a secret as a name', entry('It is there.', token)],
    ['a private part', entry('It is <private>there</private>.')],
    ['what nobody sees', entry('It is th\u200bere.')],
  ])('is cleaned where it holds %s', async (_what, held) => {
    const looked = async (...values: unknown[]): Promise<boolean> => {
      const look = new FirstLook();
      for (const value of values) expect(await look.clean(value)).toMatchObject({ value, report: new Map() });
      return incoming.findsNothing(look);
    };
    expect(await looked(entry('One.'), held, entry('Two.'))).toBe(false);
    expect((await incoming.clean(held)).report.size).toBe(1);
    expect(await looked(entry('One.'), entry('It is there.'), entry('Two.'))).toBe(true);
  });

  it('is looked at as a call looks at it: fields that stay as they are, and texts by themselves', async () => {
    const look = new FirstLook();
    await look.clean(entry('It is there.', 'owner', token), new Set(['kind']));
    expect(await incoming.findsNothing(look)).toBe(true);
    await look.text(token);
    expect(await incoming.findsNothing(look)).toBe(false);
  });
});
