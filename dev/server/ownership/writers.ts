import { mkdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { OwnershipBundle } from '../../bundles/ownershipBundle.ts';
import { freePort } from '../../processes/processes.ts';
import { isAlive } from '../../processes/processTable.ts';
import { until } from '../../processes/until.ts';
import { readyOwner, Window } from './contenders.ts';
import { judgeWrites } from './takeover.ts';

export interface WritersResult {
  readonly acked: number;
  readonly kills: number;
  /** Acknowledged and not there. */
  readonly lost: string[];
  /** There more than once, or changed after they were made. */
  readonly appliedTwice: string[];
  /** Answered with an error although an owner came back in time. */
  readonly refused: string[];
  readonly integrity: string;
}

export interface WritersOptions {
  readonly writers: number;
  /** Of each. */
  readonly writes: number;
  readonly random: () => number;
  /** No more owners are killed than this. */
  readonly mostKills?: number;
}

/** An owner gets this long to live at most before it is killed, ms. */
const longestLife = 1_500;
/** How long nobody may serve before something is wrong, ms. What a busy machine takes is nobody's fault here. */
const longestWait = 120_000;

/** Several writers on one directory, each with a number of writes, while whoever owns it is killed at random moments. */
export async function runWriters(
  bundle: OwnershipBundle,
  home: string,
  { writers, writes, random, mostKills = Infinity }: WritersOptions,
): Promise<WritersResult> {
  mkdirSync(home, { recursive: true });
  const options = { home, port: await freePort() };
  const windows = Array.from({ length: writers }, () => new Window(bundle, options));
  const acked = () => windows.flatMap((window) => window.acked());
  const refused = () =>
    windows.flatMap((window) =>
      window.messages().flatMap(({ refused: content, error }) => (content ? [`${content}: ${error}`] : [])),
    );
  const areDone = () => acked().length + refused().length >= writers * writes;
  let kills = 0;
  try {
    for (const [index, window] of windows.entries()) window.tell(`write writer-${index + 1} ${writes}`);
    let killed: number | undefined;
    while (!areDone() && kills < mostKills) {
      const owner = await readyOwner(home, killed, longestWait);
      await delay(random() * longestLife);
      if (areDone()) break;
      process.kill(owner.pid, 'SIGKILL');
      killed = owner.pid;
      kills += 1;
      await until(() => !isAlive(owner.pid), { intervalMs: 1, what: 'the owner to end' });
    }
    await until(areDone, { timeoutMs: 300_000, what: 'every write to be answered' });
  } finally {
    await Promise.all(windows.map((window) => window.close()));
  }
  return { acked: acked().length, kills, refused: refused(), ...(await judgeWrites(home, acked())) };
}
