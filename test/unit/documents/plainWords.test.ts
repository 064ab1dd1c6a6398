import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * Turns of phrase that a reader stumbles over, and what is said instead. They are looked for in everything that a person
 * reads, so that a phrase that was mended in one place does not come back in another.
 */
const jarring: readonly (readonly [RegExp, string])[] = [
  [/\banew\b/i, 'again, or rebuild'],
  [/\b(?:is|are|does|do) not \w+(?: \w+)? any ?more\b|\bnot there any more\b/i, 'no longer'],
  [/\bsomebody\b|\beverybody\b/i, 'someone, everyone'],
  [/\bset-up\b|\btake-over\b/i, 'setup, takeover'],
  [/\byour yes\b|\byes or (?:a )?no\b/i, 'you confirm, accept or reject'],
  [/\bput(?:s|ting)? away\b|\bput \w+(?: \w+)? away\b/i, 'archive'],
  [/\blet(?:s|ting)? go of\b/i, 'remove, release'],
  [/\b(?:is|was) (?:asked|waited) for\b/i, 'name who asks or waits'],
  [/\bin force\b.*\btoken\b|\btoken\b.*\bin force\b/i, 'replace the token'],
  [/\bWhich \w+ should (?:be|stay|no longer)\b/, 'Which … do you want to …?'],
  [/\bthe log says more\b/i, 'the log has details'],
  [/\bmouse rests?\b|\brest the mouse\b/i, 'hover over'],
  [/\bnot this one\b/i, 'belongs to something else'],
  [/\bbelongs? into\b/i, 'put … in …'],
  [/\bthe (?:model|text|version) (?:from )?before\b/i, 'the previous …'],
  [/\b(?:makes|sent) vectors of \S+ numbers\b|\bnumbers a vector\b/i, 'dimensions'],
  [/\b(?:honour|favour|behaviour|recognis|organis|synchronis|initialis)(?!ation\/)/i, 'American spelling'],
  [/\b(?:click(?:ed|ing)?|please)\b/i, 'select; no please'],
  [/[a-z]!(?=\s|["'`”]|$)/, 'no exclamation marks'],
];

const root = path.resolve(import.meta.dirname, '../../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const under = (folder: string, ending: string): string[] =>
  readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));

const pages = [
  'README.md',
  'docs/npm.md',
  'docs/opencode.md',
  'docs/security.md',
  'docs/embedders.md',
  'docs/privacy.md',
];
/** Where texts for people stand in code. Words of languages and code for shells are in other rooms. */
const rooms = ['extension', 'cli', 'client', 'operations', 'protocol', 'server', 'embed', 'store'];

/** A string of code that is a text: two words at least. Comments are for those who read code. */
const strings =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g;

function textsOfCode(code: string): string[] {
  return [...code.matchAll(strings)]
    .map(([, single, double, template]) => single ?? double ?? template ?? '')
    .filter((text) => /[A-Za-z]{2,}[,:;]? [A-Za-z{$“"]/.test(text));
}

const jarsIn = (text: string): string[] =>
  jarring.flatMap(([pattern, instead]) => {
    const found = pattern.exec(text)?.[0];
    return found === undefined ? [] : [`“${found}” (${instead}): ${text.slice(0, 120)}`];
  });

describe('what people read', () => {
  it('in the manifest of the extension', () => {
    const texts = Object.values<string>(JSON.parse(read('package.nls.json')));
    expect(texts.flatMap(jarsIn)).toEqual([]);
  });

  it.each([...pages, ...under('media/walkthrough', '.md')])('in %s', (page) => {
    expect(read(page).split('\n').flatMap(jarsIn)).toEqual([]);
  });

  it.each(rooms)('in the messages of %s', (room) => {
    const texts = under(`src/${room}`, '.ts').flatMap((file) => textsOfCode(read(file)));
    expect(texts.length).toBeGreaterThan(10);
    expect(texts.flatMap(jarsIn)).toEqual([]);
  });

  it.each([
    'Which memory should be put away?',
    'Making search vectors anew',
    'This memory is not there any more.',
    'wait here for your yes or no',
    'has a server named "memory" that is not this one',
    'when the mouse rests on them',
  ])('would show “%s”', (text) => {
    expect(jarsIn(text)).not.toEqual([]);
  });

  it('is found in code, without its comments', () => {
    const code =
      "// made anew, it's said\nfail(`gone from ${b} now`, 'The model is here');\n/* 'put away' */ x('id');";
    expect(textsOfCode(code)).toEqual(['gone from ${b} now', 'The model is here']);
  });
});
