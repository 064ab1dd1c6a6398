/** Where a visit is in one part of its work, and how many visits ended at an item without passing it. */
export interface Place {
  readonly at: string;
  readonly ended: Readonly<Record<string, number>>;
}

/** The messages are read first, then the records. */
export interface Places {
  readonly words?: Place | undefined;
  readonly records?: Place | undefined;
}

/** How many visits may end at one item, whatever ended them. */
const mostEnds = 3;

/** Follows a visit from item to item, so that the next one knows where this one ended. */
export class VisitPlace {
  readonly #ended: Map<string, number>;
  #at: string | undefined;

  /** `last` is what the last visit has left. */
  constructor(last: Place | undefined) {
    this.#ended = new Map(Object.entries(last?.ended ?? {}));
    if (last) this.#ended.set(last.at, (this.#ended.get(last.at) ?? 0) + 1);
  }

  /** Whether an item is under suspicion, so that it had better be written down where this visit is before it is read. */
  get isCareful(): boolean {
    return this.#ended.size > 0;
  }

  /** Whether too many visits ended here. */
  isGivenUp(item: string): boolean {
    return (this.#ended.get(item) ?? 0) >= mostEnds;
  }

  /** What was before `item` is done. */
  moveTo(item: string | undefined): void {
    if (this.#at !== undefined) this.#ended.delete(this.#at);
    this.#at = item;
  }

  /** To be stored; undefined when all is done. */
  get current(): Place | undefined {
    return this.#at === undefined ? undefined : { at: this.#at, ended: Object.fromEntries(this.#ended) };
  }
}
