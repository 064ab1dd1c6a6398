import { describe, expect, it } from 'vitest';
import { parseEntityReferences } from '../../../src/core/entity/entityReference.ts';

const found = (text: string, languageId?: string): string[] =>
  parseEntityReferences(text, { languageId }).map(({ canonical }) => canonical);

type Case = readonly [text: string, expected: readonly string[], languageId?: string];
type WholeCase = readonly [text: string, expected: readonly string[], languageId: string];

/** Each kind with what it must find and, beside it, what looks alike and is none. */
const kinds: Readonly<Record<string, { readonly some: readonly Case[]; readonly none: readonly Case[0][] }>> =
  {
    'a sha behind what was built of it': {
      some: [
        ['This backports the patch from aaee93a5b1dfc78cb9119797df5c766a53872c5b to it', ['commit:aaee93a']],
        ['khash: update to klib f28c067\n\nbump gnulib to 1a2b3c4', ['commit:f28c067', 'commit:1a2b3c4']],
        ['WIP on master: 4c52b4d Write the log', ['commit:4c52b4d']],
        ['Reapplying 87cfbb69: "Write the log", fixup for 5c52eb0', ['commit:87cfbb6', 'commit:5c52eb0']],
        ['as per the commit - 4047cda0ab5aaa', ['commit:4047cda']],
        [
          'Apply the same fix as 4d13308 to all, when 8443f492 was there.',
          ['commit:4d13308', 'commit:8443f49'],
        ],
        ['some of it (be89977 and\ne5b0662)', ['commit:be89977', 'commit:e5b0662']],
        ['/* HEAD is 2d440f2b3147d3dc7ad1085813478d6d869d5a4d */', ['commit:2d440f2'], 'c'],
        ['[FEATURE 75cbe88f](https://example.org/o/r/commit/75cbe88f1a)', ['commit:75cbe88', 'o/r@75cbe88']],
        ["the project's own 7eb93c89651 ([PATCH] Write it)", ['commit:7eb93c8']],
        ['- Order them - ([000a67c](https://example.org/o/r))', ['commit:000a67c']],
        ['as `git show 1a2b3c4` tells', ['commit:1a2b3c4']],
        ['/* Since kernel 56d176c9 the prefix is gone. */', ['commit:56d176c'], 'c'],
        [
          'broken with mainline 1a2b3c4d5e6f, fine with version 9f8e7d6c',
          ['commit:1a2b3c4', 'commit:9f8e7d6'],
        ],
        ['Docker build 48a66213fe does not, patch 9f8e7d6c does', ['commit:48a6621', 'commit:9f8e7d6']],
        ['A better fix for 2fe5d0fd, amends 8c0bcf70f', ['commit:2fe5d0f', 'commit:8c0bcf7']],
        ['The engine 2154eca7 breaks the reader', ['commit:2154eca']],
      ],
      none: [
        'a call to 1a2b3c4x, made to update f28c067x',
        '100644 blob 95925677ca47beb0b8cce7c0e0011bcc3f61470f  213045',
        ':100644 100644 06a5d6ae9eca55be2e0e585a152e6b1336f2b20e 0000000',
        'index 27184d9883b12c4c9c54b4a31137603586169f51..7c94f9e60bf366033d98e0d551ae37d30faef74a 100644',
        'aaaaaaaaaa1111111111bbbbbbbbbb2222222222',
        'as `run 1a2b3c4` tells',
        'the kernel address 56d176c9',
        'the main key 1a2b3c4d',
        'a version tag, 1a2b3c4d',
        'serial 9f8e7d6c of the build server',
      ],
    },
    'a sha beside another reference': {
      some: [
        ['* Write the log (refs #3389, 2a37b0e)', ['#3389', 'commit:2a37b0e']],
        ['(2a37b0e, #12) and !7 / 9f8e7d6c', ['commit:2a37b0e', '#12', '!7', 'commit:9f8e7d6']],
        ['ADR-7, 2a37b0e', ['ADR-7', 'commit:2a37b0e']],
        ['// group/app!5 + 2a37b0e', ['group/app!5', 'commit:2a37b0e'], 'typescript'],
        ['* [0e88c73bc9,e47de85382] Keep the keys', ['commit:0e88c73', 'commit:e47de85']],
        ['* [32100208,9529af72] Import it (closes: #12)', ['commit:9529af7', '#12']],
        ['closes #12 (the old log, 47d79d7e7e40)', ['#12', 'commit:47d79d7']],
        [
          'o Mend a word (674bc6a Ann Example), rustc (9bc8c42bb 2021-05-09)',
          ['commit:674bc6a', 'commit:9bc8c42'],
        ],
      ],
      none: ['x, 2a37b0e', 'the token (id 2a37b0e, 5 bytes)', 'user 2a37b0e, thanks', 'step #1, 2a37b0e'],
    },
    'an address in a trace': {
      some: [
        ['[1a2b3c4] Write the log', ['commit:1a2b3c4']],
        ['// the log [1a2b3c4]', ['commit:1a2b3c4'], 'go'],
        ['// see <1a2b3c4>', ['commit:1a2b3c4'], 'go'],
      ],
      none: [
        '/*\nwalk [100b592a0]\n.   NAME a(1) l(15)\n*/',
        '/* [<c0104f6a>] show_trace\n   [<c0105b7e>] dump_stack */',
        '// at [00007f1a2b3c] and (ffff8a2b3c4d)',
        '// eight digits (e.g. \'7d0a0001\' or "7d0b0001")',
      ],
    },
    'whom somebody thanks': {
      some: [
        ['Caused by 1a2b3c4d, mended by 9f8e7d6c.', ['commit:1a2b3c4', 'commit:9f8e7d6']],
        ['superseded by 1a2b3c4d', ['commit:1a2b3c4']],
      ],
      none: [
        'Suggested by bca48e50 on the wiki, thanks!',
        'reported by a1b2c3d4',
        'Thanks to dead1337 for the patch by ab12cd34',
        'found by abba1975\nspotted by "abba1975"',
      ],
    },
    'numbers of what is counted': {
      some: [
        ['Port #4173 to master', ['#4173']],
        ['* Add it to the page #2551', ['#2551']],
        ['ISSUE-#9139 and PR-#12', ['#9139', '#12']],
        ['Block #1 landed with #25', ['#25']],
        ['the new version\n#12 Write the log', ['#12']],
        ['Rails #12 and GitHub #13', ['#12', '#13']],
        ['as told in the long report of the last release and in issue\n#12', ['#12']],
        ['adds Dark Mode #12', ['#12']],
        ['fixes Windows Server #12 for good', ['#12']],
        ['seen in Linux Bug #1 and in GitLab Issue #2 as well', ['#1', '#2']],
        ['the most read of all is #333', ['#333']],
      ],
      none: [
        'on port #8080 and page #123 of it',
        'file descriptor #2, editor #1 and database #9',
        'Unicode Technical Report \\#51',
        'Unicode Technical Standard #22',
        'call log.go:#53 of it',
        'folded with the others of the round, so that subkey\n   #1 and the last one (#25 or #33) is not used',
        'Contains charts for Wind Farm #1 for Example Corp.',
        'It was filmed at Sound Stage #3, then at Old Town Hall #2 and shown.',
        'They are ranked #3, our #1 reason is the #2 most read, and number #4.',
        'field #1, elem #5 and idx #6',
        'register #3 and then the second one, #4',
      ],
    },
    'who called whom': {
      some: [
        ['#12 Mend the call (again) at last', ['#12']],
        ['#1 Write the log\n#2 Read the log', ['#1', '#2']],
        ['It crashes:\n#0 main () at main.c:1\n#1  start\n\nSame as #45.', ['#45']],
      ],
      none: [
        '#0  0x00007f190f35838d in __lll_lock_wait () from /lib64/libpthread.so.0\n#1  0x00007f19 in lock\n#2  <signal handler called>',
        '    #4 0x1000f2948 in userauth_file userauth.c:1565\n    #5 0x10004a in main main.c:3',
        '#1 /srv/www/index.php(3): Log->write()\n#2 {main}',
        '#1  write_log (path=0x0, mode=3) at log.c:12\n#2  main () at main.c:3',
        '#1      State.setState (package:flutter/src/widgets/framework.dart:1100:9)',
        '> #1 std::vector<int>::at(int) from /usr/lib/libx.so',
      ],
    },
    'colours in a table': {
      some: [
        ['#123456 Black screen at the start', ['#123456']],
        ['- #123: red lines\n- #124: more', ['#123', '#124']],
        ['Fix the red screen (#123456)', ['#123456']],
        ['#339999  Write the log\n#202020  Read it', ['#339999', '#202020']],
      ],
      none: [
        '#339999  turquoise       colour of links\n#202020  almost black    text\n#761596  purple          sums',
        '| #336699 | blue |\n| #993300 | brown |',
        'red:   #990000\ngreen: #009900\nblack (#222222) text',
        '#900 = dark red\n#090 = green\n#009 = the last',
      ],
    },
    'expressions that were worked out': {
      some: [
        ['in the epic &9, written by &12', ['&9', '&12']],
        ['PASS: value read, see !100', ['!100']],
        ['blueprint !12 and &5', ['!12', '&5']],
        ['print the log (!12)', ['!12']],
      ],
      none: [
        'it writes its output to &9, stderr on &3',
        'PASS: calc.exp: print value of !100',
        'evaluate !5, the negation of !6, operator !7',
        '(gdb) p !5\n(gdb) print &6',
        'the address of &12',
      ],
    },
    'lines that look like fences': {
      some: [
        ['- one ` of them\n- [#16](https://example.org/16) has `two`', ['#16']],
        ['1. one ` of them\n2. #17 has `two`', ['#17']],
        ['# One `\n## #18 `two`', ['#18']],
        ['Version 0.9.0\n~~~~~~~~~~~\n- Mend it (#12)', ['#12']],
        ['Fixed\n~~~~~\n\n- the log `#13 <https://example.org/13>`__', ['#13']],
        ['  x = y;\n  ~~~~^~~~\n\nCloses #14', ['#14']],
        ['```one line``` of code\nCloses #15', ['#15']],
      ],
      none: [
        '`one #19\nline` of code',
        'Text:\n\n~~~\nsee #12\n~~~',
        'Text:\n\n~~~~~~\nsee #12\n~~~~~~',
        '```\nsee #13\n```',
        'So:\n~~~\nsee #14\n~~~',
      ],
    },
    'marks that programs escape, and links side by side': {
      some: [
        ['改善（\\#1952 への追加）', ['#1952']],
        ['- It fails on Windows [\\#994](https://example.org/x)', ['#994']],
        ['[1a2b3c4](https://example.org/a)[#12](https://example.org/b) Mend it', ['commit:1a2b3c4', '#12']],
      ],
      none: ['find \\(1 \\!2 \\, \\)', 'C:\\#12', 'list[#12]', 'f(x)[#12]'],
    },
    'lines that begin with a sha': {
      some: [
        ['Changes:\n  2ef2ff2 Update the addresses of the list.', ['commit:2ef2ff2']],
        ['Merge: 7636348 ef8aca5\n', ['commit:ef8aca5']],
        ['commit 2222b0fbff96b9f0324bb1e2f56416c84be23c3b', ['commit:2222b0f']],
      ],
      none: ['2ef2ff2 00 11 22', 'ad7280a: handle errors', '1a1a1a1a1a', 'commit 1212121212a'],
    },
    'addresses in a text that is not known for one': {
      some: [
        ['text = <<~END\n  * [#12](https://github.com/o/r/pull/12): Mend it\nEND', ['#12', 'o/r#12'], 'ruby'],
        ['// https://gitlab.com/a/b/-/issues/7#note_1\na { color: #123 }', ['a/b#7'], 'css'],
        ['<p>see https://github.com/o/r/pull/4</p>', ['o/r#4'], 'javascriptreact'],
        ['```\nremote: https://gitlab.com/a/b/-/merge_requests/5\n```', ['a/b!5']],
        ['```text\n/relate #12\n/epic group&5\n```', ['#12', 'group&5']],
        ['```console\n$ /usr/bin/run #12\n/bin run\n```\n#13', ['#13']],
        ['a bit of code\n```\n\nSee [#14](https://github.com/o/r/issues/14).', ['#14', 'o/r#14']],
      ],
      none: [
        '```\nx = [#12](https://example.org/12)\n```',
        'Text:\n```\nsee #12\nand #13',
        '```diff\n+ see #12\n```',
      ],
    },
    'values without quotes that are sentences': {
      some: [
        ['title: Mend the log (#12)\nwhy: 「#13 を見て」', ['#12', '#13'], 'yaml'],
        ['notes: （!7）and (&5)', ['!7', '&5'], 'yaml'],
      ],
      none: [],
    },
    'links and code that name something': {
      some: [
        ['([the request](group/app!123))', ['group/app!123']],
        ['made in `fix(log): write it (#12)` and `Write it (!13)`', ['#12', '!13']],
        [
          'commit **7853eac** and commit A1B2C3D4E5, 7e8f9a0b',
          ['commit:7853eac', 'commit:a1b2c3d', 'commit:7e8f9a0'],
        ],
        ['While a676249c0 later did, it is the same as 7b06ec1556.', ['commit:a676249', 'commit:7b06ec1']],
        ['see ADR009 and ADR0012', ['ADR-9', 'ADR-12']],
        ['issues #001-004 and #12-#14', ['#1', '#12', '#14']],
        ['https://git.example.org/gitlab/groups/team/sub/-/epics/9', ['gitlab/team/sub&9']],
      ],
      none: [
        '[the place](group/app#123)',
        '[#12](#12)',
        'made by `call(log, (#12))` and `a b (#13) c`',
        'ADR9, ADR12 and ADR00',
        'in A1B2C3D4E5, by ABCDEF12',
        '#12-34 and #555-1234, order #100-200',
        'a &amp;#36;today and a dash—#10;then',
        'written as &amp;#1444; and &amp;#144470 there',
      ],
    },
    'where somebody lives, how large a thing is, and what it is the first of': {
      some: [
        ['the test suite #200, a unit test #333', ['#200', '#333']],
        ['#12 Source maps are missing\n#13 Top bar', ['#12', '#13']],
        ['see #14 main menu', ['#14']],
      ],
      none: [
        'Suite #292, Apt #5\n458 Example Dr. #12',
        'UNIT #33 of "12 Example St #3"',
        'a #10 envelope and two #2 pencils',
        'It was his #1 R&B hit, #5 pop.',
      ],
    },
    'colours with others': {
      some: [['- #123456\n- #234567', ['#123456', '#234567']]],
      none: ['  "#4f4660",\n  "#958193",\n', '- #958193\n- #c76199'],
    },
    'code in a sentence': {
      some: [['!12 is in, !13 is the next one', ['!12', '!13']]],
      none: ['（!123 為 false）', '!5 === true', '!5 is false'],
    },
    'places in a page': {
      some: [['see <a href="https://example.org">#12</a>', ['#12']]],
      none: [],
    },
    'items that a comment counts': {
      some: [
        ['/* Fixes:\n * #1 the log\n * #2 the list\n */', ['#1', '#2'], 'c'],
        ['// #12 the log is lost\n// #17 the list is cut', ['#12', '#17'], 'typescript'],
        ['// #1 was about this', ['#1'], 'go'],
        ['- #1 - Write the log\n- #2 - Read the log', ['#1', '#2']],
        ['A patch for #12, patch #4711 of another, patch #17 was lost', ['#12', '#4711', '#17']],
        ['The error in #12 and the warnings of #13', ['#12', '#13']],
      ],
      none: [
        '/* Two readers:\n * #1 - the fast one\n * #2 - the slow one\n * #3 - the last one\n */',
        '// #1: read\n// #2: write',
        'Patch #2 moves the reader, then patch #3 drops it.',
        'Patches #1 and #2 make room for it.',
        'It prints: error #7, and then warning #8 of the list',
      ],
    },
    'what a checker of patches says': {
      some: [['#85: Files are lost\n#86: FILES are found', ['#85', '#86']]],
      none: ['ERROR: no space here\n#142: FILE: src/reader.c:142:', '  #7: FILE: a/b.h:7:\n  +int a;'],
    },
    'numbers that a telephone dials': {
      some: [['#12#13, #12 #345 and *#14*', ['#12', '#12', '#345', '#14']]],
      none: ['dial #31#555-0100', 'call #31#5550100 or #21#+445550100', 'as *31#5550100 and *#06# do'],
    },
    'a sha of digits that a link leads to': {
      some: [
        ['[`1234567`](https://example.org/o/r/commit/12345678ab)', ['commit:1234567', 'o/r@1234567']],
        ['see [9876543](https://gitlab.com/o/r/-/commit/9876543f)', ['commit:9876543', 'o/r@9876543']],
      ],
      none: ['[1234567](https://example.org/item/1234567)', '[`2345678`](#2345678) and `3456789`, (4567890)'],
    },
    'numbers as GitHub spells them': {
      some: [
        ['See GH-123, (GH-7) and GH-2147.', ['#123', '#7', '#2147']],
        ['# 详见GH-12。', ['#12'], 'python'],
        ['x = 1  # for 3.10+. GH-33', ['#33'], 'python'],
      ],
      none: ['the GH-5x and GH-1.2, DMC-GH-3, GH-0', 'gh-7149 and GH-12-3'],
    },
    'a project without its group': {
      some: [
        ['see test-runner#4711', ['test-runner#4711']],
        ['（詳細: log_engine#12）', ['log_engine#12']],
        ['詳細は log_engine#924', ['log_engine#924']],
        ['log-reader#12を見て', ['log-reader#12']],
        ['/* until Log-Reader#39 is fixed */', ['log-reader#39'], 'c'],
        ['closes log-reader#7, and fixed by log_list#8', ['log-reader#7', 'log_list#8']],
      ],
      none: [
        'C#7, F#5 and page#12, C-#7',
        'file-name.html#12 and my-page.md#3',
        'my-channel#12 and user_name#1234 were there',
        'see worker-thread#12 and the my-section#3',
        'https://example.org/my-page#12, ../my-page#12 and [x](my-page#12)',
        'some-call(log-reader#12x), a-b#c',
      ],
    },
  };

