import type { Command } from 'commander';
import { exampleText } from './exampleText.ts';

/** Words that commands stand below, and that do nothing by themselves. */
const groups: Readonly<Record<string, { readonly summary: string; readonly examples?: readonly string[] }>> =
  {
    inbox: {
      summary: 'review what was captured',
      examples: [
        'memory-bridge inbox list',
        'memory-bridge inbox accept 4f0c9a1b2d',
        'memory-bridge inbox reject --all',
      ],
    },
    kv: {
      summary: 'keep small values for a while',
      examples: ['memory-bridge kv set release:step tagged', 'memory-bridge kv get release:step'],
    },
    session: {
      summary: 'say who is at work, and hold files and tasks',
      examples: [
        'memory-bridge session list',
        'memory-bridge session start fix the login',
        "memory-bridge session claim '!12' --session nightly",
        'memory-bridge session wrap-up "The login works" --open "tests on Windows" --session nightly',
      ],
    },
    project: {
      summary: 'switch memory on or off in a project, and name, merge and move projects',
      examples: [
        'memory-bridge project off',
        'memory-bridge project pause --for 2h',
        'memory-bridge project list',
      ],
    },
    entity: { summary: 'what memories name', examples: ['memory-bridge entity list'] },
    token: { summary: 'replace the token of the memory server' },
  };

/** What a command stands below: the whole program, another command, or a group, which comes with its first command. */
export function parentOf(program: Command, words: string): Command {
  const [word = '', ...below] = words.split(' ');
  if (below.length === 0) return program;
  const parent = program.commands.find((each) => each.name() === word) ?? addGroup(program, word);
  // One that does something by itself would have none.
  return parent.helpCommand('help [command]', 'show help for a command');
}

function addGroup(program: Command, word: string): Command {
  const { summary = '', examples } = groups[word] ?? {};
  const group = program.command(word).summary(summary);
  return examples ? group.addHelpText('after', exampleText(examples)) : group;
}
