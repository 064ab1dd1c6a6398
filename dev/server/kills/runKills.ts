import { rm } from 'node:fs/promises';
import path from 'node:path';
import { seededRandom } from '../../random/seededRandom.mjs';
import type { CliBundle } from '../../bundles/cliBundle.ts';
import { Caller } from './caller.ts';
import { CallPlanner } from './callPlanner.ts';
import { checkRows, type Problem } from './checkRows.ts';
import { Ledger } from './ledger.ts';
import { readLogState } from './logState.ts';
import { checkServer, resendDone, resendPending } from './serverChecks.ts';
import { copyDatabaseFiles, readStoredRows } from './storedRows.ts';
import { type KillTally, newTally } from './tally.ts';
import { Victim } from './victim.ts';
import { Writer } from './writer.ts';

export { summarizeKills } from './tally.ts';

export interface KillOptions {
  readonly bundle: CliBundle;
  /** Data directories are made in it. */
  readonly folder: string;
  readonly kills: number;
  readonly seed: number;
  /** A Node with SQLite built in, to read the files with. */
  readonly nativeNode?: string | undefined;
  /** Of an earlier run with the same seed, to go on with. */
  readonly tally?: KillTally | undefined;
  /** Ends the run after the round that it is in. */
  readonly signal?: AbortSignal | undefined;
  readonly onRound?: (done: number, tally: KillTally) => void | Promise<void>;
}

/** A kill comes this long at most after the acknowledgement that it waits for, ms. */
const latestKillMs = 160;
/** Most kills wait for one of the first acknowledgements, when the server is cold; some for a later one. */
const latestArmingCall = 60;
const writerCount = 5;
/** Rounds on one data directory: its growth is part of the test, but checks must stay affordable. */
const roundsPerHome = 25;

/**
 * Kills a server that several clients write to, at random moments; after each kill reads the files as they are, starts
 * the server again and holds both against the harness' own books.
 */
export async function runKills(options: KillOptions): Promise<KillTally> {
  const { kills, onRound } = options;
  const isCut = () => options.signal?.aborted ?? false;
  const tally = options.tally ?? newTally(options.nativeNode === undefined ? 'own engine' : 'native');
  while (tally.kills < kills && !isCut()) {
    const first = tally.kills;
    const home = path.join(options.folder, `home-${first}`);
    const victim = await Victim.start(options.bundle, home);
    const stage = new Stage(victim, options, first);
    try {
      do {
        const round = tally.kills;
        const problems = await stage.round(tally, seededRandom(options.seed, round));
        tally.problems.push(...problems.map((problem) => ({ ...problem, round })));
        tally.kills++;
        await onRound?.(tally.kills, tally);
        // What is damaged would be reported again and again.
        if (problems.length > 0 || isCut()) break;
      } while (tally.kills < kills && tally.kills % roundsPerHome !== 0);
      const last = await stage.finish();
      tally.problems.push(...last.map((problem) => ({ ...problem, round: tally.kills - 1 })));
    } finally {
      await victim.kill();
    }
    await rm(home, { recursive: true, force: true });
  }
  return tally;
}

/** One data directory with its books and its writers. */
class Stage {
  readonly #victim: Victim;
  readonly #options: KillOptions;
  readonly #ledger = new Ledger();
  readonly #writers: Writer[];
  #random: () => number = Math.random;

  constructor(victim: Victim, options: KillOptions, first: number) {
    this.#victim = victim;
    this.#options = options;
    this.#writers = Array.from({ length: writerCount }, (_, index) => {
      const name = `w${first}x${index}`;
      const planner = new CallPlanner(name, () => this.#random(), this.#ledger);
      return new Writer(name, planner, this.#ledger);
    });
  }

  async round(tally: KillTally, random: () => number): Promise<Problem[]> {
    this.#random = random;
    const before = this.#ledger.done.size;
    await this.#writeUntilKilled(1 + Math.floor(latestArmingCall * random() ** 3), latestKillMs * random());
    tally.acknowledged += this.#ledger.done.size - before;
    tally.unanswered += this.#ledger.pending.size;
    const log = await readLogState(this.#victim.log);
    tally.logBytes.push(log.bytes);
    if (log.isUnfinished) tally.unfinishedTransactions++;

    const { problems, doneUnheard } = await this.#checkFiles();
    tally.unansweredDone += doneUnheard.length;
    tally.restartsMs.push(await this.#victim.start());
    const caller = new Caller(this.#victim, 'checker');
    try {
      const heard = [...this.#ledger.done.values()];
      const again = Array.from({ length: 3 }, () => heard[Math.floor(random() * heard.length)]);
      problems.push(...(await resendPending(caller, this.#ledger, this.#writers)));
      problems.push(
        ...(await resendDone(
          caller,
          again.filter((done) => done !== undefined),
        )),
      );
      problems.push(...(await checkServer(caller, this.#ledger)));
    } finally {
      caller.close();
    }
    return [...problems, ...this.#writers.flatMap((writer) => writer.problems.splice(0))];
  }

  /** Ends the server in order and reads the files once more. */
  async finish(): Promise<Problem[]> {
    await this.#victim.stop();
    return (await this.#checkFiles()).problems;
  }

  async #writeUntilKilled(armingCall: number, delayMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    let killed: Promise<void> | undefined;
    let acknowledged = 0;
    const arm = () => {
      if (++acknowledged === armingCall)
        timer = setTimeout(() => void (killed = this.#victim.kill()), delayMs);
    };
    const callers = this.#writers.map((_, index) => new Caller(this.#victim, `writer-${index}`));
    const writing = this.#writers.map((writer, index) => {
      const caller = callers[index];
      if (!caller) throw new Error('Each writer has a caller');
      return writer.write(caller, { onAcknowledged: arm });
    });
    await Promise.all(writing);
    clearTimeout(timer);
    await (killed ?? this.#victim.kill());
    for (const caller of callers) caller.close();
  }

  async #checkFiles() {
    const copy = await copyDatabaseFiles(this.#victim.home, path.join(this.#options.folder, 'copy'));
    return checkRows(await readStoredRows(copy, this.#options.nativeNode), this.#ledger);
  }
}
