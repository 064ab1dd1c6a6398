import { readFileSync } from 'node:fs';
import { parseEntityReferences } from '../../src/core/entity/entityReference.ts';

/** A reference as a person marked it. `end` is exclusive; offsets count UTF-16 units. */
export interface MarkedReference {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly kind: string;
  /** With the host of an address and the whole sha, which ours leaves out. */
  readonly canonical: string;
  /** Other readings that are as right; a bare name is one of the same kind. */
  readonly alternatives?: readonly (string | { readonly kind: string; readonly canonical: string })[];
}

/** A line of such a file (test/data/references/README.md). */
export interface MarkedPassage {
  readonly id: number;
  readonly language: string;
  readonly text: string;
  readonly references: readonly MarkedReference[];
  readonly negatives: readonly { readonly start: number; readonly end: number; readonly text: string }[];
  /** Stretches that careful readers mark in different ways: what is found there does not count. */
  readonly unmarked?: readonly { readonly start: number; readonly end: number }[];
  /** Why another careful reader may mark it in another way. */
  readonly doubt?: string;
}

/** Something that was missed, found though nobody marked it, or found under another name. */
export interface Fault {
  readonly id: number;
  readonly language: string;
  readonly kind: string;
  readonly said: string;
  /** The line around it. */
  readonly line: string;
}

export interface Tally {
  readonly marked: number;
  readonly found: number;
  /** The same stretch of text. */
  readonly right: number;
  /** And the same thing under the same name. */
  readonly named: number;
}

export interface ReferenceScore extends Tally {
  readonly missed: readonly Fault[];
  readonly wrong: readonly Fault[];
  readonly misnamed: readonly Fault[];
}

/** What the languages of the files are called in VS Code. */
const languageIds: Readonly<Record<string, string>> = {
  text: 'plaintext',
  git: 'git-commit',
  shell: 'shellscript',
  bash: 'shellscript',
  'c++': 'cpp',
  'c#': 'csharp',
};

export const readPassages = (file: string | URL): MarkedPassage[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as MarkedPassage);

export const share = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);
export const precision = ({ right, found }: Tally): number => share(right, found);
export const recall = ({ right, marked }: Tally): number => share(right, marked);
export const f1 = ({ right, found, marked }: Tally): number => share(2 * right, found + marked);
/** F1 of what is found under the right name as well. */
export const namedF1 = ({ named, found, marked }: Tally): number => share(2 * named, found + marked);

/** What the parser finds in passages, held against what a person marked in them. */
export function scoreReferences(passages: readonly MarkedPassage[]): ReferenceScore {
  const scores = passages.map((passage) => scorePassage(passage));
  const sum = (part: 'marked' | 'found' | 'right' | 'named'): number =>
    scores.reduce((total, score) => total + score[part], 0);
  return {
    marked: sum('marked'),
    found: sum('found'),
    right: sum('right'),
    named: sum('named'),
    missed: scores.flatMap(({ missed }) => missed),
    wrong: scores.flatMap(({ wrong }) => wrong),
    misnamed: scores.flatMap(({ misnamed }) => misnamed),
  };
}

function scorePassage(passage: MarkedPassage): ReferenceScore {
  const { id, language, text, references, unmarked = [] } = passage;
  const found = parseEntityReferences(text, { languageId: languageIds[language] ?? language }).filter(
    (each) =>
      references.some(({ start, end }) => start === each.start && end === each.end) ||
      !unmarked.some(({ start, end }) => start < each.end && each.start < end),
  );
  const at = new Map(found.map((each) => [`${String(each.start)}-${String(each.end)}`, each]));
  const fault = (kind: string, said: string, start: number): Fault => ({
    id,
    language,
    kind,
    said,
    line: lineAround(text, start),
  });
  const missed: Fault[] = [];
  const misnamed: Fault[] = [];
  for (const reference of references) {
    const { start, end, kind } = reference;
    const hit = at.get(`${String(start)}-${String(end)}`);
    at.delete(`${String(start)}-${String(end)}`);
    if (!hit) missed.push(fault(ourKind(kind), reference.text, start));
    else if (!readings(reference).has(`${hit.kind} ${hit.canonical}`))
      misnamed.push(fault(ourKind(kind), `${reference.text} as ${hit.kind} ${hit.canonical}`, start));
  }
  const wrong = [...at.values()].map(({ kind, raw, start }) => fault(kind, raw, start));
  const right = references.length - missed.length;
  return {
    marked: references.length,
    found: found.length,
    right,
    named: right - misnamed.length,
    missed,
    wrong,
    misnamed,
  };
}

