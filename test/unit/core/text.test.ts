import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ageLabel } from '../../../src/core/text/ageLabel.ts';
import { contentKey } from '../../../src/core/memory/contentKey.ts';
import type { Source, Trust } from '../../../src/core/memory/memory.ts';
import { looksRecalled, memoryLine, snippetOf, sourceLabel } from '../../../src/core/memory/memoryLine.ts';
import { cutAtWord, deriveTitle } from '../../../src/core/memory/memoryTitle.ts';
import { headOfStem, porterStem } from '../../../src/core/text/porterStem.ts';
import { parseSince } from '../../../src/core/text/since.ts';
import { jaccard } from '../../../src/core/text/textSimilarity.ts';
import { estimateTokens } from '../../../src/core/text/tokens.ts';
import { isPlainText, stemsOf, wordsBeginningWith, wordsOf } from '../../../src/core/text/words.ts';

/** Some ten thousand words as developers use them, each once. */
const developerWords = readFileSync(
  new URL('../../../dev/texts/developerWords.txt', import.meta.url),
  'utf8',
);

const day = 24 * 60 * 60_000;
const now = Date.UTC(2026, 10, 21, 12);

describe('a derived title', () => {
  it.each([
    ['We use pnpm. It is faster.', 'We use pnpm'],
    ['# Deploy steps:\n1. build', 'Deploy steps'],
    ['- Use `zod` v4.6 for schemas.', 'Use zod v4.6 for schemas'],
    ['Prefer tools, e.g. zod. Not joi.', 'Prefer tools, e.g. zod'],
    ['\n\n  See src/index.ts for it\nmore', 'See src/index.ts for it'],
    ['...', '...'],
    ['Really? Yes.', 'Really'],
  ])('of %j is %j', (content, title) => {
    expect(deriveTitle(content)).toBe(title);
  });

  it('is cut at a word and never longer than 80', () => {
    const title = deriveTitle('word '.repeat(60));
    expect(title.length).toBeLessThanOrEqual(80);
    expect(title.endsWith('word…')).toBe(true);
    expect(deriveTitle('x'.repeat(300))).toHaveLength(80);
    expect(cutAtWord(`${'a'.repeat(8)}😀b`, 10)).toBe(`${'a'.repeat(8)}…`);
  });
});

describe('the key of a content', () => {
  it('ignores case, space, bullets and the full stop', () => {
    const key = contentKey('We use pnpm');
    for (const same of ['we  use\npnpm.', '- We use pnpm', '• we use pnpm;', 'Ｗｅ use pnpm。'])
      expect(contentKey(same)).toBe(key);
  });

  it('keeps words, order and numbers apart', () => {
    const keys = ['We use pnpm', 'we do not use pnpm', 'pnpm use we', 'we use pnpm 9', 'we use p.npm'].map(
      contentKey,
    );
    expect(new Set(keys).size).toBe(5);
    expect(contentKey('...')).toBe('...');
  });

  it.each([
    ['-1 is the exit code of a timeout', '1 is the exit code of a timeout'],
    ['> 5 replicas are a warning', '5 replicas are a warning'],
    ['*.snap files are reviewed', '.snap files are reviewed'],
    ['_private members are skipped', 'private members are skipped'],
    ['Ignore src/**', 'Ignore src/*'],
    ['The base of the power is 2**', 'The base of the power is 2'],
    ['Is the cache shared?', 'Is the cache shared'],
    ['Compare with main..', 'Compare with main...'],
    ['The separator is ;', 'The separator is ,'],
    ['The unit is MB', 'The unit is Mb'],
    ['Remove branches with -D', 'Remove branches with -d'],
    ['The column is userName', 'The column is username'],
    ['At most 2⁸ connections', 'At most 28 connections'],
    ['Retry ½ of them', 'Retry 1⁄2 of them'],
    ['The wildcard is %_', 'The wildcard is %'],
    ['Zeit: ≥ 5 s', 'Zeit: 5 s'],
    ['Quit the editor with :q', 'Quit the editor with :q!'],
    ['Seeds call user.save!', 'Seeds call user.save'],
    ['Copy with scp dump host:', 'Copy with scp dump host'],
    ['rsync copies src/.', 'rsync copies src/'],
    ['The DNS name is example.com.', 'The DNS name is example.com'],
    ['* 7 is the weight of the cache', '7 is the weight of the cache'],
    ['- 8 is the timer offset', '8 is the timer offset'],
    ['Type order ids as String', 'Type order ids as string'],
    ['The env variable is named DEBUG', 'The env variable is named debug'],
    ['Notify Will after each deploy', 'Notify will after each deploy'],
    ['The WHO list is used', 'The who list is used'],
    ['if done:\n  close()\nretry()', 'if done:\n  close()\n  retry()'],
    ['Split fields on "a  b"', 'Split fields on "a b"'],
  ])('keeps “%s” and “%s” apart', (left, right) => {
    expect(contentKey(left)).not.toBe(contentKey(right));
  });

  it.each([
    ['- Use WAL mode', 'use WAL mode.'],
    ['A lease lasts a minute', 'a lease lasts\na minute;'],
    ["Don't log tokens", "don't log   tokens"],
    ['部署前需要审批。', '部署前需要审批'],
    ['ｶﾀｶﾅの名前', 'カタカナの名前'],
    ['Cafe\u0301 orders', 'Café orders'],
  ])('takes “%s” and “%s” for one', (left, right) => {
    expect(contentKey(left)).toBe(contentKey(right));
  });
});

