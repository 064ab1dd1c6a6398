import type { MemoryFilter } from '../../ports/memoryFilter.ts';
import { number, optionalText, text } from '../repositories/columns.ts';
import type { Database } from '../../../sqlite/database.ts';
import type { Row } from '../../../sqlite/preparedStatement.ts';

/** What memories of one group have in common. Sessions are left out: they are many, and seldom asked for. */
export interface Group {
  readonly project: string | null;
  readonly scope: string;
  readonly category: string;
  readonly status: string;
}

/** Numbers for the groups that there are, dense from 0, the same in memory and in the chunks of the file. */
export class GroupTable {
  readonly #database: Database;
  readonly #groups: Group[] = [];
  readonly #ids = new Map<string, number>();
  /** How many the file knows, and will know when this unit commits. */
  #saved = 0;
  #saving = 0;

  constructor(database: Database) {
    this.#database = database;
    for (const row of database.all('SELECT * FROM vector_groups ORDER BY id')) {
      if (number(row, 'id') !== this.idOf(groupFromRow(row)))
        throw new RangeError('The groups of the vector index are not in order');
      this.#saving = this.#saved = this.#groups.length;
    }
  }

  idOf(group: Group): number {
    const key = JSON.stringify([group.project, group.scope, group.category, group.status]);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#groups.push(group) - 1;
    this.#ids.set(key, id);
    return id;
  }

  /** One bit a group; undefined when every group passes. */
  matching({ projects, categories, statuses, scope }: MemoryFilter): Uint8Array | undefined {
    if (!projects && !categories && !statuses && scope === undefined) return undefined;
    const passes = (group: Group) =>
      (!projects || projects.includes(group.project)) &&
      (!categories || isOneOf(categories, group.category)) &&
      (!statuses || isOneOf(statuses, group.status)) &&
      (scope === undefined || group.scope === scope);
    const bits = new Uint8Array(Math.ceil(this.#groups.length / 8));
    for (const [id, group] of this.#groups.entries())
      if (passes(group)) bits[id >> 3] = (bits[id >> 3] ?? 0) | (1 << (id & 7));
    return bits;
  }

  /** Writes those that the file does not know. To be called before a chunk that may use them. */
  save(): void {
    for (const [id, { project, scope, category, status }] of this.#groups.entries())
      if (id >= this.#saving)
        this.#database.run(
          'INSERT INTO vector_groups (id, project, scope, category, status) VALUES (?, ?, ?, ?, ?)',
          id,
          project,
          scope,
          category,
          status,
        );
    this.#saving = this.#groups.length;
  }

  committed(): void {
    this.#saved = this.#saving;
  }

  rolledBack(): void {
    this.#saving = this.#saved;
  }
}

export function groupFromRow(row: Row): Group {
  return {
    project: optionalText(row, 'project'),
    scope: text(row, 'scope'),
    category: text(row, 'category'),
    status: text(row, 'status'),
  };
}

function isOneOf(values: readonly string[], value: string): boolean {
  return values.includes(value);
}
