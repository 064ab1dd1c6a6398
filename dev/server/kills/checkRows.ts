import { type Ledger, type MemoryState, resultOf } from './ledger.ts';
import type { MemoryRow, StoredRows } from './storedRows.ts';

export type ProblemKind = 'lost' | 'integrity' | 'partial' | 'appliedTwice' | 'wrongAnswer';

export interface Problem {
  readonly kind: ProblemKind;
  readonly text: string;
}

export interface Verdict {
  readonly problems: Problem[];
  /** Keys of calls that were done although nobody has heard of it. */
  readonly doneUnheard: string[];
}

/**
 * Holds a database file against the books. A call that was not answered may be done or not, but wholly: whether its
 * idempotency key is there decides what everything else must look like.
 */
export function checkRows({ problems: objections, rows }: StoredRows, books: Ledger): Verdict {
  const problems: Problem[] = objections.map((text) => ({ kind: 'integrity', text }));
  const add = (kind: ProblemKind, text: string) => problems.push({ kind, text });
  const ledger = books.copy();
  const doneUnheard: string[] = [];
  const stored = new Map(rows.calls.map((call) => [call.key, call]));
  for (const [key, call] of books.pending) {
    const marks = stored.get(key);
    if (!marks) continue;
    ledger.acknowledge({ call, ...marks });
    doneUnheard.push(key);
  }
  for (const { call } of ledger.done.values())
    if (!stored.has(call.key)) add('lost', `the record of ${call.operation} ${call.key}`);
  for (const key of stored.keys())
    if (!ledger.done.has(key)) add('partial', `a record of an unknown call ${key}`);

  checkMemories(rows.memories, ledger, add);
  checkHistory(rows, ledger, add);
  checkIndexes(rows, add);
  return { problems, doneUnheard };
}

type Add = (kind: ProblemKind, text: string) => void;

function checkMemories(memories: readonly MemoryRow[], ledger: Ledger, add: Add): void {
  const byId = new Map(memories.map((row) => [row.id, row]));
  for (const [id, state] of ledger.memories) {
    const row = byId.get(id);
    if (!row) add('lost', `memory ${id}`);
    else compareState(id, stateOf(row), state, add);
  }
  for (const row of memories)
    if (!ledger.memories.has(row.id))
      add('partial', `memory ${row.id} is there, but not the record of its call`);
  // Contents are unique by design of the writers.
  const twins = new Map<string, string>();
  for (const { id, content } of memories) {
    const twin = twins.get(content);
    if (twin) add('appliedTwice', `memories ${twin} and ${id} hold the same text`);
    twins.set(content, id);
  }
}

function stateOf(row: MemoryRow): MemoryState {
  const { revision, content, status, supersededBy } = row;
  return { revision, content, status, pinned: row.pinned === 1, deleted: row.deleted === 1, supersededBy };
}

/** Adds what differs between a memory as it is and as it must be. */
export function compareState(id: string, found: MemoryState, wanted: MemoryState, add: Add): void {
  if (found.revision < wanted.revision)
    return add('lost', `revision ${wanted.revision} of ${id}; it has ${found.revision}`);
  if (found.revision > wanted.revision)
    return add('appliedTwice', `${id} has revision ${found.revision} and must have ${wanted.revision}`);
  for (const field of Object.keys(wanted) as (keyof MemoryState)[])
    if (found[field] !== wanted[field])
      add('lost', `${field} of ${id} at revision ${wanted.revision}: ${String(found[field]).slice(0, 80)}`);
}

/** Each memory has one row for each of its revisions; each call made the rows of all its memories, as one group. */
function checkHistory({ memories, history }: StoredRows['rows'], ledger: Ledger, add: Add): void {
  const revisions = new Map<string, number[]>();
  const groups = new Map<string, number>();
  for (const { memoryId, groupId, revision } of history) {
    revisions.set(memoryId, [...(revisions.get(memoryId) ?? []), revision]);
    groups.set(groupId, (groups.get(groupId) ?? 0) + 1);
  }
  for (const { id, revision } of memories) {
    const found = (revisions.get(id) ?? []).sort((a, b) => a - b);
    revisions.delete(id);
    if (found.length !== revision || found.some((each, index) => each !== index + 1))
      add('partial', `history of ${id} at revision ${revision}: ${found.join(', ')}`);
  }
  for (const id of revisions.keys()) add('partial', `history of ${id}, which is not there`);
  for (const done of ledger.done.values()) {
    const wanted = resultOf(done.call, done).length;
    const found = groups.get(done.changeId) ?? 0;
    if (found !== wanted)
      add('partial', `${done.call.operation} ${done.call.key}: ${found} of ${wanted} changes`);
    groups.delete(done.changeId);
  }
  for (const groupId of groups.keys()) add('partial', `changes ${groupId} of no known call`);
}

/** What triggers derive from a memory is there with it. */
function checkIndexes({ memories, links, indexed }: StoredRows['rows'], add: Add): void {
  const linked = new Map<number, string[]>();
  for (const { memory, reference } of links) linked.set(memory, [...(linked.get(memory) ?? []), reference]);
  for (const { seq, id, entities } of memories) {
    const wanted = (JSON.parse(entities) as string[]).sort().join(' ');
    const found = (linked.get(seq) ?? []).sort().join(' ');
    if (found !== wanted) add('partial', `entities of ${id}: "${found}", not "${wanted}"`);
    linked.delete(seq);
  }
  for (const seq of linked.keys()) add('partial', `entities of row ${seq}, which is not there`);
  const living = new Set(memories.filter(({ deleted }) => deleted === 0).map(({ seq }) => seq));
  const known = new Set(indexed.map(({ seq }) => seq));
  for (const seq of living) if (!known.has(seq)) add('partial', `row ${seq} is not in the full-text index`);
  for (const seq of known) if (!living.has(seq)) add('partial', `row ${seq} is only in the full-text index`);
}
