import type { Speaker, Turn } from '../../../core/conversation/turn.ts';
import type { Memory } from '../../../core/memory/memory.ts';
import { memoryTerms } from '../../../core/memory/memoryTerms.ts';
import type { MemoryFilter } from '../../ports/memoryFilter.ts';
import type { LexicalQuery } from '../../ports/textIndex.ts';
import type { PlacedTurn, TurnCounts, TurnHit, TurnRepository } from '../../ports/turnRepository.ts';
import type { Database } from '../../../sqlite/database.ts';
import type { Row } from '../../../sqlite/preparedStatement.ts';
import { number, optionalNumber, text } from './columns.ts';
import { memoriesBySeq } from './hydration.ts';
import { foldedColumns } from './indexedText.ts';
import type { SqliteMemoryRepository } from './sqliteMemoryRepository.ts';
import type { SqliteTextIndex } from './sqliteTextIndex.ts';
import { snippetMaker } from './snippet.ts';
import { turnTexts } from './turnTexts.ts';

/** Of the table `turns AS t`, for `turnFromRow`. */
export const turnColumns = 't.seq, t.key, t.speaker, t.said_at, t.content';
const ofMemory = 'FROM turns AS t WHERE t.memory = (SELECT seq FROM memories WHERE id = ?)';

/** Turns from the first to the last of what is asked for together, and those beside it. */
const mostTogether = 100;

export class SqliteTurnRepository implements TurnRepository {
  readonly #database: Database;
  readonly #texts: SqliteTextIndex;
  readonly #memories: SqliteMemoryRepository;

  constructor(database: Database, texts: SqliteTextIndex, memories: SqliteMemoryRepository) {
    this.#database = database;
    this.#texts = texts;
    this.#memories = memories;
  }

  async list(
    memory: string,
    { offset = 0, limit }: { readonly offset?: number; readonly limit: number },
  ): Promise<PlacedTurn[]> {
    return this.#database
      .all(
        `SELECT ${turnColumns} ${ofMemory} ORDER BY t.said_at, t.seq LIMIT ? OFFSET ?`,
        memory,
        limit,
        offset,
      )
      .map(turnFromRow);
  }

  async around(memory: string, first: PlacedTurn, reach: number, last = first): Promise<PlacedTurn[]> {
    const read = (condition: string, turn: PlacedTurn, limit: number, order = 'ASC') =>
      this.#database
        .all(
          `SELECT ${turnColumns} ${ofMemory} AND ${condition} ORDER BY t.said_at ${order}, t.seq ${order} LIMIT ?`,
          memory,
          turn.saidAt,
          turn.seq,
          limit,
        )
        .map(turnFromRow);
    const isAfter = '(t.said_at, t.seq) > (?, ?)';
    const before = read('(t.said_at, t.seq) < (?, ?)', first, reach, 'DESC').toReversed();
    if (first.seq === last.seq) return [...before, first, ...read(isAfter, first, reach)];
    const behind = read(isAfter, first, mostTogether);
    const end = behind.findIndex(({ seq }) => seq === last.seq);
    return [...before, first, ...(end < 0 ? [] : behind.slice(0, end + 1 + reach))];
  }

  async count(memory: string): Promise<TurnCounts> {
    return (await this.countMany([memory])).get(memory) ?? { turns: 0, first: undefined, last: undefined };
  }

  async countMany(memories: readonly string[]): Promise<ReadonlyMap<string, TurnCounts>> {
    const rows = this.#database.all(
      `SELECT m.id AS id, count(*) AS turns, min(t.said_at) AS first, max(t.said_at) AS last
       FROM json_each(?) AS wanted CROSS JOIN memories AS m ON m.id = wanted.value
       CROSS JOIN turns AS t ON t.memory = m.seq GROUP BY m.id`,
      JSON.stringify(memories),
    );
    return new Map(
      rows.map((row) => [
        text(row, 'id'),
        {
          turns: number(row, 'turns'),
          first: optionalNumber(row, 'first') ?? undefined,
          last: optionalNumber(row, 'last') ?? undefined,
        },
      ]),
    );
  }

  async search(query: LexicalQuery, filter: MemoryFilter, limit: number): Promise<TurnHit[]> {
    const scored = this.#texts.searchTurns(query, filter, limit);
    if (scored.length === 0) return [];
    const memories = new Map(
      memoriesBySeq(
        this.#database,
        scored.map(({ memory }) => memory),
      ),
    );
    const rows = this.#database.all(
      `SELECT ${turnColumns} FROM turns AS t WHERE t.seq IN (SELECT value FROM json_each(?))`,
      JSON.stringify(scored.map(({ seq }) => seq)),
    );
    const turns = new Map(rows.map((row) => [number(row, 'seq'), turnFromRow(row)]));
    const snippet = snippetMaker([...query.terms.map(({ text: word }) => word), ...query.phrases]);
    return scored.flatMap(({ seq, memory: row, score }) => {
      const [memory, turn] = [memories.get(row), turns.get(seq)];
      if (!memory || !turn) return [];
      const hit: TurnHit = {
        memory,
        turn,
        bm25: score,
        get snippet() {
          return snippet(turn.content);
        },
      };
      return [hit];
    });
  }

  async put(memory: Memory, turns: readonly Turn[]): Promise<readonly Turn[]> {
    const written: Turn[] = [];
    for (const turn of turns) {
      const known = this.#database.get(
        `SELECT t.content AS content, t.speaker AS speaker, t.said_at AS said_at ${ofMemory} AND t.key = ?`,
        memory.id,
        turn.key,
      );
      if (
        known?.['content'] === turn.content &&
        known['speaker'] === turn.speaker &&
        known['said_at'] === turn.saidAt
      )
        continue;
      this.#put(memory.id, turn, known && text(known, 'content'));
      written.push(turn);
    }
    if (written.length > 0) {
      const last = Math.max(...written.map(({ saidAt }) => saidAt));
      this.#database.run('UPDATE memories SET updated_at = max(updated_at, ?) WHERE id = ?', last, memory.id);
      this.#memories.saysOtherwise(memory);
    }
    return written;
  }

  #put(memory: string, turn: Turn, before: string | undefined): void {
    const terms = memoryTerms(turnTexts(turn.content));
    this.#database.run(
      `INSERT INTO turns (memory, key, speaker, said_at, content, identifiers, folded)
         SELECT seq, ?, ?, ?, ?, ?, ? FROM memories WHERE id = ?
       ON CONFLICT (memory, key) DO UPDATE SET speaker = excluded.speaker, said_at = excluded.said_at,
         content = excluded.content, identifiers = excluded.identifiers, folded = excluded.folded`,
      turn.key,
      turn.speaker,
      turn.saidAt,
      turn.content,
      terms.identifiers,
      foldedColumns([turn.content, terms.identifiers]),
      memory,
    );
    this.#texts.said(terms, before);
  }
}

export function turnFromRow(row: Row): PlacedTurn {
  return {
    seq: number(row, 'seq'),
    key: text(row, 'key'),
    speaker: text(row, 'speaker') as Speaker,
    saidAt: number(row, 'said_at'),
    content: text(row, 'content'),
  };
}