describe.each(Object.entries(kinds))('%s', (_, { some, none }) => {
  it.each(some.map(([text, expected, id = 'plaintext']): WholeCase => [text, expected, id]))(
    '%j',
    (text, expected, languageId) => {
      expect(found(text, languageId)).toEqual(expected);
    },
  );
  it.each([...none])('nothing in %j', (text) => {
    expect(found(text, /^\/[/*]/.test(text) ? 'c' : undefined)).toEqual([]);
  });
});

const inCode: readonly (readonly [languageId: string, text: string, expected: readonly string[]])[] = [
  ['javascript', '// see group&2 and group/sub.part&3', ['group&2', 'group/sub.part&3']],
  ['javascript', '"e.button&2?t=3:e.button&4"', []],
  ['javascript', '"{!1!==r(e),!1}"', []],
  ['html', '<li id="12"><a href="#12">#12</a> <a href="#13">#14</a></li>', ['#14']],
  ['yaml', 'a: !12 x\nb: &5 y\nc: d #6', []],
  ['ruby', 'x = [#12](https://example.org/12)', []],
  ['cpp', '"458 Example Dr.\\nSuite #292"', []],
  ['javascript', "where('5285 #1')", []],
  ['python', "'bold italic #666'", []],
  ['python', "styles = { Heading: 'bold #800080' }", []],
  ['c', 'printf("see user_name#1234");', []],
];

it.each(inCode)('in %s %s', (languageId, text, expected) => {
  expect(found(text, languageId)).toEqual(expected);
});
