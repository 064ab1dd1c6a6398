import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OperationsBench, person, projectUrl } from '../../../dev/operations/operationsBench.ts';
import { CallTable } from '../../../src/operations/dispatch/spokenCall.ts';
import type { AnyOperation } from '../../../src/operations/operation.ts';
import { operationDefinitions } from '../../../src/protocol/operations/registry.ts';
import { toolDefinitions } from '../../../src/protocol/tools/registry.ts';
import type { FullRecord } from '../../../tools/documents/migration/migrationDocument.ts';
import { peers } from '../../../tools/documents/migration/peers.ts';
import { pending } from '../../../tools/documents/migration/pending.ts';
import type { Row } from '../../../tools/documents/migration/row.ts';
import {
  definitionNamed,
  type PeerArgument,
  targetOf,
  wordsOf,
} from '../../../tools/documents/migration/understood.ts';

type Verb = Extract<Row, { verb: string }>;
interface Tool {
  readonly what: string;
  readonly row: Verb;
  readonly args: readonly PeerArgument[];
}

const file = path.resolve(import.meta.dirname, '../../data/peer-tools.json');
const records: FullRecord[] = JSON.parse(readFileSync(file, 'utf8'));

/** Every tool of another system that is a verb of ours. */
const tools: Tool[] = records
  .filter(({ inSeed, kind }) => inSeed && kind === 'tool')
  .flatMap(({ peer, name, args }) => {
    const row = peers.find((each) => each.name === peer)?.rows.tool[name];
    if (!row || !('verb' in row) || pending.has(row.verb)) return [];
    // What waits for its main argument waits as a whole.
    const isThere = (argument: PeerArgument) => !pending.has(`${row.verb}.${argument.name}`);
    if (args.some((each) => each.required === true && !isThere(each))) return [];
    return [{ what: `${peer} ${name}`, row, args: args.filter(isThere) }];
  });

const memory = '4f0c9a1b2d';
/** What people send, by the name of the argument where its type says too little. */
const samples: Readonly<Record<string, unknown>> = {
  id: memory,
  memory_id: memory,
  memory_ids: [memory, '4f0c9a1b2e'],
  category: 'event',
  categories: ['event', 'fact'],
  min_strength: 0.5,
  reminder_at: '+2d',
  recurrence: 'weekly:monday',
  link_types: ['related', 'supersedes'],
  entities: ['!12', '#34'],
  metadata: { type: 'decision', confidence: 0.7 },
  filters: { AND: [{ user_id: 'ada' }] },
};

function sampleOf(argument: PeerArgument): unknown {
  const words = wordsOf(argument);
  if (words) return words[0];
  if (Object.hasOwn(samples, argument.name)) return samples[argument.name];
  if (argument.type.startsWith('array')) return ['one', 'another'];
  if (argument.type === 'boolean') return true;
  return argument.type === 'integer' || argument.type === 'number' ? 5 : 'some text';
}

/** The word that is said here for one of theirs. */
const wordHere = ({ row }: Tool, { name }: PeerArgument, word: string): string => {
  const said = row.arguments?.[name];
  return typeof said === 'object' && 'words' in said ? (said.words[word] ?? word) : word;
};

/** The name under which a person who follows the table sends an argument: as it was, unless its words mean something else. */
const nameHere = ({ row }: Tool, { name }: PeerArgument): string => {
  const said = row.arguments?.[name];
  return typeof said === 'object' && 'words' in said ? (said.to ?? name) : name;
};

const valueHere = (tool: Tool, argument: PeerArgument): unknown => {
  const sample = sampleOf(argument);
  return typeof sample === 'string' ? wordHere(tool, argument, sample) : sample;
};

const inputOf = (tool: Tool, args: readonly PeerArgument[]): Record<string, unknown> => ({
  ...tool.row.with,
  ...Object.fromEntries(args.map((each) => [nameHere(tool, each), valueHere(tool, each)])),
});

const fieldHere = ({ row }: Tool, { name }: PeerArgument): string | undefined => {
  const definition = definitionNamed(row.verb);
  return definition && targetOf(definition, name, row.arguments?.[name]);
};

