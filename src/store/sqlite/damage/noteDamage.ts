import type { Database } from '../../../sqlite/database.ts';
import type { SqliteStore } from '../sqliteStore.ts';
import { noticesLife, noticesNamespace } from '../notices.ts';
import type { LogFaults } from './inspectLog.ts';
import type { RowFaults } from './inspectRows.ts';
import { lostMemories } from './lostMemories.ts';

export interface DamageFound {
  readonly log: LogFaults;
  readonly rows: RowFaults;
  readonly keptIn: string | undefined;
  /** Said as they are. */
  readonly notices: readonly string[];
}

/** Leaves word of what was found at the start, for `memory_status`, until nobody needs it any more. */
export async function noteDamage(
  store: SqliteStore,
  database: Database,
  found: DamageFound,
  now: number,
): Promise<void> {
  const sentences = [...(await aboutLog(found.log, database)), ...aboutRows(found.rows)];
  if (sentences.length > 0 && found.keptIn !== undefined)
    sentences.push(`The files as they were found are in ${found.keptIn}.`);
  sentences.push(...found.notices);
  if (sentences.length === 0) return;
  await store.write((unit) =>
    unit.keyValues.set(
      noticesNamespace,
      new Date(now).toISOString(),
      sentences.join(' '),
      now + noticesLife,
      now,
    ),
  );
}

async function aboutLog({ damage, lostCommits, keptIn }: LogFaults, database: Database): Promise<string[]> {
  if (damage === 'none' || keptIn === undefined) return [];
  if (damage === 'flipped')
    return [
      'Bits in the log of the database were flipped, by the disk or by memory. They were flipped back and nothing is lost.',
    ];
  const changes = lostCommits === 1 ? 'change' : `${lostCommits} changes`;
  const what =
    damage === 'end'
      ? `The end of the database's log is incomplete: the last ${changes} before the computer or the server stopped may be missing.`
      : `The log of the database is damaged: the last ${changes} before the server stopped are lost.`;
  const named = await lostMemories(keptIn, database);
  if (named === undefined) return [what, 'Which memories they were about can no longer be read.'];
  if (named.length === 0) return [what, 'No memory is missing or older than it was.'];
  return [what, `They were about: ${named.join('; ')}.`];
}

function aboutRows({ indexes, texts }: RowFaults): string[] {
  return [
    ...(indexes.length === 0
      ? []
      : ['Parts of the database that are derived from the memories were damaged and have been rebuilt.']),
    ...(texts.length === 0
      ? []
      : [
          `These memories no longer say what was written: ${texts.join('; ')}. Read them, and correct or undo what is wrong.`,
        ]),
  ];
}
