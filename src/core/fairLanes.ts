/** Who waits: a client, and a part of it, such as one of its sessions. */
export interface Lane {
  readonly client: string;
  readonly part?: string | undefined;
}

/** Lanes whose last turn is known. */
const mostRemembered = 1_000;

/**
 * Things that wait in lanes. Those of one part of a client come in the order in which they were put in; of the parts
 * and, before that, of the clients, the one goes next that has waited longest for its turn. So who asks for much, or
 * in the name of many sessions, keeps nobody else waiting.
 */
export class FairLanes<T> {
  readonly #clients = new Map<string, Map<string, T[]>>();
  readonly #turnsOfClients = new Turns();
  /** Of all parts of all clients, under both names. */
  readonly #turnsOfParts = new Turns();

  push(item: T, { client, part = '' }: Lane): void {
    let parts = this.#clients.get(client);
    if (!parts) this.#clients.set(client, (parts = new Map()));
    this.#turnsOfClients.join(client);
    this.#turnsOfParts.join(bothNames(client, part));
    const waiting = parts.get(part);
    if (waiting) waiting.push(item);
    else parts.set(part, [item]);
  }

  /** What goes next; undefined when nothing waits. */
  take(): T | undefined {
    const client = this.#turnsOfClients.next(this.#clients.keys());
    const parts = client === undefined ? undefined : this.#clients.get(client);
    if (client === undefined || !parts) return undefined;
    const part = this.#turnsOfParts.next(parts.keys(), (each) => bothNames(client, each)) ?? '';
    const waiting = parts.get(part);
    const item = waiting?.shift();
    if (!waiting || waiting.length === 0) parts.delete(part);
    if (parts.size === 0) this.#clients.delete(client);
    return item;
  }
}

const bothNames = (client: string, part: string): string => `${client.length}:${client}${part}`;

/** When each of some lanes had its last turn. */
class Turns {
  readonly #last = new Map<string, number>();
  #count = 0;

  /**
   * A lane that is new here counts as having had its turn just before the latest one: new ones come in the order of
   * their coming, and never before one that was there and has rested.
   */
  join(lane: string): void {
    if (!this.#last.has(lane)) this.#note(lane, this.#count - 0.5);
  }

  next(lanes: Iterable<string>, nameOf: (lane: string) => string = (lane) => lane): string | undefined {
    let best: { lane: string; turn: number } | undefined;
    for (const lane of lanes) {
      const turn = this.#last.get(nameOf(lane)) ?? 0;
      if (!best || turn < best.turn) best = { lane, turn };
    }
    if (best) this.#note(nameOf(best.lane), ++this.#count);
    return best?.lane;
  }

  #note(lane: string, turn: number): void {
    this.#last.delete(lane);
    this.#last.set(lane, turn);
    for (const oldest of this.#last.keys()) {
      if (this.#last.size <= mostRemembered) return;
      this.#last.delete(oldest);
    }
  }
}
