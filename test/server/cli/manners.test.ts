import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentContext } from '../../../dev/cli/silentContext.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { GitRepository } from '../../../dev/git/gitRepository.ts';
import { freePort } from '../../../dev/processes/processes.ts';
import type { CliIo } from '../../../src/cli/cliIo.ts';
import type { CliDefinition } from '../../../src/cli/describeCommand.ts';
import { createProgram } from '../../../src/cli/program.ts';
import { runCommand } from '../../../src/cli/runCommand.ts';
import { textFields } from '../../../src/cli/withStdin.ts';
import { DataDirectory } from '../../../src/home/dataDirectory.ts';
import { operationDefinitions } from '../../../src/protocol/operations/registry.ts';
import { startInProcess } from '../../../src/cli/serve.ts';

let temp: TempDirectory;
let folder: string;
let stop: () => Promise<void>;
/** What a command of its own needs: an id that is there, and one that it may destroy. */
const there: Record<string, string> = {};

interface Said {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** One command line, in this process: what it says is the same, and a hundred of them take seconds. */
async function run(args: readonly string[], stdin = '', io: Partial<CliIo> = {}): Promise<Said> {
  const out: string[] = [];
  const error: string[] = [];
  const code = await runCommand(args, {
    ...silentContext().io,
    env: { MEMORY_BRIDGE_HOME: temp.join('home'), HOME: temp.path, PATH: process.env['PATH'] },
    cwd: folder,
    atTerminal: true,
    print: (text) => out.push(text),
    note: (text) => error.push(text),
    readStdin: () => Promise.resolve(stdin),
    ...io,
  });
  return { code, out: out.join('\n'), error: error.join('\n') };
}

beforeAll(async () => {
  temp = await tempDirectory('cli-manners');
  folder = (await GitRepository.create(temp.join('app'))).path;
  const directory = new DataDirectory(temp.join('home')).prepare();
  const starter = startInProcess({ directory, port: await freePort() });
  await starter.start();
  stop = () => starter.stop('The test is over.');
  for (const name of ['memory', 'victim', 'purged', 'blocker', 'cleaned', 'undone', 'spared', 'left']) {
    const category = name === 'blocker' ? 'blocker' : 'fact';
    const { out } = await run(['remember', `This is the ${name}`, '-c', category, '--json']);
    const { memory, changeId } = JSON.parse(out);
    there[name] = memory.id;
    there[`${name}Change`] = changeId;
  }
  await run(['session', 'start', 'Manners', '--session', 'manners']);
});
afterAll(async () => {
  await stop();
  await temp.dispose();
});

/** Commands that stay, and those that only people use at a terminal. */
const notOneAnswer = new Set([
  'serve',
  'mcp',
  '__complete',
  'config edit',
  'help',
  'inbox help',
  'config help',
]);
/** Of other computers, other programs, or a database without its server: tests of their own call them. */
const elsewhere =
  /^(?:setup|model (?:download|import|use|remove|test)|upgrade|recover|restore|enrich|kv export|token)/;

/** Arguments with which a command succeeds, where it has any. */
const good: Readonly<Record<string, () => string[]>> = {
  remember: () => ['Text', '-c', 'fact'],
  recall: () => ['text'],
  context: () => ['!1'],
  get: () => [there['memory'] ?? ''],
  history: () => [there['memory'] ?? ''],
  edit: () => [there['memory'] ?? '', '--why', 'because'],
  resolve: () => [there['blocker'] ?? ''],
  reopen: () => [there['blocker'] ?? ''],
  pin: () => [there['memory'] ?? ''],
  unpin: () => [there['memory'] ?? ''],
  archive: () => [there['victim'] ?? ''],
  restore: () => [there['victim'] ?? ''],
  delete: () => [there['victim'] ?? ''],
  undo: () => [there['undoneChange'] ?? ''],
  'session claim': () => ['!1', '--session', 'manners'],
  'kv set': () => ['key', 'value'],
  'kv get': () => ['key'],
  'kv delete': () => ['key', '--force'],
  purge: () => [there['purged'] ?? '', '--force'],
  cleanup: () => ['--ids', there['cleaned'] ?? '', '--force'],
  'config get': () => ['boot'],
  'config set': () => ['boot.facts', 'true'],
  'config reset': () => ['boot.facts'],
  completion: () => ['bash'],
  reindex: () => ['--no-wait'],
};

function commandsBelow(parent: Command, above = ''): { words: string; command: Command }[] {
  return parent.commands.flatMap((command) => {
    const words = `${above}${command.name()}`;
    return [{ words, command }, ...commandsBelow(command, `${words} `)];
  });
}
const commands = commandsBelow(createProgram(silentContext(), false));
const answering = commands
  .filter(({ words, command }) => !notOneAnswer.has(words) && command.commands.length === 0)
  .map(({ words }) => words);
const spoken = operationDefinitions.filter(
  (definition): definition is CliDefinition => definition.cli !== undefined,
);

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return text.split('\n').every((line) => line !== '' && isJson(line));
  }
};

