import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { silentContext } from '../../../dev/cli/silentContext.ts';
import { createProgram } from '../../../src/cli/program.ts';
import { callDefinitions, listedCalls } from '../../../src/protocol/tools/registry.ts';
import { type FullRecord, migrationDocument } from '../../../tools/documents/migration/migrationDocument.ts';
import { peers } from '../../../tools/documents/migration/peers.ts';
import { pending } from '../../../tools/documents/migration/pending.ts';
import { type Argument, type Row, rowKinds } from '../../../tools/documents/migration/row.ts';
import { definitionNamed, targetOf } from '../../../tools/documents/migration/understood.ts';
import { ownName, seedSettings } from '../../../tools/documents/seedSettings.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const records: FullRecord[] = JSON.parse(read('test/data/peer-tools.json'));
const carried = records.filter(({ inSeed }) => inSeed);
const program = createProgram(silentContext(), false);
const page = read('docs/migrating.md');

const rows = peers.flatMap((peer) =>
  rowKinds.flatMap((kind) =>
    Object.entries(peer.rows[kind]).map(([name, row]) => ({ key: `${peer.name} ${kind} ${name}`, row })),
  ),
);
const settingKeys = carried
  .filter(({ kind }) => kind === 'config' || kind === 'env')
  .filter(({ peer, name }) => Object.hasOwn(seedSettings[peer] ?? {}, ownName(name)))
  .map(({ peer, kind, name }) => `${peer} ${kind} ${name}`);

/** A row, and those that stand in it word by word. */
const flat = (row: Row): Row[] => ('argument' in row ? Object.values(row.words).flatMap(flat) : [row]);

function commandNamed(name: string): Command | undefined {
  let command: Command | undefined = program;
  for (const word of name.split(' ').filter((each) => each !== ''))
    command = command?.commands.find((each) => each.name() === word || each.aliases().includes(word));
  return command;
}

/** The options of a command and of those that it stands in. */
function optionsOf(command: Command): (string | undefined)[] {
  const inherited = command.parent === null ? ['--help'] : optionsOf(command.parent);
  return [...inherited, ...command.options.flatMap(({ short, long }) => [short, long])];
}

describe('the table of what became of the tools of other systems', () => {
  it('has exactly one row for each record, and no other', () => {
    expect(carried.length).toBe(219);
    const keys = [...rows.map(({ key }) => key), ...settingKeys];
    expect(keys.toSorted()).toEqual(
      carried.map(({ peer, kind, name }) => `${peer} ${kind} ${name}`).toSorted(),
    );
  });

  it('names verbs that every client of the full toolset is shown', () => {
    const listed = new Set(listedCalls('full').map(({ name }) => name));
    const named = rows.flatMap(({ row }) => flat(row)).flatMap((row) => ('verb' in row ? [row.verb] : []));
    expect(named.length).toBeGreaterThan(40);
    expect([...new Set(named)].filter((name) => !listed.has(name) && !pending.has(name))).toEqual([]);
  });

  it('says of every argument without effect why it has none', () => {
    const said = callDefinitions.flatMap(({ name, withoutEffect = {} }) =>
      Object.entries(withoutEffect).map(([field, reason]) => `| \`${name}\` | \`${field}\` | ${reason} |`),
    );
    expect(said.length).toBeGreaterThan(15);
    expect(said.filter((row) => !page.includes(row))).toEqual([]);
  });

  it('names commands that there are, with options that they take', () => {
    const unknown = carried.flatMap(({ peer, kind, name, args }) => {
      const row = peers.find((each) => each.name === peer)?.rows[kind as 'cli']?.[name];
      return (row ? flat(row) : []).flatMap((each) => {
        if (!('command' in each) || pending.has(`memory-bridge ${each.command}`)) return [];
        const command = commandNamed(each.command);
        if (!command) return [each.command];
        const options = optionsOf(command);
        return kind === 'cli'
          ? args
              .map((argument) => argument.name)
              .filter((option) => !isTaken(option, each.arguments, options))
          : [];
      });
    });
    expect(unknown).toEqual([]);
  });

  it('says of arguments where they go', () => {
    const lost = rows.flatMap(({ key, row }) =>
      flat(row).flatMap((each) => {
        const definition = 'verb' in each ? definitionNamed(each.verb) : undefined;
        const known = records.find(({ peer, kind, name }) => `${peer} ${kind} ${name}` === key)?.args ?? [];
        const said = 'verb' in each || 'command' in each ? (each.arguments ?? {}) : {};
        const strangers = Object.keys(said).filter(
          (name) => !known.some((argument) => argument.name === name),
        );
        const nowhere = Object.entries(said).flatMap(([name, argument]) => {
          const field = definition && targetOf(definition, name, argument);
          return field === undefined || !definition || Object.hasOwn(definition.input.shape, field)
            ? []
            : [field];
        });
        return [...strangers, ...nowhere].map((name) => `${key} ${name}`);
      }),
    );
    expect(lost).toEqual([]);
  });

  it('waits for nothing that is there', () => {
    const listed = new Set(listedCalls('full').map(({ name }) => name));
    const isThere = (name: string): boolean => {
      if (name.startsWith('memory-bridge '))
        return commandNamed(name.slice('memory-bridge '.length)) !== undefined;
      const [verb = '', field] = name.split('.');
      const definition = definitionNamed(verb);
      return field === undefined
        ? listed.has(verb)
        : definition !== undefined && Object.hasOwn(definition.input.shape, field);
    };
    expect([...pending].filter(isThere)).toEqual([]);
  });
});

function isTaken(
  name: string,
  said: Readonly<Record<string, Argument>> = {},
  options: readonly (string | undefined)[],
): boolean {
  if (said[name] !== undefined) return true;
  const spellings = name.split('|').map((each) => (each.length === 1 ? `-${each}` : each));
  return spellings.some((each) => options.includes(each));
}

describe('docs/migrating.md', () => {
  it('is what the tables say (node tools/documents/write.mjs)', () => {
    expect(page).toBe(migrationDocument(records));
  });

  it('names every tool, command, skill, hook and address of the systems that people come from', () => {
    const left = carried
      .filter(({ kind }) => kind !== 'config' && kind !== 'env')
      .filter(({ name }) => !page.includes(`\`${name}\``));
    expect(left).toEqual([]);
  });

  it('is linked from where people look', () => {
    expect(read('README.md')).toContain('(docs/migrating.md)');
    expect(read('docs/settings.md')).toContain('(migrating.md)');
  });
});
