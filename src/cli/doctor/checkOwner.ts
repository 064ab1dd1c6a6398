import { MemoryBridgeError } from '../../core/errors.ts';
import { compareVersions } from '../../core/compareVersions.ts';
import { shortId } from '../../core/shortId.ts';
import { memoryStatusOperation } from '../../protocol/operations/system/memoryStatus.ts';
import { hostKindNames } from '../../core/hostKind.ts';
import { unreadyReason } from '../../protocol/health.ts';
import { protocolVersion, version } from '../../core/product.ts';
import { formatBytes } from '../renderMemories.ts';
import { withMemory } from '../withMemory.ts';
import { block, type Check, type DoctorContext, fail, messageOf, ok, warn } from './check.ts';

/** Who is on the port, and whether it is ours. */
export async function checkPort({ directory }: DoctorContext): Promise<Check[]> {
  const [{ findOwner }, { TokenFile }, { readServerFile }, { readOwnerRecord }] = await Promise.all([
    import('../../client/ownerSearch.ts'),
    import('../../home/token.ts'),
    import('../../home/serverFile.ts'),
    import('../../home/ownerRecord.ts'),
  ]);
  let port: number | undefined;
  try {
    port = readServerFile(directory)?.port;
  } catch (error) {
    return [block('Port', messageOf(error), `Delete ${directory.serverFile} while no memory server runs.`)];
  }
  if (port === undefined) return [ok('Port', 'not chosen yet (chosen at first use)')];
  const found = await findOwner(directory, new TokenFile(directory));
  if (found.kind === 'failed') {
    const { code, details, message } = found.error;
    // The message of a port that is taken says what to do, and everything else is about a server that is there.
    if (code === 'owner_hung')
      return [
        block('Owner', message, `End process ${String(details?.['pid'])} if it does not recover by itself.`),
      ];
    const pid = details?.['pid'];
    const advice =
      typeof pid !== 'number'
        ? `See which program listens on 127.0.0.1:${port}.`
        : `End process ${pid}, or change "port" in ${directory.serverFile}.`;
    return [block('Port', message, advice)];
  }
  if (found.kind === 'nobody') {
    const record = readOwnerRecord(directory);
    const last = record && !record.released ? `; process ${record.pid} ended unexpectedly` : '';
    return [ok('Port', `${port} is free`), ok('Owner', `no server is running${last}`)];
  }
  const { health } = found;
  const reason = unreadyReason(health);
  const state = reason === undefined ? '' : `, not available right now (${reason})`;
  const who = `${hostKindNames[health.hostKind]}, process ${health.pid}, version ${health.version}${state}`;
  return [ok('Port', `${port} is ours`), checkVersion(health.version, health.protocolVersion, who)];
}

function checkVersion(theirs: string, theirProtocol: number, who: string): Check {
  const name = 'Owner';
  if (theirProtocol !== protocolVersion) {
    const advice =
      theirProtocol > protocolVersion ? 'Update this program.' : 'Update or stop the server that is running.';
    return fail(name, `${who} speaks a different protocol than this program (${version})`, advice);
  }
  const order = compareVersions(theirs, version);
  if (order === 0) return ok(name, who);
  return warn(
    name,
    `${who}, this is ${version}`,
    order > 0
      ? 'Update this program when you can.'
      : 'Reload the editor windows, so that the newer version runs.',
  );
}

/** Asks the owner, or owns the data for a moment, to have the database looked through. */
export async function checkDatabase({ globals, io }: DoctorContext): Promise<Check> {
  const name = 'Database';
  try {
    const { result } = await withMemory(globals, io, (client) =>
      client.call(memoryStatusOperation, { check_integrity: true }),
    );
    const found = `schema ${result.schemaVersion}, ${formatBytes(result.databaseBytes)}, SQLite ${result.sqliteVersion}`;
    if (result.integrity !== 'ok')
      return fail(
        name,
        result.integrity === null ? `${found}, not checked` : `damaged: ${result.integrity}`,
        'Stop every memory server, then replace it with the newest backup: memory-bridge recover',
      );
    if (result.inspection?.damage !== undefined)
      return fail(name, result.inspection.damage, 'End every memory server, then run: memory-bridge recover');
    if (result.inspection?.percent !== undefined)
      return warn(
        name,
        `${found}, not closed properly and being checked: ${result.inspection.percent} %`,
        'You need not do anything. Run this again in a minute to see the result.',
      );
    const notice = result.notices?.at(-1);
    if (notice)
      return warn(
        name,
        `${found}, intact; on ${notice.at.slice(0, 10)}: ${notice.text}`,
        'Check the memories it names. This notice is shown for 30 days.',
      );
    const circle = result.circles?.[0];
    if (circle === undefined) return ok(name, `${found}, intact`);
    const names = circle.map(shortId).join(', ');
    return warn(
      name,
      `${found}, intact, but ${names} supersede each other in a circle, so none of them is in force`,
      `Run: memory-bridge restore ${shortId(circle[0] ?? '')} (or another one of them).`,
    );
  } catch (error) {
    return block(name, messageOf(error), adviceFor(error));
  }
}

function adviceFor(error: unknown): string {
  if (MemoryBridgeError.is(error, 'newer_database'))
    return 'Update this program, or take a backup from before the update.';
  if (MemoryBridgeError.is(error, 'corrupt'))
    return 'Stop every memory server, then run: memory-bridge recover';
  if (MemoryBridgeError.is(error, 'disk_full')) return 'Make room on the disk.';
  return 'Check the newest file in the logs folder of the data directory.';
}
