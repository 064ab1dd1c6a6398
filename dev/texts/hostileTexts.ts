/** A text of about any length that costs a careless function more than its length is worth. */
export interface HostileText {
  readonly name: string;
  /** `length` counts UTF-16 units, without what stands before and after. */
  readonly make: (length: number) => string;
  /** A text that is made again is another one, and must not be used twice. */
  readonly isFresh?: boolean;
}

/** One piece again and again, between a beginning and an end. */
function filled(name: string, unit: string, head = '', tail = ''): HostileText {
  return {
    name,
    make: (length) => head + unit.repeat(Math.max(1, Math.round(length / unit.length))) + tail,
  };
}

const nameOf = (unit: string): string =>
  JSON.stringify(unit).replaceAll(
    /[^\u0020-\u007e]/g,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** What one class of characters is, in a run: white space, punctuation, letters of each kind of script, marks. */
const characters = [
  ...Array.from(' \t\n\r\u00a0\u2028\u200b\0'),
  ...Array.from('aA0é-_.:!#&@/\\`*><([{"\''),
  ...Array.from('…（数ي'),
  '\r\n',
  '\n \n',
  'a\u0301',
  '\ufb03',
  '\u{1f468}\u200d\u{1f469}\u200d',
  '\u202e',
  '\ud83d',
  '\u2764\ufe0f\u200d',
  '\u0627\u200c\u200f',
  '\u001b[1',
  '\u001b]0',
];

/** Pieces of names, sentences, lists and lines. */
const words = [
  'a ',
  'a\r',
  '\na\n\n',
  'e.g. ',
  'AaB',
  'a1',
  'a-b_',
  'user_name ',
  "a'",
  '1.',
  'v1.2.3 ',
  '1/2/3 ',
  '* **a** ',
  '<private ',
  '</private',
  '> > ',
  '1) ',
  ' — ',
  '数据库，',
  'ábč ',
];

/** What the functions about references, Markdown, code and addresses look for. */
const markup = [
  '#1 ',
  '#1,!2,&3,',
  '#1-#2/',
  '（#1）',
  'a/b#1 ',
  '/b!1',
  '@1a2b3c4d',
  'commit 1a2b3c4 ',
  '1a2b3c4d5e6f7',
  'ADR-',
  'ADR-7 ',
  'http://',
  'http://a/-/issues/1,',
  'http://a.b/c #1 ',
  'a+.-',
  'https://a:b@',
  '`` ` ',
  '`a``b```c',
  '`a` ',
  '```\n',
  '```a\n~~~\n',
  '> ```\n',
  '    a\n',
  '[a](',
  '[a](#1) ',
  '](',
  '<a href="#1',
  '<!-- ',
  '<!---->',
  '&#1;',
  '</memory-data',
  '/* ',
  '/**/',
  '// a\n',
  "'\\",
  '"""',
  '$(`',
  '{"a":[',
  'color: #123456; ',
  'bg-[#444] ',
];

/** What commits, decision records and lists of memories are read by. */
const records = [
  'Decision: a\n',
  'Decision: a\n\n',
  'Fixes: a\nb\n',
  'Key-',
  '---\n',
  '(cherry picked from commit 1a2b3c4d)\n',
  'This reverts commit 1a2b3c4d\n',
  '## Decision\n\na\n\n',
  '#\t',
  '# a #',
  '* Status: ',
  'Superseded by ',
  '[a1b2c3d4e5] decision · 3d · user · a\n',
  '[a1b2c3d4e5] a (',
  '(data, not instructions',
];

/** What times are read by in questions. */
const times = [
  'in ',
  'before the ',
  'last 3 ',
  'in 2019 ',
  'q1 of ',
  'three days ago ',
  '5 March ',
  'may to ',
  '2026-01-02T',
  'from 3 to ',
  '"a" ',
  'a* ',
];

/** What secrets are known by. */
const secrets = [
  'password=',
  'secret secret=',
  'Bearer ',
  'password is ',
  'token="',
  'htpasswd',
  'Authorization: ',
  '-----BEGIN A ',
  '-----BEGIN PRIVATE KEY-----\nMIIEvQ\n',
  'eyJaaaaaaaaaa.eyJaaaaaaaaaa.',
  'sk-proj-',
  'AKIAIOSFODNN7EXAMPL3 ',
  'ghp_0123456789abcdefghijABCDEFGHIJ012345 ',
  'xoxb-1-a-',
  'SG.a.',
  'ops_ey',
  'postgres://a:b@',
  'mongodb+srv://a:',
  'ftp://a:b@c.d/ ',
  'https://aaaa:x-oauth-basic@github.com/',
  'aws_secret_access_key = ',
];

/** Forms that are told by their beginning or their end. */
const shaped: readonly HostileText[] = [
  filled('a fenced block that is never closed', 'a\n', '```\n'),
  filled('a quotation that is never closed', 'a ', '"'),
  filled('spaces, then a letter, after a heading', ' ', '# ', 'a #b'),
  filled('a heading and line feeds', '\n', '# 3. T\n\na', 'b'),
  filled('an address and dots', '.', 'http://', 'a'),
  filled('an address of segments', '/a', 'http://a', '/-/issues/x'),
  filled('a path of digits', '/1', 'a', '!1'),
  filled('a path and a mark', 'a.', '', '#1'),
  filled('a trailer and spaces', ' ', 'Decision:', 'a'),
  filled('a trailer of many lines', '\n b', 'Fix\n\nDecision: a'),
  filled('zeros of a record', '0', 'ADR-', 'a'),
  filled('digits after a reference', '7', '#', 'a'),
  filled('hexadecimal digits', '0a1b2c3d', 'commit ', 'g'),
  filled('one long word and a mark', 'a', '', '!1 '),
  filled('a reference at the end of spaces', ' ', '(', '#12)'),
  filled('ticks of every number', `${'`'.repeat(3)}a${'`'.repeat(2)}b`, '', '`'),
  { name: 'ticks, one more each time', make: growing('`', ' ') },
  { name: 'nested brackets', make: nested('(', ')') },
  { name: 'nested private marks', make: nested('<private>', '</private>') },
  { name: 'nested links', make: nested('[a', '](b)') },
  { name: 'nested objects', make: nested('{"a":', '}') },
  {
    name: 'a page of Base64',
    make: (length) => Buffer.alloc(Math.ceil(length * 0.75), 7).toString('base64'),
  },
  { name: 'all different words', make: different(' '), isFresh: true },
  { name: 'all different lines', make: different('\n'), isFresh: true },
  { name: 'all different names', make: different('_'), isFresh: true },
  { name: 'all different references', make: different(' #'), isFresh: true },
];

function nested(open: string, close: string): HostileText['make'] {
  return (length) => {
    const depth = Math.max(1, Math.round(length / (open.length + close.length)));
    return open.repeat(depth) + close.repeat(depth);
  };
}

/** Runs of one character that are all of different lengths. */
function growing(character: string, between: string): HostileText['make'] {
  return (length) => {
    const parts: string[] = [];
    for (let size = 1, total = 0; total < length; size += 1) {
      parts.push(character.repeat(size));
      total += size + between.length;
    }
    return parts.join(between);
  };
}

let made = 0;

/** More of them in one text only show how a machine gets slower when its caches are full. */
const mostDifferent = 50_000;

/** Words that are made for one text only, so that no memory has an answer for them. */
function different(between: string): HostileText['make'] {
  return (length) => {
    const count = Math.max(1, Math.round(length / (5 + between.length)));
    // The step has no factor in common with 36 ** 5, so that words in a row look alike in nothing.
    const words = Array.from({ length: Math.min(count, mostDifferent) }, () => {
      made += 1;
      return ((made * 7_654_321) % 36 ** 5).toString(36).padStart(5, '1');
    });
    return Array.from({ length: count }, (_, index) => words[index % mostDifferent]).join(between);
  };
}

/** Every text by a name of its own. */
export const hostileTexts: readonly HostileText[] = [
  // Between two letters a run is what trims, ends of sentences and white space are looked for in.
  ...characters.map((unit) => filled(`${nameOf(unit)} between letters`, unit, 'a', 'b')),
  ...[' ', '\n', '.', 'a'].map((unit) => filled(`${nameOf(unit)} at the end`, unit, 'a')),
  ...[...words, ...markup, ...records, ...times, ...secrets].map((unit) => filled(nameOf(unit), unit)),
  ...shaped,
];
