import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { categories } from '../../../src/core/memory/memory.ts';
import { porterStem } from '../../../src/core/text/porterStem.ts';
import { isFunctionWord, wordsOf } from '../../../src/core/text/words.ts';

const folder = path.resolve(import.meta.dirname, '../../../tools/bench/data');
const textsOfTests = path.resolve(import.meta.dirname, '../../data');

const readData = (name: string): string => readFileSync(path.join(folder, name), 'utf8');
const linesOf = (name: string): string[] => readData(name).replace(/\n$/, '').split('\n');
const rowsOf = (name: string): string[][] => linesOf(name).map((line) => line.split('\t'));

interface DeveloperMemory {
  readonly key: string;
  readonly category: string;
  readonly title: string;
  readonly content: string;
  readonly why?: string;
  readonly tags?: readonly string[];
  readonly entities?: readonly string[];
  readonly daysOld: number;
  readonly pinned?: boolean;
}

interface DeveloperQuestion {
  readonly question: string;
  readonly keys: readonly string[];
  readonly kind: string;
}

/** Content words, with the parts of identifiers beside the whole. */
function contentWords(text: string): Set<string> {
  const parts = text
    .replaceAll(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2');
  return new Set([...wordsOf(text), ...wordsOf(parts)].filter((word) => !isFunctionWord(word)));
}

const contentStems = (text: string): Set<string> => new Set([...contentWords(text)].map(porterStem));

function sharedStems(left: string, right: string): string[] {
  const others = contentStems(right);
  return [...contentStems(left)].filter((stem) => others.has(stem));
}

/** Words of four letters or more of which one begins the other: "mail" and "mailbox". */
function commonBeginnings(left: string, right: string): string[] {
  const others = [...contentWords(right)].filter((word) => word.length >= 4);
  return [...contentWords(left)].filter(
    (word) => word.length >= 4 && others.some((other) => other.startsWith(word) || word.startsWith(other)),
  );
}

const repeated = (items: readonly string[]): string[] =>
  items.filter((item, index) => items.indexOf(item) !== index);

const wordCount = (text: string): number => text.trim().split(/\s+/).length;

const textOf = (memory: DeveloperMemory): string =>
  [memory.title, memory.content, memory.why ?? '', ...(memory.tags ?? [])].join(' ');

const paraphrases = rowsOf('paraphrases.tsv').map(([question = '', memory = '', area = '']) => ({
  question,
  memory,
  area,
}));
const pairsOf = (name: string) => rowsOf(name).map(([question = '', memory = '']) => ({ question, memory }));
const sharedWord = pairsOf('sharedWord.tsv');
const exactWords = pairsOf('exactWords.tsv');
const distractors = linesOf('distractors.txt');
const unanswerable = linesOf('unanswerable.txt');
const memories = linesOf('developerMemories.jsonl').map((line) => JSON.parse(line) as DeveloperMemory);
const questions = linesOf('developerQuestions.jsonl').map((line) => JSON.parse(line) as DeveloperQuestion);
const byKey = new Map(memories.map((memory) => [memory.key, memory]));
const answers = new Set(paraphrases.map(({ memory }) => memory));

/** For each key of each question of a kind: the question and how many stems it shares with that memory. */
const overlaps = (kind: string) =>
  questions
    .filter((question) => question.kind === kind)
    .flatMap(({ question, keys }) =>
      keys.map((key) => {
        const memory = byKey.get(key);
        return { question, shared: memory ? sharedStems(question, textOf(memory)).length : -1 };
      }),
    );

describe('the frozen files', () => {
  it('are the ones whose sums were taken', () => {
    for (const each of [folder, path.join(folder, 'languages'), textsOfTests]) {
      const sums = readFileSync(path.join(each, 'SHA256SUMS'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.split(/ [ *]/));
      const data = readdirSync(each, { withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name !== 'README.md' && entry.name !== 'SHA256SUMS')
        .map(({ name }) => name);
      expect(new Set(sums.map(([, name]) => name))).toEqual(new Set(data));
      expect(sums).toHaveLength(data.length);
      const sumOf = (name: string): string =>
        createHash('sha256')
          .update(readFileSync(path.join(each, name)))
          .digest('hex');
      expect(sums.filter(([sum, name = '']) => sumOf(name) !== sum)).toEqual([]);
    }
  });

  it('have the promised sizes', () => {
    expect(paraphrases.length).toBeGreaterThanOrEqual(240);
    expect(distractors.length).toBeGreaterThanOrEqual(1100);
    expect(sharedWord.length).toBeGreaterThanOrEqual(120);
    expect(exactWords.length).toBeGreaterThanOrEqual(120);
    expect(unanswerable.length).toBeGreaterThanOrEqual(220);
    expect(memories.length).toBeGreaterThanOrEqual(150);
    expect(questions.length).toBeGreaterThanOrEqual(150);
  });

  it('hold each line and each question once, without stray blanks', () => {
    const asked = [...paraphrases, ...sharedWord, ...exactWords].map(({ question }) => question);
    expect(repeated([...asked, ...unanswerable].map((text) => text.toLowerCase()))).toEqual([]);
    expect(repeated([...answers, ...distractors].map((text) => text.toLowerCase()))).toEqual([]);
    expect(answers.size).toBe(paraphrases.length);
    const fields = [...paraphrases, ...sharedWord, ...exactWords].flatMap((pair) => Object.values(pair));
    for (const text of [...fields, ...distractors, ...unanswerable]) {
      expect(text).not.toBe('');
      expect(text).toBe(text.trim());
    }
    for (const row of rowsOf('paraphrases.tsv')) expect(row).toHaveLength(3);
    for (const row of [...rowsOf('sharedWord.tsv'), ...rowsOf('exactWords.tsv')]) expect(row).toHaveLength(2);
  });
});

describe('paraphrases', () => {
  it('cover fifteen areas or more with fourteen pairs each', () => {
    const perArea = new Map<string, number>();
    for (const { area } of paraphrases) perArea.set(area, (perArea.get(area) ?? 0) + 1);
    expect(perArea.size).toBeGreaterThanOrEqual(15);
    expect([...perArea].filter(([, count]) => count < 14)).toEqual([]);
  });

  it('share no word with their memory, not even its beginning', () => {
    const wrong = paraphrases.filter(
      ({ question, memory }) =>
        sharedStems(question, memory).length > 0 || commonBeginnings(question, memory).length > 0,
    );
    expect(wrong).toEqual([]);
  });

  it('are as long as people write', () => {
    const within = (text: string, least: number, most: number): boolean =>
      wordCount(text) >= least && wordCount(text) <= most;
    expect(paraphrases.filter(({ question }) => !within(question, 3, 12))).toEqual([]);
    expect(paraphrases.filter(({ memory }) => !within(memory, 6, 25))).toEqual([]);
  });

  it('turn on an acronym or a status code in a fifth of the cases', () => {
    const coded = paraphrases.filter(({ memory }) => /\b(?:[A-Z]{2,}s?|[A-Z]+\d+|[1-5]\d\d)\b/.test(memory));
    expect(coded.length).toBeGreaterThanOrEqual(paraphrases.length / 5);
  });
});

describe('the other questions', () => {
  it('ask for memories of the paraphrases', () => {
    const strangers = [...sharedWord, ...exactWords].filter(({ memory }) => !answers.has(memory));
    expect(strangers).toEqual([]);
  });

  it('share exactly one word, or two and more', () => {
    const shared = (pair: { question: string; memory: string }): number =>
      sharedStems(pair.question, pair.memory).length;
    expect(sharedWord.filter((pair) => shared(pair) !== 1)).toEqual([]);
    expect(exactWords.filter((pair) => shared(pair) < 2)).toEqual([]);
  });

  it('have no memory with all their words when nothing answers them', () => {
    const stems = [...answers, ...distractors].map(contentStems);
    const found = unanswerable.filter((question) => {
      const wanted = [...contentStems(question)];
      return wanted.length === 0 || stems.some((memory) => wanted.every((stem) => memory.has(stem)));
    });
    expect(found).toEqual([]);
  });
});

describe('the developer set', () => {
  it('has well-formed memories', () => {
    expect(byKey.size).toBe(memories.length);
    const known: ReadonlySet<string> = new Set(categories);
    const wrong = memories.filter(
      ({ category, title, content, daysOld }) =>
        !known.has(category) || !title || !content || !Number.isInteger(daysOld) || daysOld < 0,
    );
    expect(wrong).toEqual([]);
  });

  it('lists every reference of a memory among its entities', () => {
    const missing = memories.flatMap((memory) =>
      (textOf(memory).match(/(?<!\w)[!#]\d+\b|\bADR-\d+\b/g) ?? [])
        .filter((named) => !memory.entities?.includes(named))
        .map((named) => `${memory.key}: ${named}`),
    );
    expect(missing).toEqual([]);
  });

  it('has questions of every kind, each once, with keys that exist', () => {
    expect(repeated(questions.map(({ question }) => question))).toEqual([]);
    expect([...new Set(questions.map(({ kind }) => kind))].sort()).toEqual(
      'dated entity exact identifier multiHop nothing oneWord paraphrase'.split(' '),
    );
    expect(questions.filter(({ keys }) => keys.some((key) => !byKey.has(key)))).toEqual([]);
    expect(questions.filter(({ keys }) => repeated(keys).length > 0)).toEqual([]);
    expect(questions.filter(({ kind, keys }) => (kind === 'nothing') !== (keys.length === 0))).toEqual([]);
    expect(questions.filter(({ kind, keys }) => kind === 'multiHop' && keys.length !== 2)).toEqual([]);
  });

  it('asks with as many words of the memory as the kind says', () => {
    expect(overlaps('exact').filter(({ shared }) => shared < 2)).toEqual([]);
    expect(overlaps('oneWord').filter(({ shared }) => shared !== 1)).toEqual([]);
    expect(overlaps('paraphrase').filter(({ shared }) => shared !== 0)).toEqual([]);
  });

  it('names every memory of a reference that is asked for', () => {
    const asked = questions.filter(({ kind }) => kind === 'entity');
    const naming = asked.map(({ question }) => {
      const reference = /[!#]\d+|ADR-\d+/.exec(question)?.[0] ?? 'none';
      return memories.filter((memory) => memory.entities?.includes(reference)).map(({ key }) => key);
    });
    expect(asked.map(({ keys }) => new Set(keys))).toEqual(naming.map((keys) => new Set(keys)));
  });
});
