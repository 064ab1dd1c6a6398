import { describe, expect, it } from 'vitest';
import { canonicalEntity, parseEntityReferences } from '../../../src/core/entity/entityReference.ts';

const found = (text: string, languageId?: string): string[] =>
  parseEntityReferences(text, { languageId }).map(({ canonical }) => canonical);

const sha = '1a2b3c4d5e6f70819293a4b5c6d7e8f901234567';
const other = '9f8e7d6c5b4a39281706f5e4d3c2b1a098765432';

describe('the end of an address', () => {
  it.each([
    ['https://github.com/owner/repo/pull/3/files', 'https://github.com/owner/repo/pull/3'],
    ['https://github.com/owner/repo/issues/4#issuecomment-9', 'https://github.com/owner/repo/issues/4'],
    [
      'https://gitlab.example.org/a/b/-/merge_requests/5/diffs?view=parallel',
      'https://gitlab.example.org/a/b/-/merge_requests/5',
    ],
    [`https://github.com/owner/repo/commit/${sha}#diff-0`, `https://github.com/owner/repo/commit/${sha}`],
    ['https://github.com/owner/repo/issues/6/', 'https://github.com/owner/repo/issues/6'],
  ])('%s', (address, reference) => {
    const [only, ...more] = parseEntityReferences(`See ${address}, please.`);
    expect(only?.raw).toBe(reference);
    expect(`See ${address}`.slice(only?.start, only?.addressEnd)).toBe(address);
    expect(more).toEqual([]);
  });

  it('is nothing to speak of where the number is the end', () => {
    expect(parseEntityReferences('https://github.com/owner/repo/pull/3.')[0]).not.toHaveProperty(
      'addressEnd',
    );
  });

  it.each([
    ['[https://github.com/o/r/issues/3](https://github.com/o/r/issues/3)', ['o/r#3', 'o/r#3']],
    ['https://github.com/o/r/pull/4,https://github.com/o/r/pull/5', ['o/r#4', 'o/r#5']],
    ['(https://github.com/o/r/issues/6)(https://github.com/o/r/issues/7)', ['o/r#6', 'o/r#7']],
    [
      'see `the issue <https://github.com/o/r/issues/8#issuecomment-1>`_ and `that <https://x.org>`_',
      ['o/r#8'],
    ],
  ])('does not swallow the next one: %s', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });
});

describe('zeros before a number', () => {
  it.each([
    ['“#034” and !07, &012', ['#34', '!7', '&12']],
    ['Fixes #0042.', ['#42']],
    ['group/app#007', ['group/app#7']],
    ['// see #012', ['#12'], 'typescript'],
  ])('%s', (text, expected, languageId?: string) => {
    expect(found(text, languageId)).toEqual(expected);
  });

  it.each(['#0, #00 and #000', 'from #000000 to #000080', '!0 &00'])('nothing in %s', (text) => {
    expect(found(text)).toEqual([]);
  });

  it('are left out of what is asked for, and so is what stands around it', () => {
    expect(['#034', '!07', '(!12)', '!12.'].map((text) => canonicalEntity(text))).toEqual([
      '#34',
      '!7',
      '!12',
      '!12',
    ]);
  });
});

