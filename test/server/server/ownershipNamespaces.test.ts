import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { spawnSync } from 'node:child_process';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DataDirectory } from '../../../src/home/dataDirectory.ts';
import { type OwnerRecord, readOwnerRecord } from '../../../src/home/ownerRecord.ts';
import { buildOwnership, type OwnershipBundle } from '../../../dev/bundles/ownershipBundle.ts';
import { healthOf, startServe, Window } from '../../../dev/server/ownership/contenders.ts';
import { OpenDatabases } from '../../../dev/server/ownership/openDatabases.ts';
import { findOverlaps, readHolds } from '../../../dev/server/ownership/ownerTimeline.ts';
import { freePort, stopAllProcesses, type TrackedProcess } from '../../../dev/processes/processes.ts';
import { tempDirectory, type TempDirectory } from '../../../dev/files/tempDirectory.ts';
import { until } from '../../../dev/processes/until.ts';

/** A network of its own, as in a container: the port is free there whoever has it outside. */
const otherNetwork = ['unshare', '--net', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];
/** Processes of its own as well: pids outside mean nothing there. `sh` stays, as the init that a container has. */
const container = [
  'unshare',
  '--net',
  '--pid',
  '--fork',
  '--kill-child',
  '--mount-proc',
  ...otherNetwork.slice(2),
];

// Making a namespace needs root (CAP_SYS_ADMIN) and Linux; without them there is no second namespace to test with.
const canUnshare = spawnSync('unshare', ['--net', 'ip', 'link', 'set', 'lo', 'up']).status === 0;

let temp: TempDirectory;
let bundle: OwnershipBundle;
let home: string;
let port: number;
let count = 0;

beforeAll(async () => {
  temp = await tempDirectory('namespaces');
  bundle = await buildOwnership(temp.join('dist'));
});
beforeEach(async () => {
  home = temp.join(`home-${++count}`);
  mkdirSync(home);
  port = await freePort();
});
afterEach(stopAllProcesses);
afterAll(() => temp.dispose());

const record = (): OwnerRecord => {
  const found = readOwnerRecord(new DataDirectory(home));
  if (!found) throw new Error('There is no owner record');
  return found;
};

describe.runIf(canUnshare)('a second network namespace', () => {
  it('is refused beside a living owner, by name, and let in when that one has ended', async () => {
    const serve = startServe(bundle, { home, port });
    await serve.waitForOutput(/"owner"/);
    const refused = startServe(bundle, { home, prefix: otherNetwork });
    expect((await refused.exited).code).toBe(1);
    expect(refused.stderr).toContain('owner_elsewhere');
    expect(refused.stderr).toContain(`process ${serve.pid} on ${hostname()}`);
    expect((await healthOf(home))?.pid).toBe(serve.pid);
    // Killed, not stopped: the record says nothing, the missing process does.
    await serve.kill();
    const next = startServe(bundle, { home, prefix: otherNetwork });
    await next.waitForOutput(/"owner"/);
    expect(record().epoch).toBe(2);
    const third = startServe(bundle, { home });
    expect((await third.exited).code).toBe(1);
    expect(third.stderr).toContain('owner_elsewhere');
  });

  it('never makes two owners of contenders that start at the same instant', async () => {
    const witness = new OpenDatabases(home, 5);
    const kills = new Map<number, number>();
    for (let round = 1; round <= 5; round++) {
      const contenders = [otherNetwork, otherNetwork, []].map((prefix) =>
        startServe(bundle, { home, port, prefix }),
      );
      const owner = await winnerOf(contenders);
      await until(() => contenders.filter(({ hasEnded }) => hasEnded).length >= 2 - standbys(contenders), {
        what: 'the others to be refused or to stand by',
      });
      for (const contender of contenders.filter(({ hasEnded }) => !hasEnded)) {
        if (contender === owner) kills.set(contender.pid, Date.now());
        await contender.kill();
      }
      await until(() => witness.holders().length === 0, { what: 'the database to be let go' });
    }
    witness.stop();
    expect(witness.violations).toEqual([]);
    const holds = readHolds(home, kills);
    // A contender that stood by beside the owner may have followed it before it was killed as well.
    expect(holds.length).toBeGreaterThanOrEqual(5);
    expect(findOverlaps(holds.filter(({ until: end }) => end !== undefined))).toEqual([]);
  });

  it('of a container is refused while heartbeats are fresh, and takes over when they are not', async () => {
    const first = startServe(bundle, { home, port });
    await first.waitForOutput(/"owner"/);
    const refused = startServe(bundle, { home, prefix: container });
    expect((await refused.exited).code).toBe(1);
    expect(refused.stderr).toContain('owner_elsewhere');
    // As if its last heartbeat were a minute old; it is stopped, so it writes no other.
    process.kill(first.pid, 'SIGSTOP');
    const stale = { ...record(), heartbeatMonotonic: record().heartbeatMonotonic - 60_000 };
    writeFileSync(new DataDirectory(home).ownerFile, JSON.stringify(stale));
    const next = startServe(bundle, { home, prefix: container });
    await next.waitForOutput(/"owner"/);
    expect(record().epoch).toBe(2);
    // The first one goes on: it must neither write nor touch the record, and ends by itself.
    const window = new Window(bundle, { home });
    process.kill(first.pid, 'SIGCONT');
    await window.connected().catch(() => {});
    window.tell('write stray');
    expect((await first.exited).code).toBe(1);
    expect(first.stderr).toContain('has taken over');
    expect(record()).toMatchObject({ epoch: 2, released: false });
    expect(window.acked()).toEqual([]);
    const log = readFileSync(`${home}/logs/server.log`, 'utf8');
    expect(log).toContain('"kind":"displaced"');
    // `unshare` lets SIGTERM pass, so being asked to end would last as long as the patience of whoever asks.
    await next.kill();
  });
});

function standbys(contenders: readonly TrackedProcess[]): number {
  return contenders.filter(({ stdout }) => stdout.includes('"standby"')).length;
}

async function winnerOf(contenders: readonly TrackedProcess[]): Promise<TrackedProcess> {
  return until(() => contenders.find(({ stdout }) => stdout.includes('"owner"')), {
    timeoutMs: 20_000,
    intervalMs: 10,
    what: 'one contender to win',
  });
}
