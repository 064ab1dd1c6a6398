import type { ActorKind } from '../../../core/memory/history.ts';
import type { ProjectMode, SaidMode } from '../../../core/project/projectMode.ts';
import { type Project, projectKeys } from '../../../core/project/project.ts';
import type { Holding, MovedCounts, ProjectMove, ProjectRepository } from '../../ports/projectRepository.ts';
import { valueSpace } from '../../../core/values.ts';
import type { Database } from '../../../sqlite/database.ts';
import type { Row } from '../../../sqlite/preparedStatement.ts';
import { number, optionalNumber, optionalText, text } from './columns.ts';
import { countRows, moveBack, type MovedRows, moveRows, takeWork } from './projectMoves.ts';

const select = `SELECT projects.*,
  (SELECT json_group_array(alias ORDER BY alias) FROM project_aliases WHERE project = projects.id) AS aliases FROM projects`;

export class SqliteProjectRepository implements ProjectRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Aliases are added to those known; one that led to another project leads here now. */
  async upsert(project: Project): Promise<void> {
    this.#database.run(
      `INSERT INTO projects (id, name, root) VALUES (?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, root = coalesce(excluded.root, root)`,
      project.id,
      project.name,
      project.root ?? null,
    );
    for (const alias of project.aliases)
      this.#database.run(
        'INSERT OR REPLACE INTO project_aliases (alias, project) VALUES (?, ?)',
        alias,
        project.id,
      );
  }

  /** By id, else by alias, else by root folder. */
  async findByReference(reference: string): Promise<Project | undefined> {
    const row =
      this.#database.get(`${select} WHERE id = ?`, reference) ??
      this.#database.get(
        `${select} WHERE id = (SELECT project FROM project_aliases WHERE alias = ?)`,
        reference,
      ) ??
      this.#database.get(`${select} WHERE root = ?`, reference);
    return row && projectFromRow(row);
  }

  async list(): Promise<Project[]> {
    return this.#database.all(`${select} ORDER BY id`).map(projectFromRow);
  }

  async modes(): Promise<ReadonlyMap<string, SaidMode>> {
    const rows = this.#database.all(
      'SELECT id, mode, mode_until, mode_since FROM projects WHERE mode IS NOT NULL',
    );
    return new Map(
      rows.map((row) => [
        text(row, 'id'),
        {
          mode: text(row, 'mode') as ProjectMode,
          until: optionalNumber(row, 'mode_until'),
          since: optionalNumber(row, 'mode_since'),
        },
      ]),
    );
  }

  async setMode(id: string, { mode, until, since }: SaidMode): Promise<void> {
    this.#database.run(
      'UPDATE projects SET mode = ?, mode_until = ?, mode_since = ? WHERE id = ?',
      mode,
      until,
      since,
      id,
    );
  }

  async holdings(): Promise<ReadonlyMap<string, Holding>> {
    const rows = this.#database.all(
      `SELECT project, sum(memories) AS memories, max(last_at) AS last_at FROM (
         SELECT project, count(*) AS memories, max(updated_at) AS last_at FROM memories
           WHERE deleted_at IS NULL AND project IS NOT NULL GROUP BY project
         UNION ALL
         SELECT project, 0, max(heartbeat_at) FROM sessions WHERE project IS NOT NULL GROUP BY project
       ) GROUP BY project`,
    );
    return new Map(
      rows.map((row) => [
        text(row, 'project'),
        { memories: number(row, 'memories'), lastAt: number(row, 'last_at') },
      ]),
    );
  }

  async removeAlias(id: string, alias: string): Promise<void> {
    this.#database.run('DELETE FROM project_aliases WHERE alias = ? AND project = ?', alias, id);
  }

  async removeEmpty(id: string): Promise<boolean> {
    const keys = `SELECT ?1 UNION SELECT alias FROM project_aliases WHERE project = ?1`;
    const removed = this.#database.run(
      `DELETE FROM projects WHERE id = ?1 AND mode IS NULL
         AND NOT EXISTS (SELECT 1 FROM memories WHERE deleted_at IS NULL AND project IN (${keys}))
         AND NOT EXISTS (SELECT 1 FROM sessions WHERE project IN (${keys}))
         AND NOT EXISTS (SELECT 1 FROM claims WHERE project IN (${keys}))
         AND NOT EXISTS (SELECT 1 FROM key_values WHERE namespace IN (SELECT ?2 || ?1 UNION SELECT ?2 || alias FROM project_aliases WHERE project = ?1))
         AND NOT EXISTS (SELECT 1 FROM captured_commits WHERE project IN (${keys}))
         AND NOT EXISTS (SELECT 1 FROM captured_statements WHERE project IN (${keys}))
         AND NOT EXISTS (SELECT 1 FROM project_leads WHERE project = ?1)
         AND NOT EXISTS (SELECT 1 FROM project_moves WHERE source = ?1 OR target = ?1)`,
      id,
      valueSpace(null),
    );
    if (removed > 0) this.#database.run('DELETE FROM project_aliases WHERE project = ?', id);
    return removed > 0;
  }

  async ledTo(id: string): Promise<string | undefined> {
    const row = this.#database.get('SELECT project FROM project_leads WHERE id = ?', id);
    return row && text(row, 'project');
  }

  async countMove(keys: readonly string[]): Promise<MovedCounts> {
    return countRows(this.#database, keys);
  }

  async takeWork(keys: readonly string[], to: string): Promise<void> {
    takeWork(this.#database, keys, to);
  }

  async move(move: Omit<ProjectMove, 'undoneAt'>, from: Project, to: Project): Promise<void> {
    const keys = projectKeys(from).filter((key) => key !== to.id);
    const moved = moveRows(this.#database, keys, to.id);
    await this.upsert({ id: to.id, name: to.name, aliases: [], root: to.root ?? from.root });
    this.#takeNames(from.id, to.id);
    this.#database.run(
      `INSERT INTO project_moves (id, tail, kind, source, target, at, actor_kind, actor_name, moved)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      move.id,
      move.id.slice(-10),
      move.kind,
      move.from,
      move.to,
      move.at,
      move.actor.kind,
      move.actor.name ?? null,
      JSON.stringify(moved),
    );
  }

  async moves(idOrTail?: string): Promise<ProjectMove[]> {
    const condition = idOrTail === undefined ? 'TRUE' : '(id = ? OR tail = ?)';
    return this.#database
      .all(
        `SELECT * FROM project_moves WHERE ${condition} ORDER BY id DESC`,
        ...(idOrTail === undefined ? [] : [idOrTail, idOrTail]),
      )
      .map(moveFromRow);
  }

  async moveBack(id: string, now: number): Promise<void> {
    const row = this.#database.get('SELECT moved FROM project_moves WHERE id = ?', id);
    if (!row) return;
    moveBack(this.#database, JSON.parse(text(row, 'moved')) as MovedRows);
    this.#database.run('UPDATE project_moves SET undone_at = ? WHERE id = ?', now, id);
  }

  /** What led to the one leads to the other; what was said of the one holds where nothing was said of the other. */
  #takeNames(from: string, to: string): void {
    const database = this.#database;
    database.run(
      `UPDATE projects SET (mode, mode_until, mode_since) =
         (SELECT mode, mode_until, mode_since FROM projects WHERE id = ?) WHERE id = ? AND mode IS NULL`,
      from,
      to,
    );
    database.run('UPDATE project_aliases SET project = ? WHERE project = ?', to, from);
    database.run('INSERT OR REPLACE INTO project_aliases (alias, project) VALUES (?, ?)', from, to);
    database.run('DELETE FROM project_aliases WHERE alias = ?', to);
    database.run('DELETE FROM projects WHERE id = ?', from);
    database.run('UPDATE project_leads SET project = ? WHERE project = ?', to, from);
    database.run('INSERT OR REPLACE INTO project_leads (id, project) VALUES (?, ?)', from, to);
    database.run('DELETE FROM project_leads WHERE id = ?', to);
  }
}

function projectFromRow(row: Row): Project {
  const root = optionalText(row, 'root');
  return {
    id: text(row, 'id'),
    name: text(row, 'name'),
    aliases: JSON.parse(text(row, 'aliases')) as string[],
    ...(root === null ? {} : { root }),
  };
}

function moveFromRow(row: Row): ProjectMove {
  const name = optionalText(row, 'actor_name');
  return {
    id: text(row, 'id'),
    kind: text(row, 'kind') as ProjectMove['kind'],
    from: text(row, 'source'),
    to: text(row, 'target'),
    at: number(row, 'at'),
    actor: { kind: text(row, 'actor_kind') as ActorKind, ...(name === null ? {} : { name }) },
    undoneAt: optionalNumber(row, 'undone_at'),
  };
}
