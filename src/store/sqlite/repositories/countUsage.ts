import type { Memory } from '../../../core/memory/memory.ts';
import type { MemoryUse, MemoryUsage } from '../../ports/memoryUsage.ts';
import type { Database } from '../../../sqlite/database.ts';
import { number, text } from './columns.ts';
import { memoriesBySeq } from './hydration.ts';
import { memoryCondition } from './memoryCondition.ts';

/** Read from `memories_usage` alone: the rows themselves are as long as their texts. */
const active = `memories.deleted_at IS NULL AND memories.status = 'active'`;
const isStale = 'created_at < ?1 AND coalesce(last_recalled_at, 0) < ?1 AND coalesce(last_opened_at, 0) < ?1';
const isUnseen = 'recall_count = 0 AND opened_count = 0 AND created_at < ?1';

const counts = `count(*) AS total, total(created_at >= ?1) AS created, total(coalesce(last_recalled_at, 0) >= ?1) AS recalled,
  total(coalesce(last_opened_at, 0) >= ?1) AS opened, total(${isStale}) AS stale, total(${isUnseen}) AS unseen`;

const lists = {
  mostRecalled: { where: 'recall_count > 0', order: 'recall_count DESC, last_recalled_at DESC, seq' },
  mostOpened: { where: 'opened_count > 0', order: 'opened_count DESC, last_opened_at DESC, seq' },
  longestStale: {
    where: `${isStale} AND NOT (${isUnseen})`,
    order: 'coalesce(last_recalled_at, created_at), seq',
  },
  longestUnseen: { where: isUnseen, order: 'created_at, seq' },
} as const;

export function countUsage(
  database: Database,
  projects: readonly (string | null)[] | undefined,
  { since, most }: { since: number; most: number },
): MemoryUsage {
  const { sql, parameters } = memoryCondition(projects ? { projects } : {}, { livingOnly: false });
  const here = `${active} AND ${sql}`;
  const byCategory = database
    .all(
      `SELECT category, ${counts} FROM memories INDEXED BY memories_usage WHERE ${here} GROUP BY category ORDER BY category`,
      since,
      ...parameters,
    )
    .map((row) => ({
      category: text(row, 'category'),
      total: number(row, 'total'),
      created: number(row, 'created'),
      recalled: number(row, 'recalled'),
      opened: number(row, 'opened'),
      stale: number(row, 'stale'),
      neverSeen: number(row, 'unseen'),
    }));
  const list = ({ where, order }: { where: string; order: string }): Memory[] => {
    const seqs = database
      .all(
        `SELECT seq, ?1 AS since FROM memories INDEXED BY memories_usage WHERE ${here} AND ${where} ORDER BY ${order} LIMIT ${most}`,
        since,
        ...parameters,
      )
      .map((row) => number(row, 'seq'));
    const found = new Map(memoriesBySeq(database, seqs));
    return seqs.flatMap((seq) => found.get(seq) ?? []);
  };
  return {
    ...sumOf(byCategory),
    byCategory,
    mostRecalled: list(lists.mostRecalled),
    mostOpened: list(lists.mostOpened),
    longestStale: list(lists.longestStale),
    longestUnseen: list(lists.longestUnseen),
  };
}

function sumOf(parts: readonly MemoryUse[]): MemoryUse {
  const sum = (name: keyof MemoryUse): number => parts.reduce((all, part) => all + part[name], 0);
  return {
    total: sum('total'),
    created: sum('created'),
    recalled: sum('recalled'),
    opened: sum('opened'),
    stale: sum('stale'),
    neverSeen: sum('neverSeen'),
  };
}
