import type { Source } from '../../../core/memory/memory.ts';
import type { Database } from '../../../sqlite/database.ts';
import { metadataIn, typedFacts } from '../repositories/typedFacts.ts';
import type { Migration } from './migration.ts';

/** Rows that are in memory at once. */
const slice = 500;

const pointed = 'INSERT OR IGNORE INTO memory_links (target, kind, memory)';
const point = `${pointed} SELECT value ->> 'to', value ->> 'kind', new.seq FROM json_each(new.links);`;
const unpoint = 'DELETE FROM memory_links WHERE memory = old.seq;';

const schema = [
  `ALTER TABLE memories ADD COLUMN evidence TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(evidence))`,
  `ALTER TABLE memories ADD COLUMN links TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(links))`,
  // Who links to a memory: it is looked for when the memory is purged.
  `CREATE TABLE memory_links (
    target TEXT NOT NULL, kind TEXT NOT NULL, memory INTEGER NOT NULL, PRIMARY KEY (target, kind, memory)
  ) STRICT, WITHOUT ROWID`,
  'CREATE INDEX memory_links_memory ON memory_links (memory)',
  `CREATE TRIGGER memories_pointing AFTER INSERT ON memories WHEN new.links <> '[]' BEGIN ${point} END`,
  `CREATE TRIGGER memories_repointing AFTER UPDATE OF links ON memories WHEN old.links IS NOT new.links
   BEGIN ${unpoint} ${point} END`,
  `CREATE TRIGGER memories_unpointing AFTER DELETE ON memories WHEN old.links <> '[]' BEGIN ${unpoint} END`,
  'ALTER TABLE captured_findings RENAME TO captured_statements',
  'DROP INDEX captured_findings_memory',
  'CREATE INDEX captured_statements_memory ON captured_statements (memory_id)',
];

/**
 * Where a memory was found and what it is to others has columns of its own; it stood in the metadata, where nothing said
 * of what shape it was. The history is left as it is: its states are read as those of any release are.
 */
export const evidence: Migration = {
  version: 8,
  name: 'evidence',
  apply(database) {
    database.exec(...schema);
    moveFacts(database);
  },
};

function moveFacts(database: Database): void {
  for (let from = 0; ;) {
    const rows = database.all(
      `SELECT seq, metadata, source_kind, source_ref, created_at FROM memories
       WHERE seq > ? AND metadata <> '{}' ORDER BY seq LIMIT ?`,
      from,
      slice,
    );
    for (const row of rows) {
      const facts = typedFacts({
        metadata: metadataIn(JSON.parse(String(row['metadata']))),
        source: {
          kind: String(row['source_kind']) as Source['kind'],
          ref: row['source_ref'] === null ? undefined : String(row['source_ref']),
        },
        createdAt: Number(row['created_at']),
      });
      if (facts.evidence.length === 0 && facts.links.length === 0) continue;
      database.run(
        'UPDATE memories SET evidence = ?, links = ?, metadata = ? WHERE seq = ?',
        JSON.stringify(facts.evidence),
        JSON.stringify(facts.links),
        JSON.stringify(facts.metadata),
        Number(row['seq']),
      );
    }
    if (rows.length < slice) return;
    from = Number(rows.at(-1)?.['seq']);
  }
}
