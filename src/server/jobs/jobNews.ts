import type { MemoryEvent } from '../../protocol/events.ts';
import { Throttle } from '../../recall/embedding/throttle.ts';

/** Progress is told at most this often, ms. */
const newsEveryMs = 300;

/** Tells which jobs have got on, a few times a second at most; how far they are is asked for. */
export class JobNews {
  readonly #emit: (event: MemoryEvent) => void;
  readonly #throttle = new Throttle(() => this.#tell(), newsEveryMs);
  readonly #ids = new Set<string>();
  readonly #projects = new Set<string | null>();
  #isTelling = false;

  constructor(emit: (event: MemoryEvent) => void) {
    this.#emit = emit;
  }

  /** True while listeners hear of what is told here. */
  get isTelling(): boolean {
    return this.#isTelling;
  }

  note({ id, project }: { readonly id: string; readonly project: string | null }): void {
    this.#ids.add(id);
    this.#projects.add(project);
    this.#throttle.call();
  }

  dispose(): void {
    this.#throttle.dispose();
  }

  #tell(): void {
    if (this.#ids.size === 0) return;
    const event: MemoryEvent = { kind: 'jobs', ids: [...this.#ids], projects: [...this.#projects] };
    this.#ids.clear();
    this.#projects.clear();
    this.#isTelling = true;
    this.#emit(event);
    this.#isTelling = false;
  }
}