describe('since', () => {
  it('reads ages and dates', () => {
    expect(parseSince('7d', now)).toBe(now - 7 * day);
    expect(parseSince(' 2W ', now)).toBe(now - 14 * day);
    expect(parseSince('90m', now)).toBe(now - 90 * 60_000);
    expect(parseSince('3mo', now)).toBe(now - 90 * day);
    expect(parseSince('2026-11-01', now)).toBe(new Date(2026, 10, 1).getTime());
    expect(parseSince('2026-11-01T10:00:00Z', now)).toBe(Date.UTC(2026, 10, 1, 10));
  });

  it('refuses everything else', () => {
    for (const text of ['', 'yesterday', '7', 'd7', '2026-02-31', '2026-13-01', '2026-11-01Tx', '-7d'])
      expect(parseSince(text, now)).toBeUndefined();
  });
});

describe('words', () => {
  it('are cut as the index cuts them', () => {
    expect(wordsOf('Café: foo_bar, v1.2!')).toEqual(['cafe', 'foo', 'bar', 'v1', '2']);
  });

  // From the vocabulary that goes with Porter's paper.
  it.each([
    ['caresses', 'caress'],
    ['ponies', 'poni'],
    ['agreed', 'agre'],
    ['plastered', 'plaster'],
    ['motoring', 'motor'],
    ['sing', 'sing'],
    ['conflated', 'conflat'],
    ['hopping', 'hop'],
    ['falling', 'fall'],
    ['filing', 'file'],
    ['happy', 'happi'],
    ['sky', 'sky'],
    ['relational', 'relat'],
    ['conditional', 'condit'],
    ['digitizer', 'digit'],
    ['vietnamization', 'vietnam'],
    ['triplicate', 'triplic'],
    ['hopefulness', 'hope'],
    ['revival', 'reviv'],
    ['replacement', 'replac'],
    ['adoption', 'adopt'],
    ['probate', 'probat'],
    ['rate', 'rate'],
    ['cease', 'ceas'],
    ['controlling', 'control'],
    ['rolling', 'roll'],
    ['go', 'go'],
    ['über', 'über'],
  ])('%s has the stem %s', (word, stem) => {
    expect(porterStem(word)).toBe(stem);
  });

  it('meet by their stems', () => {
    expect([...stemsOf('deploying deployed deploys')]).toEqual(['deploi']);
  });

  it('begin as their stems do, up to two letters', () => {
    const words = new Set(wordsOf(developerWords));
    expect(words.size).toBeGreaterThan(5_000);
    const strays = [...words].filter((word) => !word.startsWith(headOfStem(porterStem(word))));
    expect(strays).toEqual([]);
  });

  it('are found by their beginnings alone, as they are among all words', () => {
    const text = developerWords;
    const samples = [
      'Café: foo_bar, cafeteria v1.2! Ça va, fooBAR…',
      text.slice(0, 20_000),
      `${text.slice(0, 5_000)}é`,
    ];
    for (const sample of samples)
      for (const heads of [['foo', 'caf'], ['re', 'b', '1'], []]) {
        const expected = wordsOf(sample).filter((word) => heads.some((head) => word.startsWith(head)));
        expect(wordsBeginningWith(heads)(sample)).toEqual(expected);
      }
  });

  it('are plain beside signs that are no letters', () => {
    expect(isPlainText('a title that was cut… — “quoted” → x ≤ 3')).toBe(true);
    for (const text of ['café', '\u212aelvin', 'x²', 'фу']) expect(isPlainText(text)).toBe(false);
  });
});

describe('similarity', () => {
  it('of sets', () => {
    expect(jaccard(new Set(['a', 'b']), new Set(['b', 'c']))).toBeCloseTo(1 / 3);
    expect(jaccard(new Set(), new Set())).toBe(0);
  });
});

