import type { Actor, ActorKind, Change, ChangeAction } from '../../../core/memory/history.ts';
import type {
  GroupPage,
  HistoryPage,
  HistoryPageOptions,
  HistoryRepository,
} from '../../ports/historyRepository.ts';
import type { Database } from '../../../sqlite/database.ts';
import type { Row } from '../../../sqlite/preparedStatement.ts';
import { number, optionalText, text } from './columns.ts';
import type { MemoryFilter } from '../../ports/memoryFilter.ts';
import { marks, memoryCondition } from './memoryCondition.ts';
import { parsedState } from './typedFacts.ts';
import { reversedTail } from './memoryRow.ts';

/** Whoever wants back what lies further behind than this names it. */
const lookedAt = 10_000;
const recalled = 1_000;

/** What may put a memory otherwise. */
const rewording: readonly ChangeAction[] = ['edit', 'bump', 'resolve', 'accept', 'undo'];

/** Ids are hexadecimal digits and hyphens. */
const afterAllIds = '~';

export class SqliteHistoryRepository implements HistoryRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async append(change: Change): Promise<void> {
    this.#database.run(
      `INSERT INTO history (id, tail, group_id, group_tail, memory_id, action, actor_kind, actor_name, at, before,
         revision, undone_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      change.id,
      reversedTail(change.id),
      change.groupId,
      reversedTail(change.groupId),
      change.memoryId,
      change.action,
      change.actor.kind,
      change.actor.name ?? null,
      change.at,
      change.before === null ? null : JSON.stringify(change.before),
      change.revision,
      change.undoneBy,
    );
  }

  async ofMemory(memoryId: string): Promise<Change[]> {
    return this.#database
      .all('SELECT * FROM history WHERE memory_id = ? ORDER BY id', memoryId)
      .map(changeFromRow);
  }

  async newestBy({ kind, name }: Actor): Promise<Change[]> {
    return this.#database
      .all(
        `SELECT * FROM history WHERE id IN
           (SELECT id FROM (SELECT id, actor_kind, actor_name, action FROM history ORDER BY id DESC LIMIT ?)
            WHERE actor_kind = ? AND actor_name IS ? AND action <> 'undo' ORDER BY id DESC LIMIT ?)
         ORDER BY id DESC`,
        lookedAt,
        kind,
        name ?? null,
        recalled,
      )
      .map(changeFromRow);
  }

  async rewordings(filter: MemoryFilter): Promise<Change[]> {
    const condition = memoryCondition(filter);
    return this.#database
      .all(
        `SELECT * FROM history WHERE id IN
           (SELECT history.id FROM (SELECT id, memory_id, action FROM history ORDER BY id DESC LIMIT ?) AS history
            JOIN memories ON memories.id = history.memory_id
            WHERE history.action IN (${marks(rewording)}) AND ${condition.sql} ORDER BY history.id DESC LIMIT ?)
         AND before IS NOT NULL ORDER BY id DESC`,
        lookedAt,
        ...rewording,
        ...condition.parameters,
        recalled,
      )
      .map(changeFromRow);
  }

  async page(memoryId: string, { limit, before, characters }: HistoryPageOptions): Promise<HistoryPage> {
    const total = Number(
      this.#database.get('SELECT count(*) AS total FROM history WHERE memory_id = ?', memoryId)?.['total'],
    );
    // A look at the lengths first: the texts may be many times longer than what is shown of them.
    const sizes = this.#database.all(
      `SELECT id, ifnull(length(before), 0) AS size FROM history WHERE memory_id = ? AND id < ?
       ORDER BY id DESC LIMIT ?`,
      memoryId,
      before ?? afterAllIds,
      limit + 1,
    );
    let length = 0;
    const fitting = sizes
      .slice(0, limit)
      .filter((row, index) => (length += number(row, 'size')) <= characters || index === 0);
    const first = fitting.at(-1);
    const changes = first
      ? this.#database.all(
          'SELECT * FROM history WHERE memory_id = ? AND id >= ? AND id < ? ORDER BY id',
          memoryId,
          text(first, 'id'),
          before ?? afterAllIds,
        )
      : [];
    return { changes: changes.map(changeFromRow), total, hasMore: sizes.length > fitting.length };
  }

  async thin(before: number, most: number): Promise<number> {
    return this.#database.run(
      `UPDATE history SET before = NULL
       WHERE id IN (SELECT id FROM history WHERE at < ? AND before IS NOT NULL LIMIT ?)`,
      before,
      most,
    );
  }

  async find(changeOrGroupId: string): Promise<Change[]> {
    const reversed = reversedTail(changeOrGroupId);
    const end = `${reversed}g`;
    return this.#database
      .all(
        `SELECT * FROM history
         WHERE id IN (SELECT id FROM history WHERE tail >= ? AND tail < ?
                      UNION SELECT id FROM history WHERE group_tail >= ? AND group_tail < ?)
         ORDER BY id`,
        reversed,
        end,
        reversed,
        end,
      )
      .map(changeFromRow)
      .filter((change) => change.id.endsWith(changeOrGroupId) || change.groupId.endsWith(changeOrGroupId));
  }

  async ofGroup(groupId: string, { after = '', limit }: GroupPage): Promise<Change[]> {
    const reversed = reversedTail(groupId);
    return this.#database
      .all(
        'SELECT * FROM history WHERE group_tail = ? AND group_id = ? AND id > ? ORDER BY id LIMIT ?',
        reversed,
        groupId,
        after,
        limit,
      )
      .map(changeFromRow);
  }

  async countGroup(groupId: string): Promise<number> {
    const row = this.#database.get(
      'SELECT count(*) AS count FROM history WHERE group_tail = ? AND group_id = ?',
      reversedTail(groupId),
      groupId,
    );
    return Number(row?.['count']);
  }

  async markUndone(changeIds: readonly string[], undoneBy: string): Promise<void> {
    for (const id of changeIds)
      this.#database.run('UPDATE history SET undone_by = ? WHERE id = ?', undoneBy, id);
  }
}

export function changeFromRow(row: Row): Change {
  const name = optionalText(row, 'actor_name');
  const before = optionalText(row, 'before');
  return {
    id: text(row, 'id'),
    groupId: text(row, 'group_id'),
    memoryId: text(row, 'memory_id'),
    action: text(row, 'action') as ChangeAction,
    actor: { kind: text(row, 'actor_kind') as ActorKind, ...(name === null ? {} : { name }) },
    at: number(row, 'at'),
    before: before === null ? null : (parsedState(before) ?? null),
    revision: number(row, 'revision'),
    undoneBy: optionalText(row, 'undone_by'),
  };
}
