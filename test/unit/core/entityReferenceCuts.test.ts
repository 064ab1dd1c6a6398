import { expect, it } from 'vitest';
import { parseEntityReferences } from '../../../src/core/entity/entityReference.ts';

/** Code of which the beginning was cut off: in the middle of a docstring or a comment, and what looks alike and is none. */
const cut: readonly (readonly [languageId: string, text: string, expected: readonly string[]])[] = [
  ['python', "    It reads the log.\n    See bug #123 for what isn't read, and #124.\n", ['#123', '#124']],
  [
    'python',
    'Reads it like #123.\n\n    Ref owner/name#12.\n    """\n    x = 1  # see #13',
    ['#123', 'owner/name#12', '#13'],
  ],
  ['python', 'Reads the log as told in #12."""\n    call(x)  #3', ['#12']],
  ['python', 'Fast and dirty reader of logs owner/name#12.\n', ['owner/name#12']],
  ['ruby', '  closes tickets #12 and #13\n  see owner/name#14', ['#12', '#13', 'owner/name#14']],
  ['shellscript', 'It fails, see PR #12 (and owner/name#13).', ['#12', 'owner/name#13']],
  ['python', 'x = total/count#12\ny = see(bug) #13\nreturn total/count#14\nlog.close #15', []],
  ['python', 'the module, as before (#1984).\nf(#12)\nx = (#13\n  4)', ['#1984']],
  ['shellscript', 'cat folder/file#12\nnpm install owner/name#13\ncolor #123', []],
  ['python', 'def read():\n    """\n    See #12.\n    """\n    return a #13\n', ['#12']],
  ['python', 'x = f("""a #12""")\ny = a #13', ['#12']],
  ['python', 'call(a) + b  #4711: keep the types equal', ['#4711']],
  ['python', '#4711: keep the types equal\nx = [\n  1, #12: one\n  #13,\n  2, #4711\n]', ['#4711']],
  ['python', 'port = 80 #8080: the other port', []],
  [
    'javascript',
    ' * Reads it.\n * @see {@link https://github.com/o/r/issues/57|o/r#57}\n */\nx = a #12',
    ['o/r#57', 'o/r#57'],
  ],
  ['c', ' * as in #12\n * and #13\n */\n * #14', ['#12', '#13']],
  ['javascript', '/** {@link https://github.com/o/r/issues/57|o/r#57} */', ['o/r#57', 'o/r#57']],
  ['c', '   it may change the state,\n   as told in issue #12. */\n  int a; /* #13 */', ['#12', '#13']],
  ['c', ' *------------\n * Readers. [TIP #416]\n */\n', ['#416']],
  ['javascript', "cron('*/5 * * *');\nx = y #12 + /.*/;\n", []],
  ['javascript', 'glob("a #12", /b*/)\nx = a */\n', ['#12']],
  [
    'python',
    '    broken since #123 was in. A test for #4711.\n    It is odd, because of #517',
    ['#123', '#4711', '#517'],
  ],
  [
    'python',
    '    owner/name#123\n    headers from it. owner/name#124\n    (owner/name#125).',
    ['owner/name#123', 'owner/name#124', 'owner/name#125'],
  ],
  ['ruby', 'x = y in #12\nsend(for: z) #123\nfor #123\nown/name#1 + 2', []],
  [
    'typescript',
    '\t- [Owner/Name#12](https://github.com/owner/name/issues/12)\n(see [issue #34](https://github.com/o/r/issues/34))',
    ['owner/name#12', 'owner/name#12', '#34', 'o/r#34'],
  ],
  ['typescript', 'a[b #12](https://github.com/o/r/issues/13)', ['o/r#13']],
  ['python', '    """\n\n    colour = "#222"\n    other = "see #12"', ['#12']],
  ['python', '    """\n    The log, #12 and #13.\n    """', ['#12', '#13']],
  ['c', ' *p = #12;\nx = a\n * #13', []],
];

it.each(cut)('in %s %j', (languageId, text, expected) => {
  const found = parseEntityReferences(text, { languageId }).map(({ canonical }) => canonical);
  expect(found).toEqual(expected);
});