describe('--json', () => {
  it.each(answering)('%s says its result in JSON, or a failure', async (words) => {
    if (elsewhere.test(words)) return;
    const { code, out, error } = await run([...words.split(' '), ...(good[words]?.() ?? []), '--json']);
    // A command that lacks something fails, and then that is the JSON.
    expect({ words, error, ok: code === 0 ? isJson(out) : isJson(error) }).toMatchObject({ ok: true });
    expect(code === 0 || good[words] === undefined, `${words}: ${error}`).toBe(true);
  });

  it.each(answering)('%s says in JSON what is wrong with an option that there is not', async (words) => {
    const { code, out, error } = await run([...words.split(' '), '--no-such-option', '--json']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(JSON.parse(error)).toMatchObject({ error: { code: 'usage', message: expect.any(String) } });
  });
});

describe('a text', () => {
  const takers = spoken.flatMap((definition) =>
    textFields(definition).map((field) => [definition.cli.command, field, definition] as const),
  );

  it('may be the argument of several commands', () => {
    expect(new Set(takers.map(([command]) => command))).toEqual(
      new Set([
        ...spoken.filter(({ cli }) => cli.argument?.joined).map(({ cli }) => cli.command),
        ...takers.map(([command]) => command),
      ]),
    );
    expect(takers.length).toBeGreaterThan(3);
  });

  it.each(takers)('of %s (%s) is read from standard input for "-"', async (words, field, definition) => {
    const { argument, options = [] } = definition.cli;
    const option = options.find((each) => each.field === field);
    const flag = /--[\w-]+/.exec(option?.flags ?? '')?.[0];
    const needed = commands.find((each) => each.words === words)?.command.registeredArguments ?? [];
    const rest = good[words]?.() ?? needed.filter(({ required }) => required).map(() => 'abcdef0123');
    const typed = argument?.field === field ? ['-', ...rest.slice(1)] : [...rest, flag ?? '', '-'];
    const { code, error } = await run([...words.split(' '), ...typed]);
    // The twin: the same with nothing on it is refused, and says why.
    expect(error).toContain('Standard input was empty');
    expect(code).toBe(2);
  });

  it('is what stands on standard input', async () => {
    const { out } = await run(['recall', '-', '--json'], 'blocker\n');
    expect(out).toContain('This is the blocker');
    const { out: remembered } = await run(
      ['remember', 'A', '-c', 'fact', '--why', '-', '--json'],
      'since Monday\n',
    );
    expect(JSON.parse(remembered).memory).toMatchObject({ content: 'A', why: 'since Monday' });
    expect((await run(['remember', '-', '-c', 'fact', '--why', '-'], 'x')).error).toContain('write "-" once');
  });
});

describe('a text that is typed, or comes by standard input', () => {
  const verbs: [verb: string, before: string[], behind: string[], empty: string][] = [
    ['remember', ['remember'], ['-c', 'fact'], 'nothing to remember'],
    ['suggest', ['suggest'], [], 'nothing to suggest'],
    ['session log', ['session', 'log'], ['--session', 'manners'], 'nothing to'],
    ['kv set', ['kv', 'set', 'piped'], [], ''],
  ];
  const atTerminal = {
    stdinIsTerminal: true,
    readStdin: () => Promise.reject(new Error('nobody types')),
  };

  it.each(verbs)(
    '%s takes it from either, and asks nobody who is not there',
    async (_, before, behind, empty) => {
      const said = (words: string[], stdin?: string, io?: Partial<CliIo>) =>
        run([...before, ...words, ...behind], stdin, io);
      expect(await said(['typed'])).toMatchObject({ code: 0 });
      expect(await said(['-'], 'by pipe\n')).toMatchObject({ code: 0 });
      expect(await said([], 'by pipe\n')).toMatchObject({ code: 0 });
      expect(await said([], '', atTerminal)).toMatchObject({
        code: 2,
        error: expect.stringMatching(/^memory-bridge: Say .*memory-bridge /),
      });
      const mayBeEmpty = empty === '';
      for (const words of [[], ['-']]) {
        const { code, error } = await said(words, ' \n');
        expect([code, error.includes(empty)]).toEqual([mayBeEmpty ? 0 : 2, true]);
      }
      // An empty text that was typed waits for nobody.
      const typed = await said([''], '', { ...atTerminal, stdinIsTerminal: false });
      expect(typed.code).toBe(mayBeEmpty ? 0 : 2);
    },
  );
});

describe('project list', () => {
  const list = async (...args: string[]) => {
    const { out } = await run(['project', 'list', '--json', ...args]);
    return JSON.parse(out) as { current: string | null; projects: { id: string }[] };
  };

  it('says which project the working folder is of, below it too, and lists all of them', async () => {
    const other = (await GitRepository.create(temp.join('other'))).path;
    await run(['remember', 'Of the other one', '-c', 'fact', '--project', other]);
    const { current, projects } = await list();
    expect(current).toContain(folder);
    expect(projects.map(({ id }) => id)).toEqual(expect.arrayContaining([current]));
    expect(projects.length).toBeGreaterThan(1);
    const said = await run(['project', 'list']);
    expect(said.out.split('\n').filter((line) => line.startsWith('* '))).toEqual([
      expect.stringContaining(`${current}`),
    ]);
    await mkdir(path.join(folder, 'src', 'deep'), { recursive: true });
    const below = await run(['project', 'list', '--json'], '', { cwd: path.join(folder, 'src', 'deep') });
    expect(JSON.parse(below.out)).toMatchObject({ current });
    expect(await list('--project', other)).toMatchObject({
      current: expect.stringContaining(other),
      projects: [{ id: expect.stringContaining(other) }],
    });
  });

  it('says it where nothing is kept yet', async () => {
    const fresh = (await GitRepository.create(temp.join('fresh'))).path;
    const said = await run(['project', 'list'], '', { cwd: fresh });
    expect(said.out).toMatch(/^\* on +0 .*fresh$/m);
    const json = await run(['project', 'list', '--json'], '', { cwd: fresh });
    expect(JSON.parse(json.out)).toMatchObject({ current: expect.stringContaining('fresh') });
  });
});

describe('what cannot be taken back', () => {
  const forced = commands.filter(({ command }) => command.options.some(({ long }) => long === '--force'));

  /** Destructive for models, who replace what others wrote; a person says just that, and undo takes it back. */
  const excused: Readonly<Record<string, string>> = {
    kv_set: 'a value that is set anew replaces the old one',
  };

  it('asks, takes --force, or says how it is undone', () => {
    const destructive = spoken.filter(({ hints }) => hints?.destructive);
    expect(destructive.length).toBeGreaterThan(2);
    const silent = destructive.filter(
      ({ name, cli, output }) =>
        cli.asks === undefined &&
        !cli.options?.some(({ flags }) => flags.includes('--force')) &&
        !('changeId' in output.shape) &&
        !(name in excused),
    );
    expect(silent.map(({ name }) => name)).toEqual([]);
    expect(forced.map(({ words }) => words)).toEqual(
      expect.arrayContaining(['purge', 'cleanup', 'kv delete']),
    );
  });

  it.each([[['purge', 'spared']], [['cleanup', '--ids', 'left']], [['kv', 'delete', 'some-key']]])(
    '%j is not done where nobody can be asked, and says what to do',
    async (words) => {
      const args = words.map((each) => there[each] ?? each);
      const known = () =>
        run(['list', '--deleted', '--json']).then(({ out }) => JSON.parse(out).total as number);
      await run(['kv', 'set', 'some-key', 'x']);
      const before = await known();
      for (const json of [[], ['--json']])
        expect(await run([...args, ...json])).toMatchObject({
          code: 2,
          error: expect.stringContaining('Add --force'),
        });
      expect(await known()).toBe(before);
    },
  );

  it('is confirmed with one word, and the word of other programs is understood', () => {
    const said = commands.map(({ words, command }) => ({ words, help: command.helpInformation() }));
    expect(said.filter(({ help }) => /--yes|\s-y\b/.test(help)).map(({ words }) => words)).toEqual([]);
    // The one file that it may replace is named behind it.
    const asking = forced.filter(({ words }) => words !== 'doctor');
    expect(asking.map(({ words }) => words)).toEqual(
      expect.arrayContaining(['delete-all', 'project merge', 'restore', 'model use', 'setup opencode']),
    );
    const deaf = asking.filter(({ command }) => !command.options.some(({ short }) => short === '-y'));
    expect(deaf.map(({ words }) => words)).toEqual([]);
  });

  it.each([['--force'], ['--yes'], ['-y']])('is done with %s', async (word) => {
    const { out } = await run(['remember', `Goes with ${word}`, '-c', 'fact', '--json']);
    const { id } = (JSON.parse(out) as { memory: { id: string } }).memory;
    await run(['kv', 'set', 'gone', 'x']);
    expect(await run(['kv', 'delete', 'gone', word])).toMatchObject({ code: 0 });
    expect(await run(['cleanup', '--ids', id, word])).toMatchObject({ code: 0 });
    expect(await run(['purge', id, word])).toMatchObject({ code: 0 });
    expect((await run(['get', id])).code).toBe(1);
  });

  it('is all of a project only when that is named', async () => {
    // Without a selection the settings say what is old.
    expect(await run(['cleanup'])).toMatchObject({
      code: 0,
      error: expect.stringContaining('Nothing is old'),
    });
    expect(await run(['cleanup', '--all', '--conversations-days', '3'])).toMatchObject({ code: 2 });
    expect(await run(['cleanup', '--all', '--force'])).toMatchObject({
      code: 2,
      error: expect.stringContaining('--project <p>'),
    });
    const listed = await run(['cleanup', '--all', '--dry-run']);
    const done = await run(['cleanup', '--all', '--force', '--project', folder]);
    expect(done.out).toBe(listed.out);
    expect(done).toMatchObject({ code: 0, error: expect.stringContaining('Undo it: memory-bridge undo') });
    expect((await run(['cleanup', '--all', '--dry-run'])).error).toBe('Nothing to delete.');
    expect((await run(['undo', '--json'])).code).toBe(0);
    expect((await run(['cleanup', '--all', '--dry-run'])).out).toBe(listed.out);
  });
});
