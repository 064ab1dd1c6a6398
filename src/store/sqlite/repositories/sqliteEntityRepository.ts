import type { EntityOutcome, EntityRecord } from '../../../core/entity/entityRecord.ts';
import type { Database } from '../../../sqlite/database.ts';
import type { Row } from '../../../sqlite/preparedStatement.ts';
import type { EntityMention, EntityRepository, MentionQuery } from '../../ports/entityRepository.ts';
import { number, optionalNumber, optionalText, text } from './columns.ts';
import { memoryCondition } from './memoryCondition.ts';

const columns =
  'reference, kind, project, title, state, author, url, labels, outcome, etag, fetched_at, tried_at';

const isCommit = "(reference GLOB 'commit:*' OR reference GLOB '*/*@[0-9a-f]*')";
/** How canonical references of each kind look. */
const looks: Readonly<Record<NonNullable<MentionQuery['kind']>, string>> = {
  merge_request: "reference GLOB '*![0-9]*'",
  issue: "reference GLOB '*#[0-9]*'",
  epic: "reference GLOB '*&[0-9]*'",
  commit: isCommit,
  adr: "reference GLOB 'ADR-[0-9]*'",
  name: `NOT (reference GLOB '*[!#&][0-9]*' OR reference GLOB 'ADR-[0-9]*' OR ${isCommit})`,
};

export class SqliteEntityRepository implements EntityRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async get(reference: string): Promise<EntityRecord | undefined> {
    const row = this.#database.get(`SELECT ${columns} FROM entities WHERE reference = ?`, reference);
    return row && recordFromRow(row);
  }

  async getMany(references: readonly string[]): Promise<EntityRecord[]> {
    if (references.length === 0) return [];
    return this.#database
      .all(
        `SELECT ${columns} FROM entities WHERE reference IN (SELECT value FROM json_each(?)) ORDER BY reference`,
        JSON.stringify(references),
      )
      .map(recordFromRow);
  }

  async mentions({ filter, kind, limit, offset }: MentionQuery): Promise<{
    mentions: EntityMention[];
    total: number;
  }> {
    const condition = memoryCondition(filter);
    const from = `FROM memory_entities JOIN memories ON memories.seq = memory_entities.memory
      WHERE ${condition.sql}${kind === undefined ? '' : ` AND ${looks[kind]}`} GROUP BY reference, memories.project`;
    const rows = this.#database.all(
      `SELECT reference, memories.project AS project, count(*) AS count, max(memories.created_at) AS last
       ${from} ORDER BY last DESC, reference, project LIMIT ? OFFSET ?`,
      ...condition.parameters,
      limit,
      offset,
    );
    const total = this.#database.get(
      `SELECT count(*) AS count FROM (SELECT 1 ${from})`,
      ...condition.parameters,
    );
    return {
      mentions: rows.map((row) => ({
        reference: text(row, 'reference'),
        project: optionalText(row, 'project'),
        count: number(row, 'count'),
        lastMentionedAt: number(row, 'last'),
      })),
      total: Number(total?.['count']),
    };
  }

  async put(record: EntityRecord): Promise<void> {
    this.#database.run(
      `INSERT OR REPLACE INTO entities (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      record.reference,
      record.kind,
      record.project,
      record.title,
      record.state,
      record.author,
      record.url,
      JSON.stringify(record.labels),
      record.outcome,
      record.etag,
      record.fetchedAt,
      record.triedAt,
    );
  }

  async remove(reference: string): Promise<boolean> {
    return this.#database.run('DELETE FROM entities WHERE reference = ?', reference) > 0;
  }
}

function recordFromRow(row: Row): EntityRecord {
  return {
    reference: text(row, 'reference'),
    kind: text(row, 'kind') as EntityRecord['kind'],
    project: text(row, 'project'),
    title: optionalText(row, 'title'),
    state: optionalText(row, 'state'),
    author: optionalText(row, 'author'),
    labels: JSON.parse(text(row, 'labels')) as string[],
    url: optionalText(row, 'url'),
    outcome: text(row, 'outcome') as EntityOutcome,
    etag: optionalText(row, 'etag'),
    fetchedAt: optionalNumber(row, 'fetched_at'),
    triedAt: number(row, 'tried_at'),
  };
}
