import type { Turn } from '../../core/conversation/turn.ts';
import type { Change } from '../../core/memory/history.ts';
import type { Memory } from '../../core/memory/memory.ts';
import type { MemoryFilter } from './memoryFilter.ts';
import type { Origin } from './originRepository.ts';

/** What is exported beside memories, in the order in which it is written and has to be put back. */
export const rowSections = [
  'projects',
  'projectAliases',
  'projectLeads',
  'projectMoves',
  'sessions',
  'claims',
  'values',
  'entities',
  'capturedCommits',
  'capturedStatements',
  'purgedOrigins',
] as const;
export type RowSection = (typeof rowSections)[number];

/** One row of a section as JSON has it. What can be made anew from the rest is not in it. */
export type TransferRow = Readonly<Record<string, unknown>>;

/** Where an export goes on behind a row: the values of its key. */
export type RowKey = readonly (string | number)[];

/** A memory with what belongs to it alone. */
export interface WholeMemory {
  readonly memory: Memory;
  readonly origins: readonly Omit<Origin, 'memory'>[];
  /** Oldest first; empty where it was not asked for. What says only that it was imported is left out. */
  readonly history: readonly Change[];
  /** Of a conversation, in the order in which they were said. */
  readonly turns: readonly Turn[];
}

/** Reads everything that leaves in an export, in an order that is the same for the same rows. */
export interface TransferReader {
  countMemories(filter: MemoryFilter): Promise<number>;
  /** By the time at which they were said, then by id; `after` is the last of the page before. */
  memories(
    filter: MemoryFilter,
    page: {
      readonly after?: Pick<Memory, 'createdAt' | 'id'> | undefined;
      readonly limit: number;
      /** How many are passed over; not beside `after`. */
      readonly offset?: number | undefined;
      readonly withHistory: boolean;
    },
  ): Promise<WholeMemory[]>;
  /** By key. `projects`: only what belongs to these; sections that belong to none are then empty. */
  rows(
    section: RowSection,
    page: {
      readonly after?: RowKey | undefined;
      readonly limit: number;
      readonly projects?: readonly string[] | undefined;
    },
  ): Promise<{ readonly row: TransferRow; readonly key: RowKey }[]>;
}

export interface TransferRepository extends TransferReader {
  /**
   * Puts a row back. One that is there already under its key stays unless it `isReplaced`. Returns whether anything was
   * written. Throws `invalid_input` when it is no row of the section.
   */
  put(section: RowSection, row: TransferRow, options: { readonly isReplaced: boolean }): Promise<boolean>;
}
