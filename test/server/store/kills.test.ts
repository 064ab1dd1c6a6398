import { copyFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/sqlite/openDatabase.ts';
import { isLongRun } from '../../../dev/longRun.ts';
import { node24Binary } from '../../../dev/processes/node24.ts';
import { seededRandom } from '../../../dev/random/seededRandom.mjs';
import { buildCli, type CliBundle } from '../../../dev/bundles/cliBundle.ts';
import { Caller } from '../../../dev/server/kills/caller.ts';
import { CallPlanner } from '../../../dev/server/kills/callPlanner.ts';
import { checkRows, type ProblemKind } from '../../../dev/server/kills/checkRows.ts';
import { Ledger } from '../../../dev/server/kills/ledger.ts';
import { runKills, summarizeKills } from '../../../dev/server/kills/runKills.ts';
import { copyDatabaseFiles, readStoredRows } from '../../../dev/server/kills/storedRows.ts';
import { Victim } from '../../../dev/server/kills/victim.ts';
import { Writer } from '../../../dev/server/kills/writer.ts';
import { stopAllProcesses } from '../../../dev/processes/processes.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';

let temp: TempDirectory;
let bundle: CliBundle;
let nativeNode: string | undefined;

beforeAll(async () => {
  temp = await tempDirectory('kills');
  bundle = await buildCli(temp.join('dist'));
  // There are platforms without a package of it; the product's own engine reads the files there.
  nativeNode = await node24Binary();
});
afterEach(stopAllProcesses);
afterAll(() => temp.dispose());

const kills = isLongRun ? 10 : 6;
/** Each kill takes some seconds on a machine that does other things as well. */
const timeout = kills * 15_000;

it(
  'loses nothing, does nothing by halves and nothing twice when a writing server is killed',
  { timeout },
  async () => {
    const tally = await runKills({ bundle, folder: temp.path, kills, seed: 20, nativeNode });
    expect(summarizeKills(tally).failures).toEqual([]);
    expect(tally.kills).toBe(kills);
    // Every round writes, and every kill interrupts somebody.
    expect(tally.acknowledged).toBeGreaterThanOrEqual(kills);
    expect(tally.unanswered).toBeGreaterThanOrEqual(kills);
  },
);

describe('the check of a killed database', () => {
  const ledger = new Ledger();
  let sound: string;
  const lastDone = () => [...ledger.done.values()].at(-1);

  beforeAll(async () => {
    const victim = await Victim.start(bundle, temp.join('sound'));
    const planner = new CallPlanner('w', seededRandom(1), ledger);
    const writer = new Writer('w', planner, ledger);
    const caller = new Caller(victim, 'w');
    await writer.write(caller, { most: 60 });
    // The last call is to be one of several changes.
    while ((lastDone()?.call.effects.length ?? 2) < 2 && writer.problems.length === 0)
      await writer.write(caller, { most: 1 });
    caller.close();
    await victim.stop();
    if (ledger.pending.size > 0 || writer.problems.length > 0)
      throw new Error(`The server did not do what it was told: ${JSON.stringify(writer.problems)}`);
    sound = await copyDatabaseFiles(victim.home, temp.join('copy-of-sound'));
  });

  /** Kinds of problem that are found once `sql` has done its damage. */
  async function kindsAfter(...sql: string[]): Promise<ProblemKind[]> {
    const file = temp.join('damaged.db');
    await copyFile(sound, file);
    const database = await openDatabase(file);
    database.exec('PRAGMA locking_mode = EXCLUSIVE', ...sql);
    database.close();
    const readers = await Promise.all([readStoredRows(file), readStoredRows(file, nativeNode)]);
    const [own, native] = readers.map((rows) => checkRows(rows, ledger).problems.map(({ kind }) => kind));
    expect(own).toEqual(native);
    return [...new Set(own)].sort();
  }

  const one = (table: string, where = '1') => `rowid = (SELECT min(rowid) FROM ${table} WHERE ${where})`;

  it('finds nothing where nothing is wrong', async () => {
    expect(await kindsAfter()).toEqual([]);
  });

  it.each<[string, string[], ProblemKind]>([
    ['an acknowledged memory is gone', [`DELETE FROM memories WHERE ${one('memories')}`], 'lost'],
    [
      'an acknowledged text is another',
      [`UPDATE memories SET content = 'else' WHERE ${one('memories')}`],
      'lost',
    ],
    [
      'an acknowledged change is gone',
      [`UPDATE memories SET revision = revision - 1 WHERE ${one('memories', 'revision > 1')}`],
      'lost',
    ],
    ['the record of a call is gone', [`DELETE FROM idempotency WHERE ${one('idempotency')}`], 'lost'],
    ['a row of history is gone', [`DELETE FROM history WHERE ${one('history')}`], 'partial'],
    [
      'a row of history is of nobody',
      [`UPDATE history SET memory_id = 'none' WHERE ${one('history')}`],
      'partial',
    ],
    [
      'half a group is there',
      [`UPDATE history SET group_id = 'none' WHERE ${one('history', `action = 'supersede'`)}`],
      'partial',
    ],
    [
      'the entities of a memory are gone',
      ['DELETE FROM memory_entities WHERE memory = (SELECT min(memory) FROM memory_entities)'],
      'partial',
    ],
    [
      'a call was done again',
      [`UPDATE memories SET revision = revision + 1 WHERE ${one('memories')}`],
      'appliedTwice',
    ],
    [
      'the full-text index knows less than there is',
      [
        'DROP TRIGGER memories_updated',
        `UPDATE memories SET deleted_at = NULL WHERE ${one('memories', 'deleted_at IS NOT NULL')}`,
      ],
      'partial',
    ],
    ['the full-text index is damaged', [`DELETE FROM memory_search_data WHERE id > 10`], 'integrity'],
    [
      'a table has rows that its index has not',
      [
        'PRAGMA writable_schema = 1',
        `UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'history_memory') WHERE name = 'history_tail'`,
      ],
      'integrity',
    ],
  ])('notices that %s', async (_what, sql, kind) => {
    expect(await kindsAfter(...sql)).toContain(kind);
  });

  it('takes a call that was not answered for done only when all of it is', async () => {
    const rows = await readStoredRows(sound);
    const last = lastDone();
    if (!last) throw new Error('The writer has done nothing');
    const unheard = new Ledger();
    for (const done of ledger.done.values()) {
      if (done === last) unheard.send(done.call);
      else unheard.acknowledge(done);
    }
    expect(checkRows(rows, unheard)).toEqual({ problems: [], doneUnheard: [last.call.key] });
    const calls = rows.rows.calls.filter(({ key }) => key !== last.call.key);
    const half = checkRows({ ...rows, rows: { ...rows.rows, calls } }, unheard);
    expect(half.problems.map(({ kind }) => kind)).toContain('partial');
  });
});