describe('shas as people write them', () => {
  it.each([
    ['rétabli dans « 1a2b3c4d »', ['commit:1a2b3c4']],
    ['The typo came in\n1a2b3c4d, and stayed.', ['commit:1a2b3c4']],
    ['behoben in ‚1a2b3c4d‘; seit 9f8e7d6c', ['commit:1a2b3c4', 'commit:9f8e7d6']],
    ['撤销1a2b3c4d，见9f8e7d6c的说明', ['commit:1a2b3c4', 'commit:9f8e7d6']],
    ['1a2b3c4dで修正しました', ['commit:1a2b3c4']],
    ['오류 수정: 1a2b3c4d', ['commit:1a2b3c4']],
    ['修复自 1a2b3c4d 引入的问题', ['commit:1a2b3c4']],
    ['viz commitu 1a2b3c4d, cofnięto 9f8e7d6c', ['commit:1a2b3c4', 'commit:9f8e7d6']],
    ['siehe 1a2b3c4d', ['commit:1a2b3c4']],
    ['[1a2b3c4] Write the log', ['commit:1a2b3c4']],
    ['Write the log (1a2b3c4)', ['commit:1a2b3c4']],
    ['[bug 1a2b3c4d](https://example.org)', ['commit:1a2b3c4']],
    ['- 1a2b3c4 Write the log\n- 9f8e7d6 Read it', ['commit:1a2b3c4', 'commit:9f8e7d6']],
    ['1a2b3c4 Write the log\n9f8e7d6 Read it\n', ['commit:1a2b3c4', 'commit:9f8e7d6']],
    ['made superfluous by 1a2b3c4 (Write the log)', ['commit:1a2b3c4']],
    ['1a2b3c4 ("Write the log") forgot it', ['commit:1a2b3c4']],
    ['Merge: 1a2b3c4 9f8e7d6\n', ['commit:1a2b3c4', 'commit:9f8e7d6']],
    ['Bump the theme from 1a2b3c4 to 9f8e7d6.', ['commit:1a2b3c4', 'commit:9f8e7d6']],
    ['running git show 1a2b3c4 tells', ['commit:1a2b3c4']],
    ['changeset 1a2b3c4d5e6f', ['commit:1a2b3c4']],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it.each([
    'the key (id 1a2b3c4d) and the token 1a2b3c4d',
    `bearer ${sha}, password: ${other}`,
    `${sha}  archive.tar.gz\n${other} *notes.txt`,
    'index 1a2b3c4..9f8e7d6 100644',
    'the empty blob (1a2b3c4) and tree 9f8e7d6',
    'rises in 1e10000 steps of 0b10101010',
    'signed with ed25519',
    'segfault at 00007f1a2b3c to ffff8a2b3c4d',
    '0123456789abcdef0123456789abcdef01234567',
    'thanks, d3adc0d3!',
    '密码1a2b3c4d 和令牌 9f8e7d6c',
  ])('nothing in %j', (text) => {
    expect(found(text)).toEqual([]);
  });

  it.each([
    ['json', `{"gitHead": "${sha}", "shasum": "${other}"}`, ['commit:1a2b3c4']],
    ['shellscript', `COMMIT="${sha}"\nSUM="${other}"`, ['commit:1a2b3c4']],
    ['python', `assert digest == '${sha}'  # since ${other}`, ['commit:9f8e7d6']],
    ['typescript', "const patches = ['[1a2b3c4] group/app#3: read it'];", ['commit:1a2b3c4', 'group/app#3']],
  ])('%s: %s', (languageId, text, expected) => {
    expect(found(text, languageId)).toEqual(expected);
  });
});

describe('numbers that count something else', () => {
  it.each([
    'PKCS #12, PKCS#7 and CMS/PKCS#7',
    'Unicode Standard Annex #31 and UAX #15',
    'Raid set identifier #3',
    'Block #1 goes to block #2; whoever checks #2 and not #1 falls back to #2.',
    'steps #1, #2 and #3',
    'see attachment #1234 and comment #5',
    'bic x0, x0, #7 and ldr x1, [sp, #16]',
    'ошибка: line %d #3',
  ])('nothing in %s', (text) => {
    expect(found(text)).toEqual([]);
    expect(found(`/* ${text} */`, 'c')).toEqual([]);
  });

  it('stay what they are on the next line of a comment', () => {
    expect(found('// path #3 is made first,\n// then #3 is filled, see #3', 'go')).toEqual(['#3']);
  });

  it.each([
    ['- Mend the Windows build #33\n- Add a test #34', ['#33', '#34']],
    ['Fix the build #33', ['#33']],
    ['more tests #12', ['#12']],
    ['ticket #4, request #5, patch #67 and test #890', ['#4', '#5', '#67', '#890']],
    ['Step #1 is told in issue #1', ['#1']],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });
});

describe('colours beside references', () => {
  it.each([
    ['css', '/* wraps at last (#512), and see #123 */', ['#512', '#123']],
    ['css', '/* 行高（#512），见#640 */', ['#512', '#640']],
    ['css', '/* siehe „#512“, voir #640 */', ['#512', '#640']],
    ['scss', '// fixes #123456', ['#123456']],
    ['markdown', '* Name the background colour ([#785](https://example.org))', ['#785']],
    ['git-commit', 'Use the help colours (#897)\n\nMore.', ['#897']],
    ['markdown', 'Toolbar with a border, #5361', ['#5361']],
  ])('%s: %s', (languageId, text, expected) => {
    expect(found(text, languageId)).toEqual(expected);
  });

  it.each([
    ['css', '/* #512 */ a { color: var(#512); } /* the text is #123, the rest #456789 */'],
    ['go', 'theme := "#F8F8F2,#282828"'],
    ['markdown', 'The border is #123, its shade #456789.'],
  ])('nothing in %s: %s', (languageId, text) => {
    expect(found(text, languageId)).toEqual([]);
  });
});

describe('texts inside of code', () => {
  it.each([
    ['html', '<li>Mend it (ticket #12), <small>(#345)</small></li>', ['#12', '#345']],
    [
      'html',
      '<a href="https://github.com/o/r/issues/7">#7</a> <code>!8</code> <tt>a !9 b</tt>',
      ['o/r#7', '#7', '!8'],
    ],
    ['html', "<a title='after !3' class=x>&#12; &amp;</a> <p>it's #4</p>", ['!3', '#4']],
    [
      'html',
      '<style>a { color: #123 } /* see #345 */</style><script>x = !1 // for #56\n</script>',
      ['#345', '#56'],
    ],
    ['html', '<pre>make #12</pre><p>a < b, #13', ['#13']],
    ['xml', '<note><![CDATA[see #12]]></note>', ['#12']],
    ['yaml', `uses: actions/checkout@${sha} # v2`, ['actions/checkout@1a2b3c4']],
    [
      'yaml',
      `rev: ${sha}\nanchor: &12 x\nlink: https://github.com/o/r/issues/7`,
      ['commit:1a2b3c4', 'o/r#7'],
    ],
    ['yaml', 'notes: |\n  Closes #12\n  and !13\nother: a #c\nlast: >-\n  &15', ['#12', '!13', '&15']],
    ['shellscript', 'git commit -m "Mend it\n\nCloses #12\n" # and !13', ['#12', '!13']],
    [
      'shellscript',
      "cat <<-'END' >notes # to !1\n  Closes #12, don't\n  END\nx=1 # see #13\necho '!14'",
      ['!1', '#12', '#13', '!14'],
    ],
    ['shellscript', 'cat <<A <<B\nsee #12\nA\nfor #13\nB\n# !14', ['#12', '#13', '!14']],
    ['shellscript', 'y=$((1<<x)); cat <<<word\n(see) #12 # !13', ['!13']],
    ['markdown', '```ts\nlet a = !1; // see #12\n```\n#13\n```css\na { color: #456 }\n```', ['#12', '#13']],
    ['markdown', '~~~yaml\na: b # see #12\n~~~', ['#12']],
    ['markdown', '```\nsee #12\n```\n```text\nsee #13\n```', []],
    ['plaintext', "Mend `one' (#12) and `two' (#13).", ['#12', '#13']],
  ])('%s: %s', (languageId, text, expected) => {
    expect(found(text, languageId)).toEqual(expected);
  });
});

describe('words written onto the number', () => {
  it.each([
    ['closes: Bug#12, issue#3', ['#12', '#3']],
    ['MR!4 and epic&5', ['!4', '&5']],
    ['PR#6 (GH#7)', ['#6', '#7']],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it.each(['C#7 and F#8', 'wow!12', 'debug#3'])('nothing in %s', (text) => {
    expect(found(text)).toEqual([]);
  });
});
