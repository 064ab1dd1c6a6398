import { mkdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { openStore } from '../../../src/store/sqlite/openStore.ts';
import type { Memory } from '../../../src/core/memory/memory.ts';
import { systemClock } from '../../../src/server/systemClock.ts';
import { freePort } from '../../processes/processes.ts';
import { isAlive } from '../../processes/processTable.ts';
import { until } from '../../processes/until.ts';
import type { OwnershipBundle } from '../../bundles/ownershipBundle.ts';
import { healthOf, readyOwner, startServe, Window } from './contenders.ts';
import { OpenDatabases } from './openDatabases.ts';
import { findOverlaps, readHolds } from './ownerTimeline.ts';
import { Shim } from './shim.ts';

export interface TakeoverResult {
  readonly kills: number;
  /** From the end of the owner's process to the next one being ready, ms. */
  readonly takeovers: number[];
  readonly acked: number;
  /** Acknowledged and not there. */
  readonly lost: string[];
  /** There more than once, or changed after they were made. */
  readonly appliedTwice: string[];
  /** Answered with an error although an owner came back in time. */
  readonly refused: string[];
  readonly integrity: string;
  readonly violations: string[];
  readonly left: number[];
  readonly hostKinds: Record<string, number>;
}

/**
 * Two windows and a stdio shim write without pause on one directory while the owner is killed at random moments, then
 * all close. A `serve` stands by as well, so that every kind of host comes to own the data.
 */
export async function runTakeovers(
  bundle: OwnershipBundle,
  home: string,
  kills: number,
  {
    random = Math.random,
    onKill = () => {},
  }: { random?: () => number; onKill?: (kill: number) => void } = {},
): Promise<TakeoverResult> {
  mkdirSync(home, { recursive: true });
  const options = { home, port: await freePort() };
  const witness = new OpenDatabases(home);
  const windows = [new Window(bundle, options), new Window(bundle, options)];
  let shim = new Shim(bundle, options);
  let serve = startServe(bundle, options);
  const killed = new Map<number, number>();
  const takeovers: number[] = [];
  const acked: string[] = [];
  const hostKinds: Record<string, number> = {};
  const stop = new AbortController();
  let shims = 0;
  const written = () =>
    acked.length + shim.acked.length + sum(windows.map((window) => window.acked().length));
  let writing = startShim(shim, ++shims, stop.signal);
  try {
    for (const [index, window] of windows.entries()) window.tell(`write window-${index + 1}`);
    let owner = await readyOwner(home);
    for (let kill = 1; kill <= kills; kill++) {
      // Each owner gets to write something, and dies at a random moment of it.
      const before = written();
      await until(() => written() >= before + 3, { timeoutMs: 30_000, what: 'writes to go on' });
      await delay(random() * 500);
      hostKinds[owner.hostKind] = (hostKinds[owner.hostKind] ?? 0) + 1;
      killed.set(owner.pid, Date.now());
      process.kill(owner.pid, 'SIGKILL');
      const { pid } = owner;
      await until(() => !isAlive(pid), { intervalMs: 1, what: 'the owner to end' });
      const dead = performance.now();
      owner = await readyOwner(home, pid);
      takeovers.push(performance.now() - dead);
      // The hosts that died with their server come back, as OpenCode and a person would bring them back.
      if (pid === shim.process.pid) {
        acked.push(...shim.acked);
        await writing;
        shim = new Shim(bundle, options);
        writing = startShim(shim, ++shims, stop.signal);
      }
      if (pid === serve.pid) serve = startServe(bundle, options);
      onKill(kill);
    }
    await delay(500);
  } finally {
    stop.abort();
    await writing;
    await Promise.all([...windows.map((window) => window.close()), shim.close(), serve.stop()]);
    await until(() => witness.holders().length === 0, { what: 'all servers to end' }).catch(() => {});
    witness.stop();
  }
  acked.push(...shim.acked, ...windows.flatMap((window) => window.acked()));
  const left = witness.holders();
  if (await healthOf(home)) left.push(-1);
  return {
    kills,
    takeovers,
    acked: acked.length,
    ...(await judgeWrites(home, acked)),
    refused: windows.flatMap((window) =>
      window.messages().flatMap(({ refused, error }) => (refused ? [`${refused}: ${error}`] : [])),
    ),
    violations: [...witness.violations, ...findOverlaps(readHolds(home, killed))],
    left,
    hostKinds,
  };
}

/** Holds what was acknowledged against what is on disk. Nobody may own the directory meanwhile. */
export async function judgeWrites(
  home: string,
  acked: readonly string[],
): Promise<Pick<TakeoverResult, 'lost' | 'appliedTwice' | 'integrity'>> {
  const { memories, integrity } = await readBack(home);
  const counts = new Map<string, number>();
  for (const { content } of memories) counts.set(content, (counts.get(content) ?? 0) + 1);
  return {
    lost: acked.filter((content) => !counts.has(content)),
    appliedTwice: [
      ...[...counts].filter(([, count]) => count > 1).map(([content]) => content),
      // The duplicate guard turns a second application into a new revision of the first.
      ...memories.filter(({ revision }) => revision !== 1).map(({ content }) => content),
    ],
    integrity,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

/** Writes until told to stop or until its process is killed, which is no failure of the shim. */
async function startShim(shim: Shim, number: number, signal: AbortSignal): Promise<void> {
  const writing = shim.initialize().then(() => shim.write(`shim-${number}`, signal));
  await Promise.race([writing, shim.process.exited]);
}

async function readBack(home: string): Promise<{ memories: Memory[]; integrity: string }> {
  const silent = () => {};
  const logger = { trace: silent, debug: silent, info: silent, warn: silent, error: silent };
  const store = await openStore({ home, logger, clock: systemClock, beforeCommit: silent });
  try {
    const memories: Memory[] = [];
    let cursor: string | null | undefined;
    do {
      const at = cursor;
      const page = await store.read((unit) =>
        unit.memories.list({ includeDeleted: true }, { limit: 500, ...(at ? { cursor: at } : {}) }),
      );
      memories.push(...page.memories);
      cursor = page.nextCursor;
    } while (cursor);
    return { memories, integrity: await store.checkIntegrity() };
  } finally {
    await store.close();
  }
}
