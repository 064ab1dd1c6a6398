import { setImmediate as nextTurn } from 'node:timers/promises';
import { MemoryBridgeError } from '../../core/errors.ts';
import { FairLanes, type Lane } from '../../core/fairLanes.ts';

export interface DoorLimits {
  /** Calls of one lane that wait or are being done. */
  readonly ofOneLane: number;
  /** The same of all together. */
  readonly ofAll: number;
}

/** Our own clients have sixteen connections; only a mistake has hundreds of calls under way. */
export const defaultDoorLimits: DoorLimits = { ofOneLane: 256, ofAll: 2_000 };

/**
 * Turns of the event loop that the door waits while others come. A turn accepts one new connection and reads from it in
 * the next one; were a call let in at each turn, those who connect anew would wait in the system's row for connections,
 * where there are no lanes.
 */
const quietTurns = 2;
const mostTurns = 32;

/**
 * Lets calls in one by one, with turns of the event loop between them, lanes in fair turns. What waits here has been read no further than
 * its headers: of hundreds of calls that come at once, the bodies of the others need not be read, understood and
 * searched for secrets before the one that is next.
 */
export class Door {
  readonly #limits: DoorLimits;
  readonly #waiting = new FairLanes<() => void>();
  /** Calls that were not answered yet, by client and part. */
  readonly #open = new Map<string, number>();
  #openInAll = 0;
  #arrived = 0;
  #isRunning = false;

  constructor(limits: DoorLimits) {
    this.#limits = limits;
  }

  /** Does `work` when its turn has come. Throws `rate_limited` at once when too many wait already. */
  async through<T>(lane: Lane, work: () => Promise<T>): Promise<T> {
    const name = JSON.stringify([lane.client, lane.part]);
    const open = this.#open.get(name) ?? 0;
    if (open >= this.#limits.ofOneLane || this.#openInAll >= this.#limits.ofAll) throw tooMany();
    this.#open.set(name, open + 1);
    this.#openInAll += 1;
    try {
      await this.#turn(lane);
      return await work();
    } finally {
      const left = (this.#open.get(name) ?? 1) - 1;
      if (left > 0) this.#open.set(name, left);
      else this.#open.delete(name);
      this.#openInAll -= 1;
    }
  }

  #turn(lane: Lane): Promise<void> {
    return new Promise((resolve) => {
      this.#arrived += 1;
      this.#waiting.push(resolve, lane);
      if (this.#isRunning) return;
      this.#isRunning = true;
      void this.#letIn();
    });
  }

  async #letIn(): Promise<void> {
    for (;;) {
      await this.#untilQuiet();
      const enter = this.#waiting.take();
      if (!enter) break;
      enter();
    }
    this.#isRunning = false;
  }

  async #untilQuiet(): Promise<void> {
    let quiet = 0;
    for (let turn = 0; turn < mostTurns && quiet < quietTurns; turn += 1) {
      const before = this.#arrived;
      await nextTurn();
      quiet = this.#arrived === before ? quiet + 1 : 0;
    }
  }
}

function tooMany(): MemoryBridgeError {
  return new MemoryBridgeError(
    'rate_limited',
    'Too many calls are under way at once. Wait 1 s, then send fewer at a time.',
    { retryAfter: 1 },
  );
}
