import type { DisposableLike } from '../../core/disposable.ts';
import type { OutputOf } from '../../protocol/operation.ts';
import type { memoryStatusOperation } from '../../protocol/operations/system/memoryStatus.ts';
import { Listeners } from './platform/listeners.ts';
import type { ActionNode } from './trees/treeNode.ts';

/** What features have to say in the place of another one, which they do not know. */
export class Contributions<T extends { readonly order: number }> {
  readonly #changes = new Listeners<void>();
  #all: readonly T[] = [];

  /** The smallest order first. */
  get all(): readonly T[] {
    return this.#all;
  }

  add(item: T): DisposableLike {
    this.#all = [...this.#all, item].toSorted((a, b) => a.order - b.order);
    this.changed();
    return {
      dispose: () => {
        this.#all = this.#all.filter((each) => each !== item);
      },
    };
  }

  /** One of them has something else to say now. */
  changed(): void {
    this.#changes.fire();
  }

  onDidChange(listener: () => void): DisposableLike {
    return this.#changes.add(listener);
  }
}

/** Said in the status bar while the server is connected. */
export interface StatusNote {
  readonly order: number;
  /** Behind the name: an icon with a number. Empty where nothing waits for the person. */
  readonly badge: string;
  /** A paragraph of the tooltip; empty for none. */
  readonly text: string;
  /** Whether a screen reader says the text with the name. */
  readonly isSpoken?: boolean;
}

/** A section of Show Status. Holds no text of memories: the page is made to be shown to others. */
export interface StatusSection {
  readonly order: number;
  readonly title: string;
  rows(status: OutputOf<typeof memoryStatusOperation>): StatusRows | Promise<StatusRows>;
}
export type StatusRows = readonly (readonly [name: string, value: string])[];

/** Offered in the Inbox while nothing waits there. */
export interface InboxOffer {
  readonly order: number;
  /** Said above the rows; empty for no offer. */
  readonly message: string;
  readonly rows: readonly ActionNode[];
}
