import type { Database } from '../../../sqlite/database.ts';
import type { Row } from '../../../sqlite/preparedStatement.ts';
import type { Origin, OriginName, OriginRepository } from '../../ports/originRepository.ts';
import { number, optionalText, text } from './columns.ts';

const columns = 'system, place, ref, memory, fingerprint, at';
const mostFound = 10;

export class SqliteOriginRepository implements OriginRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async get({ system, place, ref }: OriginName): Promise<Origin | undefined> {
    const row = this.#database.get(
      `SELECT ${columns} FROM origins WHERE system = ? AND place = ? AND ref = ?`,
      system,
      place,
      ref,
    );
    return row && originFromRow(row);
  }

  async getMany(
    { system, place }: Omit<OriginName, 'ref'>,
    refs: readonly string[],
  ): Promise<ReadonlyMap<string, Origin>> {
    const rows = this.#database.all(
      `SELECT ${columns} FROM origins WHERE system = ? AND place = ? AND ref IN (SELECT value FROM json_each(?))`,
      system,
      place,
      JSON.stringify(refs),
    );
    return new Map(rows.map((row) => [text(row, 'ref'), originFromRow(row)]));
  }

  async findByRef(ref: string): Promise<Origin[]> {
    return this.#database
      .all(
        `SELECT ${columns} FROM origins WHERE ref = ? ORDER BY at DESC, system, place LIMIT ?`,
        ref,
        mostFound,
      )
      .map(originFromRow);
  }

  async ofMemory(memory: string): Promise<Origin[]> {
    return this.#database
      .all(`SELECT ${columns} FROM origins WHERE memory = ? ORDER BY system, place, ref`, memory)
      .map(originFromRow);
  }

  async ofPlace(
    { system, place }: Omit<OriginName, 'ref'>,
    { after = '', limit }: { readonly after: string | undefined; readonly limit: number },
  ): Promise<Origin[]> {
    return this.#database
      .all(
        `SELECT ${columns} FROM origins WHERE system = ? AND place = ? AND ref > ? ORDER BY ref LIMIT ?`,
        system,
        place,
        after,
        limit,
      )
      .map(originFromRow);
  }

  async placesBelow(system: string, start: string): Promise<string[]> {
    return this.#database
      .all(
        'SELECT DISTINCT place FROM origins WHERE system = ?1 AND place >= ?2 AND substr(place, 1, length(?2)) = ?2 ORDER BY place',
        system,
        start,
      )
      .map((row) => text(row, 'place'));
  }

  async put({ system, place, ref, memory, fingerprint, at }: Origin): Promise<void> {
    this.#database.run(
      `INSERT OR REPLACE INTO origins (${columns}) VALUES (?, ?, ?, ?, ?, ?)`,
      system,
      place,
      ref,
      memory,
      fingerprint,
      at,
    );
  }

  async remove({ system, place, ref }: OriginName): Promise<boolean> {
    const sql = 'DELETE FROM origins WHERE system = ? AND place = ? AND ref = ?';
    return this.#database.run(sql, system, place, ref) > 0;
  }
}

function originFromRow(row: Row): Origin {
  return {
    system: text(row, 'system'),
    place: text(row, 'place'),
    ref: text(row, 'ref'),
    memory: text(row, 'memory'),
    fingerprint: optionalText(row, 'fingerprint'),
    at: number(row, 'at'),
  };
}
