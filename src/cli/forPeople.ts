import type { MemoryBridgeError } from '../core/errors.ts';

/** What fields of operations are called on the command line, where it is not an option of the same name. */
const optionNames: Readonly<Record<string, string>> = {
  memory_id: '<id>',
  memory_ids: '<id>',
  change_id: '<id>',
  ids: '<id>',
  query: 'The question',
  tags: '--tag',
  entities: '--entity',
};

/** What operations are called on the command line, where people would not guess it. */
const commandNames: Readonly<Record<string, string>> = {
  get_memory: 'memory-bridge get',
  list_memories: 'memory-bridge list',
  memory_history: 'memory-bridge history',
  review_inbox: 'memory-bridge inbox',
  update_memory: 'memory-bridge edit',
  server_status: 'memory-bridge status',
  list_jobs: 'memory-bridge jobs',
  cancel_job: 'memory-bridge jobs cancel',
};

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
  return explained.replaceAll(/\b[a-z]+(?:_[a-z]+)+\b/g, (name) => commandNames[name] ?? name);
}

function nameOf(field: string): string {
  const [name = field] = field.split('.');
  return optionNames[name] ?? (name === 'content' ? 'The text' : `--${name.replaceAll('_', '-')}`);
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
