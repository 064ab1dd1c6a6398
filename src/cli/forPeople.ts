import type { MemoryBridgeError } from '../core/errors.ts';
import { operationDefinitions } from '../protocol/operations/registry.ts';

const spoken = operationDefinitions.flatMap(({ name, cli }) => (cli ? [{ name, cli }] : []));

/** What fields of operations are called on the command line, where it is not an option of the same name. */
const optionNames: ReadonlyMap<string, string> = new Map([
  ['memory_ids', '<id>'],
  ...spoken.flatMap(({ cli: { options = [] } }) =>
    options.flatMap(({ field, flags }) => (field === undefined ? [] : [[field, longFlag(flags)] as const])),
  ),
  // The text of a memory is an argument of one command and an option of another: what stands alone comes first.
  ...spoken.flatMap(({ cli: { argument, second } }) =>
    [argument, second].flatMap((each) =>
      each ? [[each.field, each.called ?? each.syntax.replace(/^\[(.*)\]$/, '<$1>')] as const] : [],
    ),
  ),
]);

/** What operations and tools are called on the command line. */
const commandNames: ReadonlyMap<string, string> = new Map([
  ...spoken.map(({ name, cli }) => [name, `memory-bridge ${cli.command}`] as const),
  ['list_backups', 'memory-bridge restore --list'],
  ['restore_backup', 'memory-bridge restore'],
  ['review_inbox', 'memory-bridge inbox'],
  ['update_memory', 'memory-bridge edit'],
  ['supersede_memory', 'memory-bridge edit'],
  ['bulk_archive', 'memory-bridge archive'],
  ['enrich_entity', 'memory-bridge enrich'],
  ['get_consolidation', 'memory-bridge consolidate'],
  ['ingestion_status', 'memory-bridge conversations'],
]);

/**
 * An error as a person at a terminal reads it. Operations speak of their fields and of each other, in words that models
 * know; here these are options, arguments and commands.
 */
export function forPeople(error: MemoryBridgeError): string {
  const { message, details } = error;
  const fields = [details?.['fields'], details?.['field']].flat().filter((each) => typeof each === 'string');
  const renamed = fields.reduce(
    (text, field) =>
      text.replace(
        new RegExp(`(^|[.!?] )${escaped(field)}: (must |is |has )?`, 'g'),
        (_all, before: string, verb: string | undefined) =>
          `${before}${nameOf(field)}${verb === undefined ? ': ' : ` ${verb}`}`,
      ),
    message,
  );
  const explained = renamed.replaceAll(
    /(?:<id>|--superseded-by|--supersedes) must have at least 6 characters\./g,
    'An id has at least 6 digits. "memory-bridge list" shows those of memories, "memory-bridge history" those of changes.',
  );
  return inCommands(explained);
}

/** A text of an operation with the commands of what it calls by the names of tools. */
export function inCommands(text: string): string {
  return text
    .replaceAll(/\b[a-z]+(?:_[a-z]+)+\b/g, (name) => commandNames.get(name) ?? name)
    .replaceAll(/(memory-bridge boot) max_tokens (\d+)/g, '$1 --max-tokens $2')
    .replaceAll(/(?<!memory-bridge )\bundo (?=[0-9a-f]{10}\b)/g, 'memory-bridge undo ');
}

function nameOf(field: string): string {
  const [name = field] = field.split('.');
  return optionNames.get(name) ?? `--${name.replaceAll('_', '-')}`;
}

function longFlag(flags: string): string {
  return /--[\w-]+/.exec(flags)?.[0] ?? flags;
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
