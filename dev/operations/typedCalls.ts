import type { OperationDefinition } from '../../src/protocol/operation.ts';
import { argumentsOf } from './argumentsOf.ts';
import type { Input } from './plainCalls.ts';

/** Commands whose words are not made of the fields of their verb alone. */
const otherwise: Readonly<Record<string, (input: Input) => string[] | undefined>> = {
  set_project_mode: ({ mode, project }) => [
    'project',
    mode === 'paused' ? 'pause' : String(mode),
    '--',
    String(project),
  ],
  merge_projects: ({ from, into, ...rest }) => moved('merge', rest, from, into),
  move_project: ({ from, to, ...rest }) => moved('move', rest, from, to),
  accept_all_candidates: (input) => decided('accept', input),
  reject_all_candidates: (input) => decided('reject', input),
  purge: ({ ids, ...rest }) =>
    Object.keys(rest).length > 0 ? undefined : ['purge', '--force', '--', ...[ids].flat().map(String)],
  // The command always looks for what is new.
  capture_commits: ({ root }) => ['capture', '--', String(root)],
  read_conversations: ({ feed }) => [
    'conversations',
    '--now',
    ...(typeof feed === 'string' ? ['--', feed] : []),
  ],
  enrich_entity: ({ entity_ref }) => ['enrich', '--', String(entity_ref)],
  list_backups: () => ['restore', '--list'],
  restore_backup: ({ backup }) => ['restore', '--force', '--', String(backup)],
  kv_set: ({ key, value, keep }) => [
    'kv',
    'set',
    ...(keep === true ? ['--keep'] : []),
    '--',
    String(key),
    String(value),
  ],
};

function moved(word: string, { dry_run }: Input, ...projects: unknown[]): string[] | undefined {
  if (projects.includes(undefined)) return undefined;
  const only = dry_run === true ? ['--dry-run'] : [];
  return ['project', word, '--force', ...only, '--', ...projects.map(String)];
}

function decided(word: string, input: Input): string[] | undefined {
  return Object.keys(input).length === 0 ? ['inbox', word, '--all'] : undefined;
}

/** Verbs that nobody types, and why. */
export const neverTyped: Readonly<Record<string, string>> = {
  supersede_memory: '"link --kind supersedes" says it, by another verb',
  change_memories: 'rows that are selected in the editor; a command acts on one memory',
  bulk_archive: 'agents put away many; at a terminal "cleanup" is about many',
  run_retention: '"cleanup" without a selection says it, by another verb',
  get_consolidation: '"consolidate" shows it',
  apply_consolidation: '"consolidate --apply" says it, by another verb',
  upkeep_log: '"cleanup --log" says it, by another verb',
  list_loops: 'agents and the editor look at loops',
  capture_history: 'the editor offers it, and "capture --history" takes it',
  ingestion_status: '"conversations" shows it',
  preview_embedder: '"model use" and the editor show it before they ask',
  lend_key: 'commands lend what they have by themselves',
  configure: '"config" reads and writes the file, whether a server runs or not',
};

/** The words of a command that says an input; undefined where nobody can type it. */
export const wordsOf = (definition: OperationDefinition, input: Input): string[] | undefined =>
  Object.hasOwn(otherwise, definition.name)
    ? otherwise[definition.name]?.(input)
    : argumentsOf(definition, input);
