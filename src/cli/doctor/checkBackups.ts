import { statfs } from 'node:fs/promises';
import { describeBackups } from '../../protocol/describeBackups.ts';
import type { OutputOf } from '../../protocol/operation.ts';
import { memoryStatusOperation } from '../../protocol/operations/system/memoryStatus.ts';
import { formatBytes } from '../renderMemories.ts';
import { withMemory } from '../withMemory.ts';
import { type Check, type DoctorContext, fail, messageOf, ok, warn } from './check.ts';

type Status = OutputOf<typeof memoryStatusOperation>;

const name = 'Backups';

/** Whether there are copies of the database that were opened and are sound, and room for another one. */
export async function checkBackups({ directory, globals, io }: DoctorContext): Promise<Check> {
  try {
    const status = await withMemory(
      globals,
      io,
      async (client) => (await client.call(memoryStatusOperation, {})).result,
    );
    return judgeBackups(status, await freeBytes(directory.home), Date.now());
  } catch (error) {
    return fail(name, messageOf(error), 'Check the newest file in the logs folder of the data directory.');
  }
}

/** `free`: bytes of the disk; undefined when nobody knows. `now` is wall clock, ms. */
export function judgeBackups(
  {
    backups,
    jobs = [],
    config,
    databaseBytes,
  }: Pick<Status, 'backups' | 'jobs' | 'config' | 'databaseBytes'>,
  free: number | undefined,
  now: number,
): Check {
  // A server of an earlier release, which opens none of them.
  if (!backups) return ok(name, 'not told by the server that is running');
  const isDaily = isOn(config['backups']);
  const size = backups.bytes > 0 ? `, ${formatBytes(backups.bytes)}` : '';
  const found = `${describeBackups(backups, now)}${size}${isDaily ? '' : ', daily ones are switched off'}`;
  const [damaged] = backups.damaged;
  if (damaged)
    return warn(
      name,
      `${found}: ${damaged.fault ?? damaged.name}`,
      `Delete ${damaged.path}, and run: memory-bridge backup`,
    );
  const failed = jobs.find(({ kind, state }) => kind === 'backup' && state === 'failed');
  if (failed)
    return warn(
      name,
      `${found}; the last one failed: ${failed.error ?? 'the reason is not known'}`,
      'Solve that and run: memory-bridge backup',
    );
  if (free !== undefined && free < databaseBytes)
    return warn(
      name,
      `${found}; another one needs ${formatBytes(databaseBytes)}, and ${formatBytes(free)} are free`,
      'Make room on the disk.',
    );
  return ok(name, found);
}

function isOn(settings: unknown): boolean {
  return !(
    typeof settings === 'object' &&
    settings !== null &&
    'daily' in settings &&
    settings.daily === false
  );
}

async function freeBytes(folder: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}
