import { splitCanonical } from '../../../core/entity/entityReference.ts';
import { isRecord } from '../../../core/isRecord.ts';
import { leastTelling } from '../../../core/text/leastTelling.ts';
import type { Database } from '../../../sqlite/database.ts';
import type { Row } from '../../../sqlite/preparedStatement.ts';

const said = ['title', 'content', 'what', 'why', 'learned'] as const;

/** What is purged of a memory, and where it came from. */
interface Going {
  readonly id: string;
  readonly texts: readonly string[];
  /** The session whose end it tells of; its words are the memory's, however short. */
  readonly session: string | undefined;
  readonly project: string | null;
  readonly entities: readonly string[];
}

/**
 * Takes out of a database, of whatever release, what others have of the words of memories: sessions that quote them or
 * that they tell of, notes of claims, and what forges have said of what no other memory names.
 */
export class DerivedPurge {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Of these memories, or of what they said earlier alone. To be called while their rows and history are there. */
  forget(ids: readonly string[], { earlierOnly }: { readonly earlierOnly: boolean }): void {
    const going = ids.flatMap((id) => this.#going(id, earlierOnly));
    if (going.length === 0) return;
    this.#forgetInSessions(going);
    this.#forgetInNotes(going);
    if (!earlierOnly) this.#forgetEntities(going);
  }

  hasSession(id: string): boolean {
    return this.#database.get('SELECT 1 FROM sessions WHERE id = ?', id) !== undefined;
  }

  /** The session, what it holds, and the replies and jobs that name it. */
  forgetSession(id: string): void {
    this.#database.run('DELETE FROM sessions WHERE id = ?', id);
    this.#database.run('DELETE FROM claims WHERE session_id = ?', id);
    this.#database.run('DELETE FROM idempotency WHERE instr(reply, ?) > 0', JSON.stringify(id).slice(1, -1));
    if (!this.#columnsOf('project_moves').has('moved')) return;
    for (const row of this.#database.all(
      'SELECT id, moved FROM project_moves WHERE instr(moved, ?) > 0',
      JSON.stringify(id),
    )) {
      const moved = JSON.stringify(withoutSession(JSON.parse(String(row['moved'])), id));
      this.#database.run('UPDATE project_moves SET moved = ? WHERE id = ?', moved, row['id'] as string);
    }
  }

  #going(id: string, earlierOnly: boolean): Going[] {
    const row = this.#database.get('SELECT * FROM memories WHERE id = ?', id);
    const states = this.#database
      .all('SELECT before FROM history WHERE memory_id = ? AND before IS NOT NULL', id)
      .map(({ before }) => parsed(before));
    const now = row ? textsOf(row) : [];
    const earlier = states.flatMap(textsOf);
    const texts = earlierOnly ? earlier.filter((text) => !now.includes(text)) : [...now, ...earlier];
    if (texts.length === 0) return [];
    const { category, session, project, entities } = row ?? {};
    return [
      {
        id,
        texts,
        session: category === 'event' && typeof session === 'string' ? session : undefined,
        project: typeof project === 'string' ? project : null,
        entities: listOf(entities),
      },
    ];
  }

