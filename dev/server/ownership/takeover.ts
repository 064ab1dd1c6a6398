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
  const run = new TakeoverRun(bundle, { home, port: await freePort() });
  try {
    await run.start();
    for (let kill = 1; kill <= kills; kill++) {
      await run.killOwner(random);
      onKill(kill);
    }
    await delay(500);
  } finally {
    await run.end();
  }
  return { kills, ...(await run.result()) };
}

class TakeoverRun {
  readonly #bundle: OwnershipBundle;
  readonly #options: { readonly home: string; readonly port: number };
  readonly #witness: OpenDatabases;
  readonly #windows: readonly Window[];
  #shim: Shim;
  #serve: ReturnType<typeof startServe>;
  #owner: Awaited<ReturnType<typeof readyOwner>> | undefined;
  readonly #killed = new Map<number, number>();
  readonly #takeovers: number[] = [];
  readonly #acked: string[] = [];
  readonly #hostKinds: Record<string, number> = {};
  readonly #stop = new AbortController();
  #shims = 0;
  #writing: ReturnType<typeof startShim>;

  constructor(bundle: OwnershipBundle, options: { home: string; port: number }) {
    this.#bundle = bundle;
    this.#options = options;
    this.#witness = new OpenDatabases(options.home);
    this.#windows = [new Window(bundle, options), new Window(bundle, options)];
    this.#shim = new Shim(bundle, options);
    this.#serve = startServe(bundle, options);
    this.#writing = startShim(this.#shim, ++this.#shims, this.#stop.signal);
  }

  async start(): Promise<void> {
    for (const [index, window] of this.#windows.entries()) window.tell(`write window-${index + 1}`);
    this.#owner = await readyOwner(this.#options.home);
  }

  /** Each owner gets to write something, and dies at a random moment of it. */
  async killOwner(random: () => number): Promise<void> {
    const owner = this.#owner;
    if (!owner) throw new Error('Nobody owns the data yet');
    const before = this.#written();
    await until(() => this.#written() >= before + 3, { timeoutMs: 30_000, what: 'writes to go on' });
    await delay(random() * 500);
    this.#hostKinds[owner.hostKind] = (this.#hostKinds[owner.hostKind] ?? 0) + 1;
    const { pid } = owner;
    this.#killed.set(pid, Date.now());
    process.kill(pid, 'SIGKILL');
    await until(() => !isAlive(pid), { intervalMs: 1, what: 'the owner to end' });
    const dead = performance.now();
    this.#owner = await readyOwner(this.#options.home, pid);
    this.#takeovers.push(performance.now() - dead);
    await this.#bringBack(pid);
  }

  /** The hosts that died with their server come back, as OpenCode and a person would bring them back. */
  async #bringBack(pid: number): Promise<void> {
    if (pid === this.#shim.process.pid) {
      this.#acked.push(...this.#shim.acked);
      await this.#writing;
      this.#shim = new Shim(this.#bundle, this.#options);
      this.#writing = startShim(this.#shim, ++this.#shims, this.#stop.signal);
    }
    if (pid === this.#serve.pid) this.#serve = startServe(this.#bundle, this.#options);
  }

  async end(): Promise<void> {
    this.#stop.abort();
    await this.#writing;
    const closing = this.#windows.map((window) => window.close());
    await Promise.all([...closing, this.#shim.close(), this.#serve.stop()]);
    await until(() => this.#witness.holders().length === 0, { what: 'all servers to end' }).catch(() => {});
    this.#witness.stop();
  }

  /** What is true once everything has ended. */
  async result(): Promise<Omit<TakeoverResult, 'kills'>> {
    const { home } = this.#options;
    const acked = [...this.#acked, ...this.#shim.acked, ...this.#windows.flatMap((window) => window.acked())];
    const left = this.#witness.holders();
    if (await healthOf(home)) left.push(-1);
    return {
      takeovers: this.#takeovers,
      acked: acked.length,
      ...(await judgeWrites(home, acked)),
      refused: this.#windows.flatMap((window) =>
        window.messages().flatMap(({ refused, error }) => (refused ? [`${refused}: ${error}`] : [])),
      ),
      violations: [...this.#witness.violations, ...findOverlaps(readHolds(home, this.#killed))],
      left,
      hostKinds: this.#hostKinds,
    };
  }

  #written(): number {
    return (
      this.#acked.length + this.#shim.acked.length + sum(this.#windows.map((window) => window.acked().length))
    );
  }
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
