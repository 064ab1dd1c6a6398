import type { Project } from '../../../core/project/project.ts';
import type { ProjectRepository } from '../../ports/projectRepository.ts';
import type { Database } from '../../../sqlite/database.ts';
import type { Row } from '../../../sqlite/preparedStatement.ts';
import { optionalText, text } from './columns.ts';

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