  #forgetInSessions(going: readonly Going[]): void {
    const columns = this.#columnsOf('sessions');
    for (const row of this.#database.all('SELECT * FROM sessions')) {
      const quotes = (text: unknown): boolean =>
        going.some(({ texts, session }) => quotesOne(text, texts, session === row['id']));
      const left: Record<string, string | null> = {};
      for (const column of ['title', 'summary', 'next_step'])
        if (columns.has(column) && quotes(row[column])) left[column] = null;
      for (const column of ['done', 'open_items']) {
        const items = listOf(row[column]);
        if (items.some(quotes)) left[column] = JSON.stringify(items.filter((item) => !quotes(item)));
      }
      if (going.some(({ texts }) => holdsOne(row['metadata'], texts))) left['metadata'] = '{}';
      const changed = Object.keys(left);
      if (changed.length > 0)
        this.#database.run(
          `UPDATE sessions SET ${changed.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`,
          ...Object.values(left),
          String(row['id']),
        );
    }
  }

  #forgetInNotes(going: readonly Going[]): void {
    for (const { resource, project, note } of this.#database.all(
      'SELECT resource, project, note FROM claims WHERE note IS NOT NULL',
    ))
      if (going.some(({ texts }) => quotesOne(note, texts, false)))
        this.#database.run(
          'UPDATE claims SET note = NULL WHERE resource = ? AND project = ?',
          String(resource),
          String(project),
        );
  }

  /** Whoever asks a forge again gets it again, so that of two with one number rather both go. */
  #forgetEntities(going: readonly Going[]): void {
    if (this.#columnsOf('entities').size === 0) return;
    const ids = JSON.stringify(going.map(({ id }) => id));
    const named = going.flatMap(({ entities, project }) =>
      entities.map((reference) => ({ reference, project, paths: this.#pathsOf(project) })),
    );
    if (named.length === 0) return;
    for (const row of this.#database.all('SELECT reference FROM entities')) {
      const known = String(row['reference']);
      const meant = named.filter(({ reference, paths }) => isPlaceOf(known, reference, paths));
      if (meant.length > 0 && !meant.some((each) => this.#isNamedElsewhere(each, ids)))
        this.#database.run('DELETE FROM entities WHERE reference = ?', known);
    }
  }

  #isNamedElsewhere(
    { reference, project }: Pick<Going, 'project'> & { reference: string },
    ids: string,
  ): boolean {
    const isShort = splitCanonical(reference).qualifier === undefined;
    return (
      this.#database.get(
        `SELECT 1 FROM memory_entities AS e JOIN memories AS m ON m.seq = e.memory
         WHERE e.reference = ? AND m.id NOT IN (SELECT value FROM json_each(?)) AND (? OR m.project IS ?)`,
        reference,
        ids,
        isShort ? 0 : 1,
        project,
      ) !== undefined
    );
  }

  /** Where a project lies on its forge, under whichever of its names, without the host. */
  #pathsOf(project: string | null): string[] {
    if (project === null) return [];
    const rows = this.#database.all(
      `SELECT ?1 AS name UNION SELECT project FROM project_aliases WHERE alias = ?1
       UNION SELECT alias FROM project_aliases WHERE project = ?1`,
      project,
    );
    return rows.map(({ name }) => pathOf(String(name)));
  }

  #columnsOf(table: string): ReadonlySet<string> {
    const rows = this.#database.all('SELECT name FROM pragma_table_info(?)', table);
    return new Set(rows.map(({ name }) => String(name)));
  }
}

const pathOf = (name: string): string => name.slice(name.indexOf('/') + 1).toLowerCase();

/** Whether `gitlab.com/group/app!12` is what a memory of such a project calls `!12`, or any memory `group/app!12`. */
function isPlaceOf(place: string, reference: string, paths: readonly string[]): boolean {
  const there = splitCanonical(place);
  const { qualifier, local, kind } = splitCanonical(reference);
  if (there.qualifier === undefined || there.local !== local || there.kind !== kind) return false;
  const path = pathOf(there.qualifier);
  if (qualifier !== undefined) return path === qualifier.toLowerCase();
  return paths.some((each) => each === path || (kind === 'epic' && each.startsWith(`${path}/`)));
}

/** What a memory says, whole and line by line: of an event each line is what a session left. */
function textsOf(state: Row | Record<string, unknown>): string[] {
  const texts = said.flatMap((field) => {
    const text = state[field];
    return typeof text === 'string'
      ? [text, ...text.split('\n').map((line) => line.replace(/^\s*- |^Next: /, ''))]
      : [];
  });
  return [...new Set(texts.map((text) => text.trim()))].filter((text) => text !== '');
}

/** Whether a text is of one of these: it stands in it, or has it in itself. Of its own, short ones count too. */
function quotesOne(text: unknown, texts: readonly string[], isOwn: boolean): boolean {
  if (typeof text !== 'string' || text.trim() === '') return false;
  const plain = text.trim();
  const counts = (length: number) => isOwn || length >= leastTelling;
  return texts.some((each) => (counts(plain.length) && each.includes(plain)) || holdsOne(plain, [each]));
}

const holdsOne = (text: unknown, texts: readonly string[]): boolean =>
  typeof text === 'string' &&
  texts.some(
    (each) =>
      each.length >= leastTelling &&
      (text.includes(each) || text.includes(JSON.stringify(each).slice(1, -1))),
  );

function listOf(json: unknown): string[] {
  const list = parsed(json) as unknown;
  return Array.isArray(list) ? list.filter((each): each is string => typeof each === 'string') : [];
}

function parsed(json: unknown): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(String(json));
    return isRecord(value) || Array.isArray(value) ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Rows that a move has kept whole, without those of a session. */
function withoutSession(moved: unknown, id: string): unknown {
  if (!isRecord(moved) || !isRecord(moved['keyed'])) return moved;
  const { claims, ...others } = moved['keyed'];
  if (!Array.isArray(claims)) return moved;
  const left = claims.filter(
    (each) => !(isRecord(each) && Array.isArray(each['row']) && each['row'].includes(id)),
  );
  return { ...moved, keyed: { ...others, claims: left } };
}