const required = (tool: Tool) => tool.args.filter((each) => each.required === true);

const table = new CallTable(
  operationDefinitions.map((definition) => ({ definition }) as unknown as AnyOperation),
  toolDefinitions,
);

describe.each(tools.map((tool) => [tool.what, tool] as const))('%s', (_what, tool) => {
  const { row, args } = tool;
  const definition = definitionNamed(row.verb);
  if (!definition) throw new Error(`There is no ${row.verb}.`);

  it('takes all arguments at once', () => {
    expect(() => table.understand(row.verb, inputOf(tool, args))).not.toThrow();
  });

  it('takes each of them, and has it where the table says', () => {
    const lost = args.flatMap((argument) => {
      const field = targetOf(definition, argument.name, row.arguments?.[argument.name]);
      const others = required(tool).filter((each) => each !== argument);
      const { input, ignored } = table.understand(row.verb, inputOf(tool, [...others, argument]));
      const value = valueHere(tool, argument);
      const found = field === undefined ? undefined : (input as Record<string, unknown>)[field];
      const isThere =
        field === undefined
          ? row.arguments?.[argument.name] !== undefined
          : JSON.stringify(found) === JSON.stringify(Array.isArray(found) ? [value].flat() : value);
      return isThere && (field === undefined || !ignored.includes(argument.name)) ? [] : [argument.name];
    });
    expect(lost).toEqual([]);
  });

  it('takes every word of a closed set', () => {
    const refused = args.flatMap((argument) =>
      (wordsOf(argument) ?? []).filter((word) => {
        const input = {
          ...inputOf(tool, required(tool)),
          [nameHere(tool, argument)]: wordHere(tool, argument, word),
        };
        try {
          table.understand(row.verb, input);
          return false;
        } catch {
          return true;
        }
      }),
    );
    expect(refused).toEqual([]);
  });
});

describe('refused is', () => {
  let bench: OperationsBench;
  beforeAll(async () => {
    bench = await OperationsBench.open();
  });
  afterAll(() => bench.close());

  const outcome = (name: string, input: unknown): Promise<string> =>
    bench.dispatcher.dispatch(name, input, { actor: person, project: projectUrl }).then(
      () => 'done',
      ({ code, message }: { code: string; message: string }) => `${code}: ${message}`,
    );

  const withoutOne = tools.flatMap((tool) =>
    required(tool)
      .filter(({ name }) => !(tool.row.optional ?? []).includes(name))
      .map((argument) => [tool.what, argument.name, tool, argument] as const),
  );

  it.each(withoutOne)('%s without %s', async (_what, _name, tool, argument) => {
    const others = required(tool).filter((each) => each !== argument);
    const field = fieldHere(tool, argument);
    expect(await outcome(tool.row.verb, inputOf(tool, others))).toMatch(
      new RegExp(`^invalid_input: .*\\b${field}\\b`),
    );
  });

  const optional = tools.flatMap((tool) =>
    (tool.row.optional ?? []).map((name) => [tool.what, name, tool] as const),
  );

  it.each(optional)('%s not without %s, which may be left out here', async (_what, name, tool) => {
    const others = required(tool).filter((each) => each.name !== name);
    expect(await outcome(tool.row.verb, inputOf(tool, others))).not.toMatch(/^(?:invalid_input|internal)/);
  });

  const sets = tools.flatMap((tool) =>
    tool.args
      .filter((each) => wordsOf(each) && fieldHere(tool, each))
      .map((argument) => [tool.what, argument.name, tool, argument] as const),
  );

  it.each(sets)('%s with a foreign word as %s', async (_what, _name, tool, argument) => {
    const input = inputOf(tool, required(tool));
    expect(await outcome(tool.row.verb, { ...input, [nameHere(tool, argument)]: 'whatever' })).toMatch(
      /^invalid_input: .*must be one of/,
    );
  });

  it('nothing less than these: the lists are not empty', () => {
    expect(tools.length).toBeGreaterThan(25);
    expect([withoutOne.length > 25, sets.length > 5]).toEqual([true, true]);
  });
});
