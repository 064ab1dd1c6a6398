import type { Category } from '../../core/memory/memory.ts';
import { jsonIn, numberIn, textIn, timeIn } from '../foreignTables.ts';
import type { Incoming, IncomingMemory, IncomingProject } from '../incoming.ts';
import type { OpenCodeProjects } from './openCodeProjects.ts';

/** A row under the names of its columns. */
type Fields = Readonly<Record<string, unknown>>;

const scopes: Readonly<Record<string, Category>> = {
  convention: 'convention',
  decision: 'decision',
  context: 'context',
};

/** The hash of a root commit with the folder that OpenCode has for it; undefined outside of projects. */
export function projectOfHash(hash: unknown, projects: OpenCodeProjects): IncomingProject | undefined {
  const said = textIn(hash);
  if (said === undefined || said === 'global') return undefined;
  const folder = projects.get(said);
  return folder === undefined ? { name: said } : { folder, name: said };
}

/** What the first versions said of a memory that was put away or deleted: it is not to come back as if it were in force. */
function stateOf(row: Fields): Partial<IncomingMemory> {
  const status = textIn(row['status']);
  if (status === 'archived') return { status: 'archived' };
  if (status === 'deleted') return { status: 'active', deletedAt: timeIn(row['updated_at']) };
  return { status: 'active' };
}
const knownStates = new Set(['active', 'archived', 'deleted']);

const taken = new Set(
  'id project_id scope content file_path access_count last_accessed_at created_at updated_at'.split(' '),
);

/** A row of `memories`, or an object of an export under the same names. `isOfNoPlace`: it comes from a file that names no projects. */
export function memoryOfScope(row: Fields, projects: OpenCodeProjects, isOfNoPlace = false): Incoming {
  const ref = String(row['id']);
  const content = textIn(row['content']);
  if (content === undefined) return { kind: 'left', ref, reason: 'memories without a text' };
  const scope = textIn(row['scope']) ?? 'context';
  const category = scopes[scope] ?? 'context';
  const project = projectOfHash(row['project_id'], projects);
  const file = textIn(row['file_path']);
  const odd = Object.entries(row).filter(
    ([name, value]) => !taken.has(name) && value !== null && value !== undefined,
  );
  const metadata = {
    ...(category === scope ? {} : { scope }),
    ...Object.fromEntries(
      odd.filter(([name, value]) => name !== 'status' || !knownStates.has(String(value))),
    ),
  };
  return {
    kind: 'memory',
    ref,
    category,
    ...(project ? { scope: 'project' } : isOfNoPlace ? {} : { scope: 'global' }),
    project,
    content,
    ...(file === undefined ? {} : { source: { ref: file } }),
    trust: 'agent',
    ...stateOf(row),
    createdAt: timeIn(row['created_at']),
    updatedAt: timeIn(row['updated_at']),
    lastRecalledAt: timeIn(row['last_accessed_at']),
    recallCount: numberIn(row['access_count']),
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
  } satisfies IncomingMemory;
}

/** A row of `project_kv`, or of the table that older versions had for the like. */
export function valueOfRow(row: Fields, ref: string, projects: OpenCodeProjects, now: number): Incoming {
  const expiresAt = timeIn(row['expires_at']);
  if (expiresAt !== undefined && expiresAt <= now)
    return { kind: 'left', ref, reason: 'values that had expired, which it clears away only now and then' };
  const key = textIn(row['key']);
  if (key === undefined) return { kind: 'left', ref, reason: 'values without a key' };
  const data = row['data'];
  return {
    kind: 'value',
    ref,
    project: projectOfHash(row['project_id'], projects),
    key,
    value: typeof data === 'string' || typeof data === 'number' ? jsonIn(data) : null,
    updatedAt: timeIn(row['updated_at']),
    expiresAt,
  };
}