const ourKind = (kind: string): string => (kind === 'decision' ? 'adr' : kind);

function readings(reference: MarkedReference): Set<string> {
  const isAddress = reference.text.includes('://');
  const others = (reference.alternatives ?? []).map((each) =>
    typeof each === 'string' ? { kind: reference.kind, canonical: each } : each,
  );
  return new Set(
    [reference, ...others].map(
      ({ kind, canonical }) => `${ourKind(kind)} ${ourCanonical(kind, canonical, isAddress)}`,
    ),
  );
}

/** Without the host of an address, paths in small letters, of a sha what git shows. */
function ourCanonical(kind: string, canonical: string, isAddress: boolean): string {
  if (kind === 'decision') return canonical;
  const lower = canonical.toLowerCase();
  if (kind !== 'commit') return isAddress ? lower.slice(lower.indexOf('/') + 1) : lower;
  const [, path, sha = ''] = /^(?:(.*)@)?([0-9a-f]+)$/.exec(lower) ?? [];
  const shown = sha.slice(0, 7);
  if (path === undefined) return `commit:${shown}`;
  return `${isAddress ? path.slice(path.indexOf('/') + 1) : path}@${shown}`;
}

function lineAround(text: string, at: number): string {
  const start = Math.max(text.lastIndexOf('\n', at - 1) + 1, at - 60);
  const newline = text.indexOf('\n', at);
  return text.slice(start, Math.min(newline < 0 ? text.length : newline, at + 100)).trim();
}

/** Tallies by a property of what was marked or found. */
export function talliesBy(
  score: Pick<ReferenceScore, 'missed' | 'wrong' | 'misnamed'>,
  passages: readonly MarkedPassage[],
  property: 'language' | 'kind',
): Map<string, Tally> {
  const marks = passages.flatMap(({ language, references }) =>
    references.map(({ kind }) => ({ language, kind: ourKind(kind) })),
  );
  const count = (list: readonly { language: string; kind: string }[], name: string): number =>
    list.filter((each) => each[property] === name).length;
  const names = new Set([...marks, ...score.wrong].map((each) => each[property]));
  return new Map(
    [...names].sort().map((name) => {
      const marked = count(marks, name);
      const right = marked - count(score.missed, name);
      const named = right - count(score.misnamed, name);
      return [name, { marked, found: right + count(score.wrong, name), right, named }];
    }),
  );
}

/** The score of a file as a person reads it: figures, then every fault. */
export function reportReferences(passages: readonly MarkedPassage[]): string {
  const score = scoreReferences(passages);
  const row = (name: string, tally: Tally): string =>
    `${name.padEnd(24)}${[tally.marked, tally.found, tally.right].map((each) => String(each).padStart(8)).join('')}` +
    [precision(tally), recall(tally), f1(tally), namedF1(tally)]
      .map((each) => each.toFixed(4).padStart(10))
      .join('');
  const doubtful = passages.filter(({ doubt }) => doubt !== undefined);
  const certain = passages.filter(({ doubt }) => doubt === undefined);
  const list = (title: string, faults: readonly Fault[]): string[] => [
    '',
    `${title}: ${String(faults.length)}`,
    ...faults.map(
      ({ id, language, kind, said, line }) => `  ${String(id)} ${language} ${kind} ${said}  |  ${line}`,
    ),
  ];
  return [
    `${''.padEnd(24)}  marked   found   right precision    recall        F1  F1 named`,
    row('all', score),
    row('lines without doubt', scoreReferences(certain)),
    row('lines with doubt', scoreReferences(doubtful)),
    '',
    ...[...talliesBy(score, passages, 'language')].map(([name, tally]) => row(name, tally)),
    '',
    ...[...talliesBy(score, passages, 'kind')].map(([name, tally]) => row(name, tally)),
    ...list('Missed', score.missed),
    ...list('Found, and marked by nobody', score.wrong),
    ...list('Found under another kind or name', score.misnamed),
    ...list(
      'Of these in lines with doubt',
      [...score.missed, ...score.wrong, ...score.misnamed].filter(({ id }) =>
        doubtful.some((passage) => passage.id === id),
      ),
    ),
  ].join('\n');
}
