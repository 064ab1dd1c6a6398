import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { silentContext } from '../../../dev/cli/silentContext.ts';
import { completionsOf } from '../../../src/cli/completion/completions.ts';
import { choicesOf } from '../../../src/cli/describeCommand.ts';
import { createProgram } from '../../../src/cli/program.ts';

const program = createProgram(silentContext(), false);
const offered = (...words: string[]) => completionsOf(program, words).found.map(({ value }) => value);

/** Every command with the words that lead to it. */
function commandsBelow(
  parent: Command,
  above: readonly string[] = [],
): { words: string[]; command: Command }[] {
  return parent.commands
    .filter((each) => !each.name().startsWith('__'))
    .flatMap((command) => {
      const words = [...above, command.name()];
      return [{ words, command }, ...commandsBelow(command, words)];
    });
}
const every = commandsBelow(program);

describe('what may come next', () => {
  it('is every command and alias, and none that is not for people', () => {
    expect(every.length).toBeGreaterThan(35);
    for (const { words } of every) expect(offered(...words)).toContain(words.at(-1));
    expect(offered('').filter((each) => each.startsWith('__'))).toEqual([]);
    expect(new Set(offered('')).size).toBe(offered('').length);
  });

  it('is every option of a command and of the program, with every choice of its value', () => {
    let choices = 0;
    for (const { words, command } of every) {
      expect(offered(...words, '--')).toEqual(
        expect.arrayContaining([
          '--json',
          '--project',
          '--help',
          ...command.options.flatMap(({ long, hidden }) => (hidden ? [] : (long ?? []))),
        ]),
      );
      for (const option of command.options) {
        const wanted = choicesOf(option);
        if (!wanted || option.long === undefined) continue;
        choices += wanted.length;
        expect(offered(...words, option.long, '')).toEqual(wanted);
        expect(offered(...words, `${option.long}=`)).toEqual(wanted.map((each) => `${option.long}=${each}`));
      }
    }
    expect(choices).toBeGreaterThan(40);
  });

  it.each<[string[], string | undefined]>([
    [['get', ''], 'memories'],
    [['get', 'abc', ''], 'memories'],
    [['pin', 'abc', ''], undefined],
    [['restore', ''], 'deleted'],
    [['inbox', 'accept', ''], 'inbox'],
    [['jobs', 'cancel', ''], 'jobs'],
    [['config', 'get', ''], 'settings'],
    [['config', 'set', 'toolset', ''], 'values'],
    [['--project', ''], 'projects'],
    [['list', '--project=gr'], 'projects'],
    [['recover', ''], 'files'],
    [['--home', ''], 'folders'],
    [['remember', ''], undefined],
    [['remember', '--', '--project', ''], undefined],
  ])('of %j is looked up among %s', (words, kind) => {
    expect(completionsOf(program, words).kind).toBe(kind);
  });

  it('is of the data folder and the project that the line names', () => {
    expect(completionsOf(program, ['--home', '/a', 'list', '--project=b', '']).options).toEqual({
      home: '/a',
      project: 'b',
    });
  });
});
