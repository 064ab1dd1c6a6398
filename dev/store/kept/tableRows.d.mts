export interface StoredTable {
  readonly count: number;
  /** Missing where a table is made of others. */
  readonly rows?: readonly Readonly<Record<string, unknown>>[];
}

export function readTableRows(
  file: string,
): Promise<{ readonly schema: number; readonly tables: Readonly<Record<string, StoredTable>> }>;
