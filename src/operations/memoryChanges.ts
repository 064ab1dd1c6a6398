import type { ChangeAction } from '../core/history.ts';
import type { Memory } from '../core/memory.ts';
import type { UnitOfWork } from '../store/repositories.ts';
import type { OperationContext } from './operation.ts';

/** The changes of one act: each with its history entry, all in one group that `undo` takes back together. */
export class MemoryChanges {
  /** Made when the first change is. */
  #groupId: string | undefined;
  readonly #unit: UnitOfWork;
  readonly #context: OperationContext;
  readonly #changed = new Map<string, Memory>();
  #action: ChangeAction | undefined;

  constructor(unit: UnitOfWork, context: OperationContext) {
    this.#unit = unit;
    this.#context = context;
  }

  get groupId(): string {
    this.#groupId ??= this.#context.ids.next();
    return this.#groupId;
  }

  /** How many memories were touched. */
  get size(): number {
    return this.#changed.size;
  }

  async create(memory: Memory): Promise<Memory> {
    await this.#unit.memories.insert(memory);
    await this.#record(memory, 'create', null);
    return memory;
  }

  /** Writes the next revision of a memory and what it was before. Returns the memory as it is now. */
  async change(before: Memory, patch: Partial<Memory>, action: ChangeAction): Promise<Memory> {
    const memory = {
      ...before,
      updatedAt: this.#context.now,
      ...patch,
      id: before.id,
      revision: before.revision + 1,
    };
    await this.#unit.memories.update(memory);
    await this.#record(memory, action, before);
    return memory;
  }

  /** Undo entries point back to what they undid, so their ids matter to others. */
  lastChangeId = '';

  async #record(memory: Memory, action: ChangeAction, before: Memory | null): Promise<void> {
    const { actor, ids, now } = this.#context;
    this.lastChangeId = ids.next();
    this.#action ??= action;
    this.#changed.set(memory.id, memory);
    await this.#unit.history.append({
      id: this.lastChangeId,
      groupId: this.groupId,
      memoryId: memory.id,
      action,
      actor,
      at: now,
      before,
      revision: memory.revision,
      undoneBy: null,
    });
  }

  /** To be called once, when all is done. */
  announce(): void {
    const memories = [...this.#changed.values()];
    const [first] = memories;
    if (!first || this.#action === undefined) return;
    this.#context.emit({
      kind: 'memories',
      ids: memories.map(({ id }) => id),
      projects: [...new Set(memories.map(({ project }) => project))],
      categories: [...new Set(memories.map(({ category }) => category))],
      changeGroup: this.groupId,
      action: this.#action,
      actorKind: this.#context.actor.kind,
      sourceKind: first.source.kind,
    });
  }
}
