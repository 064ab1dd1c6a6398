import { describe, expect, it } from 'vitest';
import {
  canonicalEntity,
  entityForms,
  entityName,
  parseEntityReferences,
} from '../../../src/core/entity/entityReference.ts';

const found = (text: string, languageId?: string, project?: string): string[] =>
  parseEntityReferences(text, { languageId, project }).map(({ canonical }) => canonical);

const sha = '1a2b3c4d5e6f70819293a4b5c6d7e8f901234567';

describe('references in prose', () => {
  it.each([
    ['Fixed in !123.', ['!123']],
    ['see #456, &789 and (!12)', ['#456', '&789', '!12']],
    ['**#12**, _!3_, "#4" and “!5”', ['#12', '!3', '#4', '!5']],
    ['[!123](https://example.com/x)', ['!123']],
    ['> #12 said so', ['#12']],
    ['#12/#13, #14-#15', ['#12', '#13', '#14', '#15']],
    ['#12 at the start\n!13 on the next line', ['#12', '!13']],
    ['Fixes:#12', ['#12']],
    ['group/proj!12', ['group/proj!12']],
    ['group/sub/deep/proj#7 and Owner/Repo#12', ['group/sub/deep/proj#7', 'owner/repo#12']],
    ['vercel/next.js#99', ['vercel/next.js#99']],
    ['group&7 and group/sub&8', ['group&7', 'group/sub&8']],
    ['https://gitlab.com/group/proj/-/merge_requests/12', ['group/proj!12']],
    ['https://gitlab.example.org/a/b/c/-/issues/4#note_1', ['a/b/c#4']],
    ['https://gitlab.com/a/b/-/work_items/4', ['a/b#4']],
    ['(https://github.com/owner/repo/pull/3/files).', ['owner/repo#3']],
    ['https://github.com/owner/repo/issues/4, then', ['owner/repo#4']],
    ['https://gitlab.com/groups/group/sub/-/epics/9', ['group/sub&9']],
    [`https://github.com/owner/repo/commit/${sha}`, ['owner/repo@1a2b3c4']],
    ['since commit 1a2b3c4', ['commit:1a2b3c4']],
    ['commits 1a2b3c4, 2b3c4d5e and 3c4d5e6f', ['commit:1a2b3c4', 'commit:2b3c4d5', 'commit:3c4d5e6']],
    ['it came with `1a2b3c4d`', ['commit:1a2b3c4']],
    [`This reverts ${sha}`, ['commit:1a2b3c4']],
    ['actions/checkout@8ade135a41bc03ea155e62e844d188df1ea18608', ['actions/checkout@8ade135']],
    ['ADR-7, ADR 0007, adr-12 and ADR #3', ['ADR-7', 'ADR-7', 'ADR-12', 'ADR-3']],
    ['`!123` is the one', ['!123']],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it.each([
    '#fff and #a1b2c3',
    '!important',
    'a[!1] and b[#2]',
    'Tom &amp; Jerry',
    '&#123; and &#x1F;',
    '2>&1 and >&2 and <&3',
    'if(!1) f(&1)',
    '# 456\n## 456\n##456',
    '#!/bin/sh',
    '!0 and #0 and &0',
    '#12abc !12px #1.5 #12-foo',
    'wow!123 and C#12 and AT&1',
    'https://example.com/page#12 and https://example.com/?a=1&2=3',
    'src/index.ts#12 and ./a/b!1 and @scope/pkg#1',
    'colour: #123456; border: 1px solid #456',
    '1a2b3c4 is a word, deadbeef and 1234567 too',
    'uuid 0190c2a4-7b3c-7def-8123-456789abcdef',
    'MADR-7 and ADR-7.2 and adr7x',
    'inline `see !123 there` and `a[!1]`',
    '```\nfixes !123 and #456\n```',
    '~~~ts\n!123\n~~~',
    'a=#12 x?!3 $&4',
  ])('nothing in %j', (text) => {
    expect(found(text)).toEqual([]);
  });

  it('goes on after a closed fence', () => {
    expect(found('```\n!1\n```\n!2')).toEqual(['!2']);
  });

  it('says where', () => {
    const text = 'before group/proj!12 after';
    const [reference] = parseEntityReferences(text);
    expect(reference).toEqual({
      kind: 'merge_request',
      canonical: 'group/proj!12',
      raw: 'group/proj!12',
      start: 7,
      end: 20,
    });
    expect(text.slice(reference?.start, reference?.end)).toBe(reference?.raw);
  });

  it('reads a long line of one word quickly', () => {
    const started = performance.now();
    expect(found(`${'a'.repeat(200_000)}!1 ${'#'.repeat(50_000)} ${'a/'.repeat(50_000)}`)).toEqual([]);
    // Quadratic work would take minutes.
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe('references beside the marks and letters of other scripts', () => {
  it.each([
    ['（#1001）见此', ['#1001']],
    ['【!12】、「#13」；《&14》', ['!12', '#13', '&14']],
    ['回滚了#77的修改，见group/app#5', ['#77', 'group/app#5']],
    ['バグ#8を修正。!9も', ['#8', '!9']],
    ['＃１２と＃７', ['#12', '#7']],
    ['커밋은 #31에 있다', ['#31']],
    ['“#4”—#5…#6 ‹!7› •#8 ⚠️#9 1️⃣#10', ['#4', '#5', '#6', '!7', '#8', '#9', '#10']],
    ['و#15 ثم ב-#16', ['#15', '#16']],
    ['#٣٤ and #९', ['#34', '#9']],
    ['Fixes #3+#4', ['#3', '#4']],
    ['ADR‑7 and（ADR-8）', ['ADR-7', 'ADR-8']],
    ['提交1a2b3c4d，commit：2b3c4d5e', ['commit:1a2b3c4', 'commit:2b3c4d5']],
    ['https://gitlab.example.org/a/b/-/issues/2001，涵盖了', ['a/b#2001']],
    ['（https://gitlab.example.org/a/b/-/merge_requests/3）», #4', ['a/b!3', '#4']],
    ['詳細はhttps://github.com/o/r/issues/33を参照', ['o/r#33']],
    ['https://github.com/o/r/pull/9에서', ['o/r#9']],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it.each([
    'Café#12, Straße!3 and слово#4',
    '#12é and #12а',
    '完成！12个，太好了!12个用户',
    'https://wiki.example.com/页面#12 and https://example.com/2024年/#3',
    "our #1 goal, we're #1",
  ])('nothing in %j', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('what only looks like a reference', () => {
  it.each([
    ['typescriptreact', '<div className="bg-[#444] text-[#123456] shadow-[0_0_2px_#111]" />'],
    ['typescriptreact', '<a href="#12">x</a><Link to={"docs/page#3"} /><use href=\'#4\' />'],
    ['typescript', 'const palette = "#111, #222222 #333";'],
    ['typescript', 'const css = `--accent: #444; border: 1px solid #123; color: #456;`'],
    ['html', '<a href="docs/page#3">x</a>'],
    ['json', '{"$ref": "#12"}'],
    ['markdown', '[step 3](#3), ![x](a/b#4), [y](<#5>) and [[folder/page#6]]'],
    ['markdown', 'see [below]\n\n[below]: #12\n'],
    ['markdown', '<a href="#7">seven</a> &#8217; &amp; &#39;'],
    ['markdown', 'example.com/guide#12, www.example.org/a/b#3 and localhost:3000/page#4'],
    ['latex', String.raw`\newcommand{\pair}[2]{(#1, #2)} a &5`],
    ['plaintext', 'dial *#21# or **12#3#'],
    ['plaintext', 'sha1:1a2b3c4d5e6f70819293a4b5c6d7e8f901234567'],
  ])('%s: %s', (languageId, text) => {
    expect(found(text, languageId)).toEqual([]);
  });

  it.each([
    ['typescriptreact', '<p title="fixed by #444">x</p> // see #123456', ['#444', '#123456']],
    ['typescript', "const issue = '#45'; const text = 'see #123; then #456';", ['#45', '#123', '#456']],
    ['markdown', '[#12](https://example.com), [note]: #13 is done, [[#14]]', ['#12', '#13', '#14']],
    ['markdown', 'github.com/owner/repo#12', ['github.com/owner/repo#12']],
    ['markdown', 'The border is wrong, fixes #444', ['#444']],
    ['latex', String.raw`see \#12 and !3 % but #4`, ['#12', '!3', '#4']],
  ])('%s: %s', (languageId, text, expected) => {
    expect(found(text, languageId)).toEqual(expected);
  });
});

describe('references in code', () => {
  it.each([
    ['typescript', 'const a = !0; // see !12\nconst b = x[!1]; /* #34 */', ['!12', '#34']],
    ['typescript', "const s = 'fixes #45'; const t = `for ${!1} &6`;", ['#45', '&6']],
    ['typescript', "fetch('https://github.com/o/r/pull/3')", ['o/r#3']],
    ['typescript', "const c = '#456'; const d = \"1px solid #456\"; const e = '#123456';", []],
    ['typescript', '// if (x) return !1; color: #456', []],
    ['typescript', "const quote = 'it\\'s'; #45; // #46", ['#46']],
    ['javascript', '#!/usr/bin/env node 12\nclass A { #12 = 1 } // !13', ['!13']],
    ['rust', "fn f<'a>(x: &'a str) -> &1 { } // see !12", ['!12']],
    ['c', '#define X 12\n#if 456\nint *p = &1; // #7', ['#7']],
    ['python', "# see #12\nx = '''\n!13\n'''\ny = 3 #456", ['#12', '!13']],
    ['ruby', 'x = y if !1 # for !12', ['!12']],
    ['shellscript', 'run 2>&1 # see #12\necho $# ${x#12} !34', ['#12']],
    ['shellscript', '#!/bin/sh\n# !12', ['!12']],
    ['sql', "select 1 -- #12\n/* !3 */ where a = 'x #45'", ['#12', '!3', '#45']],
    ['html', '<!-- see !12 and #456 --><a href="#12" style="color:#456">&#123; &amp; #7</a>', ['!12', '#7']],
    ['xml', '<a title="fixed by !12"/>', ['!12']],
    ['css', 'a { color: #456; width: 1px !important } /* see !12, #456 */', ['!12']],
    ['scss', '// for !12 and #123\n$a: #456;', ['!12']],
    ['less', '@a: #456; // group/proj#456', ['group/proj#456']],
    ['vue', "<p>it's</p><!-- !1 --> <style>a{color:#456}</style> // see !2", ['!1', '!2']],
    ['yaml', 'color: #456\nkey: "see !12" # for #13', ['!12', '#13']],
    ['go', 'x := !1 // &12', ['&12']],
    ['some-new-language', 'x = !1 // !12', ['!12']],
    ['markdown', '## 456\n#12', ['#12']],
    ['git-commit', 'Fix it\n\nCloses #12', ['#12']],
  ])('%s: %s', (languageId, text, expected) => {
    expect(found(text, languageId)).toEqual(expected);
  });
});

describe('canonical forms', () => {
  it.each([
    ['!123', '!123'],
    [' `#456` ', '#456'],
    ['GROUP/Proj!12', 'group/proj!12'],
    ['MR 12', '!12'],
    ['merge request !12', '!12'],
    ['PR #34', '#34'],
    ['issue 5', '#5'],
    ['epic 9', '&9'],
    [sha, 'commit:1a2b3c4'],
    ['1A2B3C4D', 'commit:1a2b3c4'],
    ['commit 1234567', 'commit:1234567'],
    ['commit:1a2b3c4', 'commit:1a2b3c4'],
    ['group/proj@1a2b3c4', 'group/proj@1a2b3c4'],
    ['adr 0007', 'ADR-7'],
    ['https://gitlab.com/a/b/-/merge_requests/12/diffs?x=1', 'a/b!12'],
  ])('%s is %s', (text, expected) => {
    expect(canonicalEntity(text)).toBe(expected);
    expect(canonicalEntity(expected)).toBe(expected);
  });

  it.each(['', 'auth module', '!0', 'see !12', '#fff', '1234567', 'https://example.com/a/b/pull/x'])(
    '%j is no reference',
    (text) => {
      expect(canonicalEntity(text)).toBeUndefined();
    },
  );

  it('folds free names', () => {
    expect(entityName('  Auth   Module ')).toBe('auth module');
    expect(entityName('PR 7')).toBe('#7');
  });

  it('are short within their own project', () => {
    const project = 'gitlab.com/Group/sub/proj';
    expect(found('group/sub/proj!12 other/proj!12 group/sub&3', undefined, project)).toEqual([
      '!12',
      'other/proj!12',
      '&3',
    ]);
    expect(canonicalEntity(`https://gitlab.com/group/sub/proj/-/commit/${sha}`, project)).toBe(
      'commit:1a2b3c4',
    );
    expect(canonicalEntity('group/proj#1', 'folder:/home/group/proj')).toBe('group/proj#1');
    expect(found('see log-reader#7, sub/log-reader#8', undefined, 'gitlab.com/group/sub/log-reader')).toEqual(
      ['#7', 'sub/log-reader#8'],
    );
    expect(found('see log-reader#7', undefined, 'gitlab.com/group/log-writer')).toEqual(['log-reader#7']);
  });

  it('have a short and a full form in their project', () => {
    const project = 'github.com/owner/repo';
    expect(entityForms('#12', project)).toEqual(['#12', 'owner/repo#12']);
    expect(entityForms('owner/repo#12', project)).toEqual(['owner/repo#12', '#12']);
    expect(entityForms('other/repo#12', project)).toEqual(['other/repo#12']);
    expect(entityForms('commit:1a2b3c4', project)).toEqual(['commit:1a2b3c4', 'owner/repo@1a2b3c4']);
    expect(entityForms('ADR-7', project)).toEqual(['ADR-7']);
    expect(entityForms('auth module', project)).toEqual(['auth module']);
    expect(entityForms('#12', null)).toEqual(['#12']);
  });
});
