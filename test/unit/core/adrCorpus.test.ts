import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseAdr } from '../../../src/core/statement/adr/adr.ts';
import { isInForce } from '../../../src/core/statement/adr/adrStatus.ts';
import { statementOfTrailer } from '../../../src/core/statement/statement.ts';
import { parseCommitMessage } from '../../../src/core/statement/trailers.ts';

interface CommitEntry {
  readonly half: string;
  readonly message: string;
  readonly expected: readonly {
    readonly key: string;
    readonly category?: string;
    readonly contains: readonly string[];
    readonly lacks: readonly string[];
  }[];
}

interface RecordEntry {
  readonly half: string;
  readonly path: string;
  readonly text: string;
  readonly expected: {
    readonly status: string;
    readonly inForce: boolean;
    readonly decisionContains: string;
    readonly decisionLacks: string;
  };
}

function entriesOf<Entry extends { readonly half: string }>(
  name: string,
): readonly (readonly [string, Entry[]])[] {
  const entries = readFileSync(new URL(`../../data/${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Entry);
  return ['a', 'b'].map((half) => [half, entries.filter((entry) => entry.half === half)] as const);
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** What is wrong with the memories of a message; empty when all are as expected. */
function faultsOf({ message, expected }: CommitEntry): string[] {
  const parsed = parseCommitMessage(message);
  const found = parsed.trailers
    // The entries tell of the four keys of this product alone.
    .filter(({ key }) => key !== 'BREAKING CHANGE')
    .map((trailer) => ({ key: trailer.key, ...statementOfTrailer(trailer, parsed) }));
  const faults = expected.flatMap(({ key, category, contains, lacks }) => {
    const hit = found.find(
      (each) => each.key === key && contains.every((part) => oneLine(each.content).includes(part)),
    );
    if (!hit) return [`no ${key} with ${contains.join(' … ')}`];
    const swallowed = lacks.filter(
      (part) => hit.content.includes(part) || oneLine(hit.content).includes(part),
    );
    const isMisfiled = category !== undefined && hit.category !== category;
    return [
      ...swallowed.map((part) => `${key} with ${part}`),
      ...(isMisfiled ? [`${key} as ${hit.category}`] : []),
    ];
  });
  return found.length === expected.length
    ? faults
    : [...faults, `${found.length} for ${expected.length} memories`];
}

function faultsOfRecord({ path, text, expected }: RecordEntry): string[] {
  const { status = 'unknown', decision } = parseAdr(path, text);
  const said = oneLine(decision);
  return [
    ...(status === expected.status ? [] : [`${status} for ${expected.status}`]),
    ...(isInForce(status === 'unknown' ? undefined : status) === expected.inForce ? [] : ['in force or not']),
    ...(said.includes(oneLine(expected.decisionContains))
      ? []
      : [`"${said.slice(0, 60)}" for "${expected.decisionContains}"`]),
    ...(said.includes(oneLine(expected.decisionLacks)) ? [`with "${expected.decisionLacks}"`] : []),
  ];
}

const list = (faults: readonly string[], name: string): string[] =>
  faults.map((fault) => `${name}: ${fault}`);

describe.each(entriesOf<CommitEntry>('commits'))('the commit messages of half %s', (_, entries) => {
  it('give their trailers and nothing else', () => {
    expect(entries).toHaveLength(65);
    expect(entries.flatMap((entry) => list(faultsOf(entry), entry.message.slice(0, 60)))).toEqual([]);
  });

  it('would not without what is expected of them', () => {
    const turned = entries.map((entry) => ({
      ...entry,
      expected: entry.expected.length > 0 ? [] : [{ key: 'Decision', contains: ['x'], lacks: [] }],
    }));
    expect(turned.filter((entry) => faultsOf(entry).length === 0)).toEqual([]);
  });
});

describe.each(entriesOf<RecordEntry>('decisionRecords'))('the decision records of half %s', (_, entries) => {
  it('tell their status and their decision', () => {
    expect(entries).toHaveLength(47);
    expect(entries.flatMap((entry) => list(faultsOfRecord(entry), entry.path))).toEqual([]);
  });
});
