import { mkdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort, type TrackedProcess } from '../../processes/processes.ts';
import { isAlive } from '../../processes/processTable.ts';
import { until } from '../../processes/until.ts';
import type { OwnershipBundle } from '../../bundles/ownershipBundle.ts';
import { readyOwner, startServe, Window } from './contenders.ts';
import { OpenDatabases } from './openDatabases.ts';
import { findOverlaps, readHolds } from './ownerTimeline.ts';

export interface ElectionResult {
  readonly rounds: number;
  /** Time from the end of the owner's process to the next one being ready, ms, one per round. */
  readonly takeovers: number[];
  readonly violations: string[];
  /** Looks at who has the database open. */
  readonly looks: number;
  /** How many processes were seen with the database open at once, at most. */
  readonly mostHolders: number;
  readonly left: number[];
}

/** Six contenders for one directory, four windows and two `serve`; the owner is killed again and again. */
export async function runElection(
  bundle: OwnershipBundle,
  home: string,
  rounds: number,
  onRound: (round: number) => void = () => {},
): Promise<ElectionResult> {
  mkdirSync(home, { recursive: true });
  const options = { home, port: await freePort() };
  const windows = Array.from({ length: 4 }, () => new Window(bundle, options));
  const serves = new Set<TrackedProcess>([startServe(bundle, options), startServe(bundle, options)]);
  const witness = new OpenDatabases(home);
  const kills = new Map<number, number>();
  const owners = new Set<number>();
  const takeovers: number[] = [];
  try {
    let owner = (await readyOwner(home)).pid;
    for (let round = 1; round <= rounds; round++) {
      await Promise.all(windows.map((window) => connectedTo(window, owner)));
      owners.add(owner);
      kills.set(owner, Date.now());
      const killed = owner;
      process.kill(killed, 'SIGKILL');
      await until(() => !isAlive(killed), { intervalMs: 1, what: 'the owner to end' });
      const ended = performance.now();
      const dead = [...serves].find(({ pid }) => pid === owner);
      const next = await readyOwner(home, owner);
      takeovers.push(performance.now() - ended);
      owner = next.pid;
      if (dead) {
        serves.delete(dead);
        serves.add(startServe(bundle, options));
      }
      onRound(round);
    }
    owners.add(owner);
    // A moment in which a second owner, if there were one, would still be seen.
    await delay(200);
  } finally {
    await Promise.all([
      ...windows.map((window) => window.close()),
      ...[...serves].map((serve) => serve.stop()),
    ]);
    await until(() => witness.holders().length === 0, { what: 'all servers to end' }).catch(() => {});
    witness.stop();
  }
  const violations = [...witness.violations, ...findOverlaps(readHolds(home, kills))];
  return {
    rounds,
    takeovers,
    violations,
    looks: witness.looks,
    mostHolders: witness.mostHolders,
    left: [...owners].filter(isAlive),
  };
}

function connectedTo(window: Window, owner: number): Promise<unknown> {
  return until(() => window.state?.state === 'connected' && window.state.pid === owner, {
    timeoutMs: 20_000,
    intervalMs: 10,
    what: `window ${window.pid} to follow owner ${owner}; it says ${JSON.stringify(window.state)}`,
  });
}

export function percentile(values: readonly number[], fraction: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))] ?? 0);
}
