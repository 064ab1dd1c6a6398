import type { Row } from '../../../sqlite/preparedStatement.ts';

/** Readers of the columns of any table. What is not of the type asked for is a defect of the schema. */
export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new TypeError(`Column ${column} holds no text`);
  return value;
}

export function optionalText(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column);
}

export function number(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw new TypeError(`Column ${column} holds no number`);
  return value;
}

export function optionalNumber(row: Row, column: string): number | null {
  return row[column] === null ? null : number(row, column);
}
