import type { MemoryFilter } from '../../ports/memoryFilter.ts';
import type { SqlValue } from '../../../sqlite/preparedStatement.ts';

/** A condition over `memories`, and what its question marks stand for. */
export interface Condition {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

/** The filter as a condition. `livingOnly` is false where the rows are known to live, as those of the index are. */
export function memoryCondition(
  filter: MemoryFilter,
  { livingOnly = !filter.includeDeleted && !filter.onlyDeleted }: { livingOnly?: boolean } = {},
): Condition {
  const conditions: string[] = livingOnly ? ['memories.deleted_at IS NULL'] : [];
  const parameters: SqlValue[] = [];
  const add = (sql: string, ...values: SqlValue[]) => {
    conditions.push(sql);
    parameters.push(...values);
  };
  if (filter.onlyDeleted) add('memories.deleted_at IS NOT NULL');
  if (filter.projects) add(...projectCondition(filter.projects));
  if (filter.categories) add(`memories.category IN (${marks(filter.categories)})`, ...filter.categories);
  if (filter.statuses) add(`memories.status IN (${marks(filter.statuses)})`, ...filter.statuses);
  if (filter.scope !== undefined) add('memories.scope = ?', filter.scope);
  if (filter.session !== undefined) add('memories.session = ?', filter.session);
  if (filter.since !== undefined) add('memories.created_at >= ?', filter.since);
  if (filter.until !== undefined) add('memories.created_at < ?', filter.until);
  if (filter.pinned !== undefined) add('memories.pinned = ?', filter.pinned ? 1 : 0);
  if (filter.acceptedOnly === true)
    add("(memories.trust = 'user' OR (memories.category <> 'directive' AND memories.scope <> 'global'))");
  if (filter.seenFrom !== undefined)
    add("(memories.scope <> 'session' OR memories.session = ?)", filter.seenFrom);
  if (filter.tag !== undefined)
    add('memories.seq IN (SELECT memory FROM memory_tags WHERE tag = ?)', filter.tag);
  return { sql: conditions.length === 0 ? 'TRUE' : conditions.join(' AND '), parameters };
}

function projectCondition(projects: readonly (string | null)[]): [string, ...SqlValue[]] {
  const named = projects.filter((project) => project !== null);
  const parts = [
    ...(named.length > 0 ? [`memories.project IN (${marks(named)})`] : []),
    ...(named.length < projects.length ? ['memories.project IS NULL'] : []),
  ];
  return [parts.length === 0 ? 'FALSE' : `(${parts.join(' OR ')})`, ...named];
}

/** As many question marks as there are values. */
export function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ');
}
