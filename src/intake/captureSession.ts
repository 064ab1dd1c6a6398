import type { ChangeAction } from '../core/memory/history.ts';
import type { Memory } from '../core/memory/memory.ts';

/**
 * What one visit has changed, over the units of work that it takes. What a unit has to show counts once the unit is on
 * disk: `commit` or `rollBack` ends each.
 */
export class CaptureSession {
  readonly remembered = new Map<string, Memory>();
  readonly candidates = new Map<string, Memory>();
  /** Put away at once, because the local author wrote so. */
  readonly superseded = new Map<string, Memory>();
  /** Everything that changed, as it is now. */
  readonly changed = new Map<string, Memory>();
  /** Commits that said something new. */
  readonly news = new Set<string>();
  readonly groupId: string;
  /** When the Inbox forgets what is put into it now, ms. */
  readonly candidateExpiry: number;
  /** What was done first. */
  action: ChangeAction | undefined;
  #pending: (() => void)[] = [];

  constructor(groupId: string, candidateExpiry: number) {
    this.groupId = groupId;
    this.candidateExpiry = candidateExpiry;
  }

  /** Memories that the answer tells of. */
  get size(): number {
    return this.remembered.size + this.candidates.size + this.superseded.size;
  }

  show(memory: Memory): void {
    this.hide(memory);
    this.#pending.push(() => {
      const shown =
        memory.status === 'candidate'
          ? this.candidates
          : memory.status === 'superseded'
            ? this.superseded
            : this.remembered;
      shown.set(memory.id, memory);
    });
  }

  /** It came and went within one visit. */
  hide({ id }: Memory): void {
    this.#pending.push(() => {
      this.candidates.delete(id);
      this.remembered.delete(id);
      this.superseded.delete(id);
    });
  }

  isNews(sha: string): void {
    this.#pending.push(() => this.news.add(sha));
  }

  commit(changed: readonly Memory[], action: ChangeAction | undefined): void {
    for (const apply of this.#pending.splice(0)) apply();
    for (const memory of changed) this.changed.set(memory.id, memory);
    this.action ??= action;
  }

  rollBack(): void {
    this.#pending = [];
  }
}