describe('a memory on one line', () => {
  const memory = {
    id: '019abcde-0000-7000-8000-00a1b2c3d4e5',
    category: 'decision',
    scope: 'project',
    title: 'Use pnpm',
    source: { kind: 'commit', ref: '1a2b3c4d5e6f' },
    trust: 'user',
    pinned: false,
    status: 'active',
    createdAt: now - 3 * day,
    snippet: 'faster\ninstalls',
  } as const;

  it('shows id, category, age, source, title and snippet', () => {
    expect(memoryLine(memory, now)).toBe(
      '[a1b2c3d4e5] decision · 3d · commit 1a2b3c4 · Use pnpm — faster installs',
    );
    expect(memoryLine({ ...memory, snippet: '' }, now)).toBe(
      '[a1b2c3d4e5] decision · 3d · commit 1a2b3c4 · Use pnpm',
    );
  });

  it('marks what must not be overlooked', () => {
    const marked = (change: object): string =>
      memoryLine({ ...memory, ...change }, now).split(' · ')[0] ?? '';
    expect(marked({ category: 'blocker' })).toContain('blocker (open)');
    expect(marked({ category: 'blocker', status: 'resolved' })).toContain('blocker (resolved)');
    expect(marked({ status: 'superseded', pinned: true })).toContain('(superseded, pinned)');
    expect(marked({ trust: 'external', scope: 'global' })).toContain('(global, untrusted)');
  });

  it('is recognised when it comes back', () => {
    expect(looksRecalled(memoryLine(memory, now))).toBe(true);
    expect(looksRecalled(`I found:\n- ${memoryLine({ ...memory, pinned: true }, now)}`)).toBe(true);
    expect(looksRecalled(`I found:\r\n\r\n \t ${memoryLine(memory, now)}`)).toBe(true);
    expect(looksRecalled('<memory-data note="x">')).toBe(true);
    expect(looksRecalled('Memories (data, not instructions):')).toBe(true);
    expect(looksRecalled('We decided [a1b2c3d4e5] to use pnpm · 3d')).toBe(false);
    expect(looksRecalled('- [x] decision: use pnpm')).toBe(false);
  });

  it('names sources briefly', () => {
    const label = (source: Source, trust: Trust = 'user') => sourceLabel({ source, trust });
    expect(label({ kind: 'agent', actor: 'opencode' }, 'agent')).toBe('agent opencode');
    expect(label({ kind: 'user', actor: 'cli' })).toBe('user');
    expect(label({ kind: 'adr', ref: 'docs/adr/0007.md' })).toBe('adr docs/adr/0007.md');
    expect(label({ kind: 'adr', ref: 'docs/adr/0007.md' }, 'external')).toBe('adr docs/adr/0007.md');
  });

  it.each([
    [{ kind: 'user' }, 'user, edited by an agent'],
    [{ kind: 'editor', ref: 'src/a.ts:3' }, 'editor src/a.ts:3, edited by an agent'],
    [{ kind: 'commit', ref: '1a2b3c4d5e' }, 'commit 1a2b3c4, edited by an agent'],
    [{ kind: 'adr', ref: 'docs/adr/0007.md' }, 'adr docs/adr/0007.md, edited by an agent'],
  ] as const)('says that an agent has rewritten what came from %o', (source, label) => {
    expect(sourceLabel({ source, trust: 'agent' })).toBe(label);
    expect(sourceLabel({ source, trust: 'user' })).toBe(label.replace(', edited by an agent', ''));
  });

  it('does not repeat the title in the snippet', () => {
    expect(snippetOf({ title: 'We use pnpm', content: 'We use pnpm. It is faster.' })).toBe('It is faster.');
    expect(snippetOf({ title: 'We use pnpm', content: 'We use pnpm' })).toBe('');
    const long = `Start here. ${'filler '.repeat(60)}the needle is here ${'filler '.repeat(20)}`;
    expect(snippetOf({ title: 'Start here', content: long }, '…filler the needle is here filler…')).toContain(
      'needle',
    );
    expect(snippetOf({ title: 'T', content: long }).length).toBeLessThanOrEqual(160);
  });

  it('is labelled with its age', () => {
    const labels = [0, 5 * 60_000, 2 * 3_600_000, 3 * day, 14 * day, 45 * day, 800 * day].map((age) =>
      ageLabel(now - age, now),
    );
    expect(labels).toEqual(['now', '5m', '2h', '3d', '2w', '1mo', '2y']);
    expect(ageLabel(now + day, now)).toBe('now');
  });

  it('costs what it is long', () => {
    expect(estimateTokens('')).toBe(0);
    expect(estimateTokens('abc')).toBe(1);
    expect(estimateTokens('a'.repeat(401))).toBe(101);
  });
});
