import { reversedTail } from './memoryRow.ts';
import type { RowSection } from '../../ports/transferRepository.ts';

/** How a column is written as JSON: `json` is stored as text and read as what it says. */
export type ColumnType = 'text' | 'number' | 'json';

export interface TransferSection {
  readonly table: string;
  /** Under which a row stands, and by which the export is ordered. */
  readonly key: readonly string[];
  /** Name in the export, by column. */
  readonly columns: Readonly<
    Record<string, { readonly as: string; readonly type: ColumnType; readonly isOptional?: true }>
  >;
  /** Column that says whose a row is, and what stands before the project there. Left out: nobody's. */
  readonly project?: { readonly column: string; readonly prefix?: string };
  /** Which rows of the table are meant, as SQL. */
  readonly only?: string;
  /** What is made anew when a row is put back, by column. */
  readonly made?: Readonly<Record<string, (row: Readonly<Record<string, unknown>>) => string>>;
}

const text = (as: string) => ({ as, type: 'text' }) as const;
const optionalText = (as: string) => ({ as, type: 'text', isOptional: true }) as const;
const number = (as: string) => ({ as, type: 'number' }) as const;
const optionalNumber = (as: string) => ({ as, type: 'number', isOptional: true }) as const;
const json = (as: string) => ({ as, type: 'json' }) as const;

/**
 * Every table whose rows are exported as they are, column by column. A table or column that is neither here nor in
 * `notExported` fails a test: a new one is exported by a line, or left out for a reason.
 */
export const transferSections: Readonly<Record<RowSection, TransferSection>> = {
  projects: {
    table: 'projects',
    key: ['id'],
    columns: {
      id: text('id'),
      name: text('name'),
      root: optionalText('root'),
      mode: optionalText('mode'),
      mode_until: optionalNumber('modeUntil'),
      mode_since: optionalNumber('modeSince'),
    },
    project: { column: 'id' },
  },
  projectAliases: {
    table: 'project_aliases',
    key: ['alias'],
    columns: { alias: text('alias'), project: text('project') },
    project: { column: 'project' },
  },
  projectLeads: {
    table: 'project_leads',
    key: ['id'],
    columns: { id: text('id'), project: text('project') },
    project: { column: 'project' },
  },
  projectMoves: {
    table: 'project_moves',
    key: ['id'],
    columns: {
      id: text('id'),
      kind: text('kind'),
      source: text('from'),
      target: text('to'),
      at: number('at'),
      actor_kind: text('actorKind'),
      actor_name: optionalText('actorName'),
      moved: json('moved'),
      undone_at: optionalNumber('undoneAt'),
    },
    project: { column: 'target' },
    made: { tail: ({ id }) => reversedTail(String(id)) },
  },
  sessions: {
    table: 'sessions',
    key: ['id'],
    columns: {
      id: text('id'),
      project: optionalText('project'),
      agent: optionalText('agent'),
      title: optionalText('title'),
      state: text('state'),
      started_at: number('startedAt'),
      heartbeat_at: number('heartbeatAt'),
      ended_at: optionalNumber('endedAt'),
      summary: optionalText('summary'),
      done: json('done'),
      open_items: json('open'),
      next_step: optionalText('next'),
      held: json('held'),
      wrapped_at: optionalNumber('wrappedAt'),
      continues: optionalText('continues'),
      metadata: json('metadata'),
    },
    project: { column: 'project' },
  },
  claims: {
    table: 'claims',
    key: ['resource', 'project'],
    columns: {
      resource: text('resource'),
      project: text('project'),
      session_id: text('session'),
      note: optionalText('note'),
      claimed_at: number('claimedAt'),
    },
    project: { column: 'project' },
  },
  values: {
    table: 'key_values',
    key: ['namespace', 'key'],
    columns: {
      namespace: text('space'),
      key: text('key'),
      value: json('value'),
      expires_at: optionalNumber('expiresAt'),
      updated_at: number('updatedAt'),
    },
    project: { column: 'namespace', prefix: 'values:' },
    // The others are notes of the server to itself.
    only: "namespace GLOB 'values:*'",
  },
  entities: {
    table: 'entities',
    key: ['reference'],
    columns: {
      reference: text('reference'),
      kind: text('kind'),
      project: optionalText('project'),
      title: optionalText('title'),
      state: optionalText('state'),
      author: optionalText('author'),
      url: optionalText('url'),
      labels: json('labels'),
      outcome: text('outcome'),
      etag: optionalText('etag'),
      fetched_at: optionalNumber('fetchedAt'),
      tried_at: number('triedAt'),
    },
    project: { column: 'project' },
  },
  capturedCommits: {
    table: 'captured_commits',
    key: ['project', 'sha'],
    columns: {
      project: text('project'),
      sha: text('sha'),
      patch_id: optionalText('patchId'),
      at: number('at'),
    },
    project: { column: 'project' },
  },
  capturedStatements: {
    table: 'captured_statements',
    key: ['project', 'fingerprint'],
    columns: {
      project: text('project'),
      fingerprint: text('fingerprint'),
      memory_id: text('memory'),
      sha: text('sha'),
    },
    project: { column: 'project' },
  },
  // Those of memories go with these; what was purged is not to be taken in again.
  purgedOrigins: {
    table: 'origins',
    key: ['system', 'place', 'ref'],
    columns: {
      system: text('system'),
      place: text('place'),
      ref: text('ref'),
      memory: text('memory'),
      fingerprint: optionalText('fingerprint'),
      at: number('at'),
    },
    only: 'NOT EXISTS (SELECT 1 FROM memories WHERE memories.id = origins.memory)',
  },
};
