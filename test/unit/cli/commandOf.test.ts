import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { silentContext } from '../../../dev/cli/silentContext.ts';
import { type CliDefinition, describeCommand, inputOf } from '../../../src/cli/describeCommand.ts';
import { forPeople } from '../../../src/cli/forPeople.ts';
import { lastSection } from '../../../src/cli/helpSections.ts';
import { createProgram } from '../../../src/cli/program.ts';
import { categories } from '../../../src/core/memory/memory.ts';
import { MemoryBridgeError } from '../../../src/core/errors.ts';
import { acceptCandidatesOperation } from '../../../src/protocol/operations/inbox/acceptCandidates.ts';
import { sessionHeartbeatOperation } from '../../../src/protocol/operations/sessions/sessionHeartbeat.ts';
import { reindexOperation } from '../../../src/protocol/operations/embedding/reindex.ts';
import { rememberOperation } from '../../../src/protocol/operations/memories/remember.ts';
import { listMemoriesOperation } from '../../../src/protocol/operations/memories/listMemories.ts';
import { recallOperation } from '../../../src/protocol/operations/recall/recall.ts';
import { operationDefinitions } from '../../../src/protocol/operations/registry.ts';

const silent = () => {};
const context = silentContext();

/** What goes to the verb when a person types this. */
function typed(definition: CliDefinition, ...words: string[]): object {
  const program = new Command().exitOverride().configureOutput({ writeErr: silent });
  const command = describeCommand(program, definition.cli).exitOverride();
  command.action(silent);
  program.parse([...definition.cli.command.split(' '), ...words], { from: 'user' });
  return inputOf(definition.cli, command);
}

describe('the input that is typed', () => {
  it.each<[string, CliDefinition, string[], object]>([
    ['words are one text', recallOperation, ['which', 'database'], { query: 'which database' }],
    [
      'a flag may mean false, and an option a number',
      recallOperation,
      ['x', '--full', '--all', '-n', '7'],
      { query: 'x', compact: false, include_inactive: true, limit: 7 },
    ],
    [
      'a repeated option is a list',
      listMemoriesOperation,
      ['--status', 'active', '--status', 'archived', '-t', 'ci'],
      { status: ['active', 'archived'], tag: 'ci' },
    ],
    [
      'options have the names of people, fields those of the verb',
      rememberOperation,
      ['text', '-c', 'fact', '-t', 'a', '-t', 'b', '-e', '!1'],
      { content: 'text', category: 'fact', tags: ['a', 'b'], entities: ['!1'] },
    ],
    ['several ids are a list', acceptCandidatesOperation, ['a', 'b'], { ids: ['a', 'b'] }],
    ['none are none, and what is no field goes nowhere', acceptCandidatesOperation, ['--all'], { ids: [] }],
    [
      'what is not typed is not sent',
      reindexOperation,
      ['--no-wait', '--provider', 'local'],
      { provider: 'local' },
    ],
    ['nothing is nothing', rememberOperation, [], {}],
    ['no words are no empty text', sessionHeartbeatOperation, ['-s', 'nightly'], { session_id: 'nightly' }],
  ])('%s', (_what, definition, words, wanted) => {
    expect(typed(definition, ...words)).toEqual(wanted);
  });

  it.each<[CliDefinition, string[], string]>([
    [recallOperation, ['x', '--limit', '51'], '--limit takes a number from 1 to 50, not "51".'],
    [listMemoriesOperation, ['-n', '1001'], '--limit takes a number from 1 to 1000, not "1001".'],
    [listMemoriesOperation, ['-n', '1.5'], '--limit takes a number from 1 to 1000, not "1.5".'],
    [rememberOperation, ['x', '-c', 'no'], `--category is one of ${categories.join(', ')}, not "no".`],
    [listMemoriesOperation, ['--status', 'active', '--status', 'no'], '--status is one of candidate,'],
    [
      reindexOperation,
      ['--provider', 'no'],
      '--provider is one of built-in, local, openai, voyage, ollama, not "no".',
    ],
  ])('%#: is refused with what would do', (definition, words, message) => {
    expect(() => typed(definition, ...words)).toThrow(message);
  });
});

const spoken = operationDefinitions.filter(
  (definition): definition is CliDefinition => definition.cli !== undefined,
);

