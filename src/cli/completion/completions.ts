import type { Argument, Command, Option } from 'commander';
import { choicesOf } from '../describeCommand.ts';

/** What may come next: a word and what it means. */
export interface Completion {
  readonly value: string;
  readonly help: string;
}

/** What is known by asking the memory, or the settings. */
export type Kind =
  | 'memories'
  | 'deleted'
  | 'inbox'
  | 'jobs'
  | 'projects'
  | 'settings'
  | 'values'
  | 'files'
  | 'folders';

export interface Completions {
  readonly found: readonly Completion[];
  /** What else may come next, and has to be looked up. */
  readonly kind?: Kind;
  /** What every word found by the kind begins with: `--project=`. */
  readonly before: string;
  readonly typed: string;
  /** Words that are said already: options, and arguments of the command. */
  readonly options: Readonly<Record<string, string>>;
  readonly operands: readonly string[];
}

/** What may come next on the line. The last word is the one that is being typed, empty when nothing is typed of it yet. */
export function completionsOf(program: Command, words: readonly string[]): Completions {
  const typed = words.at(-1) ?? '';
  let command = program;
  let pending: Option | undefined;
  let onlyOperands = false;
  const options: Record<string, string> = {};
  const operands: string[] = [];
  for (const word of words.slice(0, -1)) {
    if (pending) {
      options[pending.attributeName()] = word;
      pending = undefined;
    } else if (word === '--' && !onlyOperands) onlyOperands = true;
    else if (word.startsWith('-') && word !== '-' && !onlyOperands) {
      const [flag, value] = splitOption(word);
      const option = optionNamed(command, flag);
      if (option && value !== undefined) options[option.attributeName()] = value;
      else if (option && takesValue(option)) pending = option;
    } else {
      const next = operands.length === 0 ? commandNamed(command, word) : undefined;
      if (next) command = next;
      else operands.push(word);
    }
  }
  const common = { typed, options, operands, before: '' };
  if (pending) return valuesOf(pending, common);
  const [flag, value] = splitOption(typed);
  if (typed.startsWith('-') && !onlyOperands) {
    const option = value === undefined ? undefined : optionNamed(command, flag);
    if (option) return valuesOf(option, { ...common, before: `${flag}=`, typed: value ?? '' });
    return { ...common, found: matching(optionsFor(command), typed) };
  }
  const argument = argumentAt(command, operands.length);
  const next = [
    ...(operands.length === 0 ? commandsOf(command) : []),
    ...(argument?.argChoices ?? []).map((each) => ({ value: each, help: '' })),
  ];
  const kind = argument && kindOf(argument.name(), pathOf(command));
  return { ...common, ...(kind ? { kind } : {}), found: matching(next, typed) };
}

const splitOption = (word: string): [string, string?] => {
  const at = word.startsWith('--') ? word.indexOf('=') : -1;
  return at < 0 ? [word] : [word.slice(0, at), word.slice(at + 1)];
};

const takesValue = ({ required, optional }: Option): boolean => required || optional;

const matching = (found: readonly Completion[], typed: string): Completion[] =>
  found.filter(({ value }) => value.startsWith(typed));

const withAncestors = (command: Command): Command[] =>
  command.parent ? [command, ...withAncestors(command.parent)] : [command];

function optionNamed(command: Command, flag: string): Option | undefined {
  return withAncestors(command)
    .flatMap((each) => each.options)
    .find((option) => option.long === flag || option.short === flag);
}

const isHidden = (command: Command): boolean => command.name().startsWith('__');

const commandNamed = (command: Command, word: string): Command | undefined =>
  command.commands.find((each) => each.name() === word || each.aliases().includes(word));

const commandsOf = (command: Command): Completion[] =>
  command.commands
    .filter((each) => !isHidden(each))
    .map((each) => ({ value: each.name(), help: each.summary() || each.description() }));

function optionsFor(command: Command): Completion[] {
  const options = withAncestors(command).flatMap((each) => each.options.filter(({ hidden }) => !hidden));
  return [
    ...options.map(({ long, short, description }) => ({ value: long ?? short ?? '', help: description })),
    { value: '--help', help: 'show help' },
  ];
}

type Common = Pick<Completions, 'typed' | 'options' | 'operands' | 'before'>;

function valuesOf(option: Option, common: Common): Completions {
  const found = (choicesOf(option) ?? []).map((value) => ({ value, help: '' }));
  const name = /<(\w+)>|\[(\w+)\]/.exec(option.flags);
  const kind = option.long === '--project' ? 'projects' : kindOf(name?.[1] ?? name?.[2] ?? '', '');
  return {
    ...common,
    found: matching(found, common.typed).map((each) => ({ ...each, value: `${common.before}${each.value}` })),
    ...(found.length === 0 && kind ? { kind } : {}),
  };
}

/** The argument that comes after so many; several may stand in the place of the last. */
function argumentAt({ registeredArguments }: Command, count: number): Argument | undefined {
  const last = registeredArguments.at(-1);
  return registeredArguments[count] ?? (last?.variadic ? last : undefined);
}

const pathOf = (command: Command): string =>
  withAncestors(command)
    .map((each) => each.name())
    .toReversed()
    .slice(1)
    .join(' ');

/** By the names that arguments and values have in the help. */
function kindOf(name: string, path: string): Kind | undefined {
  switch (name) {
    case 'id':
    case 'ids':
      if (path.startsWith('jobs')) return 'jobs';
      if (path.startsWith('inbox')) return 'inbox';
      return /^(?:restore|purge|history)$/.test(path) ? 'deleted' : path === 'undo' ? undefined : 'memories';
    case 'name':
    case 'names':
      return path.startsWith('config') ? 'settings' : undefined;
    case 'value':
      return path.startsWith('config') ? 'values' : undefined;
    case 'project':
    case 'projects':
      return 'projects';
    case 'file':
    case 'files':
    case 'path':
    case 'paths':
      return 'files';
    case 'dir':
    case 'folder':
      return 'folders';
    default:
      return undefined;
  }
}