describe('commands', () => {
  it('are there for every definition that has one', () => {
    const words = (command: Command, above = ''): string[] =>
      command.commands.flatMap((each) => [
        `${above}${each.name()}`,
        ...words(each, `${above}${each.name()} `),
      ]);
    const there = words(createProgram(context, false));
    expect(spoken.length).toBeGreaterThan(20);
    expect(spoken.map(({ cli }) => cli.command).filter((each) => !there.includes(each))).toEqual([]);
    expect(new Set(there).size).toBe(there.length);
  });

  it('say in their own help what they are for', () => {
    const silentOnes = (command: Command): string[] =>
      command.commands.flatMap((each) => [
        ...(each.description() === '' ? [each.name()] : []),
        ...silentOnes(each),
      ]);
    expect(silentOnes(createProgram(context, false))).toEqual([]);
  });

  it('stand below groups that say what they are for', () => {
    const groups = createProgram(context, false).commands.filter(({ commands }) => commands.length > 0);
    expect(groups.map((each) => each.name())).toContain('inbox');
    expect(groups.filter((each) => each.summary() === '').map((each) => each.name())).toEqual([]);
  });

  it('have a help of their own that no heading of the program stands above', () => {
    const groups = createProgram(context, false).commands.filter(({ commands }) => commands.length > 0);
    expect(groups.length).toBeGreaterThan(7);
    const helps = groups.map((each) => each.helpInformation());
    expect(helps.filter((help) => help.includes(lastSection))).toEqual([]);
    expect(helps.filter((help) => !help.includes('help [command]'))).toEqual([]);
  });

  it('name the words of an argument once', () => {
    const completion = createProgram(context, false).commands.find((each) => each.name() === 'completion');
    expect(completion?.helpInformation().match(/powershell/g)).toHaveLength(1);
  });

  it('each stand in the help below the heading that they belong to', () => {
    const commands = createProgram(context, false).commands.filter((each) => each.name() !== '__complete');
    const below = (heading: string): string[] =>
      commands.filter((each) => each.helpGroup() === heading).map((each) => each.name());
    expect(below('Memories:').slice(0, 2)).toEqual(['list', 'get']);
    expect(below('')).toEqual([]);
    // What no section names would be here too.
    expect(below('Running it:')).toEqual([
      'status',
      'doctor',
      'jobs',
      'backup',
      'recover',
      'reindex',
      'optimize',
      'vacuum',
      'serve',
      'mcp',
    ]);
  });

  it('name only fields that there are', () => {
    const unknown = spoken.flatMap(({ name, cli, input }) =>
      [cli.argument, ...(cli.options ?? [])]
        .flatMap((each) => each?.field ?? [])
        .filter((field) => !(field in input.shape))
        .map((field) => `${name}.${field}`),
    );
    expect(unknown).toEqual([]);
  });

  it('have options of the names by which problems with their fields are told', () => {
    const wrong = spoken.flatMap(({ cli }) =>
      (cli.options ?? []).flatMap(({ flags, field }) => {
        if (field === undefined || !flags.includes('<')) return [];
        const error = new MemoryBridgeError('invalid_input', `${field}: must not be empty.`, {
          details: { fields: [field] },
        });
        const [flag = ''] = /--[\w-]+/.exec(flags) ?? [];
        // `remember` takes its text as an argument, and every other text is that of a memory too.
        const isNamed = field === 'content' || forPeople(error) === `${flag} must not be empty.`;
        return isNamed ? [] : [`${cli.command} ${flags}: ${forPeople(error)}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('take the numbers that their verbs take, and no others', () => {
    const counts = operationDefinitions.flatMap(({ name, cli, input }) =>
      (cli?.options ?? []).flatMap(({ field, most, least = 1, flags }) => {
        const schema = field === undefined ? undefined : (input.shape[field] as z.ZodType | undefined);
        return most === undefined || !schema ? [] : [{ what: `${name} ${flags}`, most, least, schema }];
      }),
    );
    expect(counts.length).toBeGreaterThan(15);
    const takes = (schema: z.ZodType, count: number) => schema.safeParse(count).success;
    const wrong = counts.filter(
      ({ most, least, schema }) =>
        !takes(schema, most) || takes(schema, most + 1) || (takes(schema, 0) && least !== 0),
    );
    expect(wrong.map(({ what }) => what)).toEqual([]);
  });

  it('say of a value what its schema says', () => {
    const unlike = spoken.flatMap(({ cli, input }) =>
      (cli.options ?? []).flatMap((option) => {
        const schema = option.field === undefined ? undefined : input.shape[option.field];
        if (schema === undefined) return [];
        const said = {
          takesValue: option.flags.includes('<'),
          choices: option.choices,
          most: option.most,
          repeated: option.repeated,
        };
        const wanted = valueOf(schema);
        return JSON.stringify(said) === JSON.stringify(wanted)
          ? []
          : [`${cli.command} ${option.flags}: ${JSON.stringify({ said, wanted })}`];
      }),
    );
    expect(unlike).toEqual([]);
  });

  it('name the choices of a field in their help', () => {
    const remember = createProgram(context, false).commands.find((each) => each.name() === 'remember');
    const help = remember?.helpInformation().replaceAll(/\s+/g, ' ');
    expect(help).toContain(`--category <category> one of ${categories.join(', ')}`);
  });
});

/** How a value of a schema is typed. */
function valueOf(field: z.core.$ZodType): object {
  const { def } = (field as z.core.$ZodTypes)._zod;
  if (def.type === 'optional' || def.type === 'default' || def.type === 'nullable')
    return valueOf(def.innerType);
  return {
    takesValue: def.type !== 'boolean',
    ...(def.type === 'array' ? valueOf(def.element) : {}),
    ...(def.type === 'enum' ? { choices: Object.values(def.entries) } : {}),
    ...(def.type === 'number' ? { most: (field as z.ZodNumber).maxValue } : {}),
    ...(def.type === 'array' ? { repeated: true } : {}),
  };
}
