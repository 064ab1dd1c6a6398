import type { Actor, Change, ChangeAction } from '../core/memory/history.ts';
import type { Memory } from '../core/memory/memory.ts';
import { keepingOwnExpiry } from '../core/memory/ownExpiry.ts';
import type { MemoryEvent } from '../protocol/events.ts';
import type { UnitOfWork } from '../store/ports/unitOfWork.ts';
import { draftMemory } from './draft.ts';
import { lowerTrust, trustOf } from './provenance.ts';
import {
  ordersRefused,
  quarantineOfChange,
  released,
  withJudgedPast,
  withNewQuarantine,
} from './ordersToModels.ts';
import type { WriteContext } from './writeContext.ts';

/**
 * The changes of one act: each with its history entry, all in one group that `undo` takes back together. Nothing else
 * inserts or updates a memory.
 */
export class MemoryChanges {
  readonly unit: UnitOfWork;
  readonly context: WriteContext;
  /** Made when the first change is. */
  #groupId: string | undefined;
  readonly #changed = new Map<string, Memory>();
  #action: ChangeAction | undefined;

  /** `groupId` is given where one act takes several units of work. */
  constructor(unit: UnitOfWork, context: WriteContext, groupId?: string) {
    this.unit = unit;
    this.context = context;
    this.#groupId = groupId;
  }

  /** What was touched, as it is now. */
  get changed(): readonly Memory[] {
    return [...this.#changed.values()];
  }

  get groupId(): string {
    this.#groupId ??= this.context.ids.next();
    return this.#groupId;
  }

  /** How many memories were touched. */
  get size(): number {
    return this.#changed.size;
  }

  /** A new memory: a candidate if it gives orders to a model (`ordersToModels.ts`), whatever was asked for. */
  async create(
    given: Memory,
    action: Extract<ChangeAction, 'create' | 'import'> = 'create',
  ): Promise<Memory> {
    const memory = withNewQuarantine(given, this.context);
    await this.unit.memories.insert(memory);
    await this.#record(memory, action, null);
    return memory;
  }

  /** Puts back what was done to a memory elsewhere, but for what is known here. */
  async restoreHistory(history: readonly Change[]): Promise<void> {
    for (const change of history)
      if ((await this.unit.history.find(change.id)).length === 0)
        await this.unit.history.append({
          ...change,
          before: change.before && withJudgedPast(change.before, this.context),
        });
  }

  /**
   * Writes the next revision of a memory and what it was before. Returns the memory as it is now; where the change would
   * add orders to a model and no person makes it, the candidate that would replace the memory.
   */
  async change(before: Memory, patch: Partial<Memory>, action: ChangeAction): Promise<Memory> {
    const after = {
      ...before,
      updatedAt: this.context.now,
      ...patch,
      id: before.id,
      revision: before.revision + 1,
    };
    const quarantine = action === 'undo' ? undefined : quarantineOfChange(before, after, this.context);
    if (quarantine && before.status !== 'candidate') {
      if (!proposes.has(action)) throw ordersRefused(quarantine);
      return this.#propose(before, { ...after, quarantine });
    }
    const memory = quarantine ? { ...after, quarantine } : released(after);
    await this.unit.memories.update(memory);
    await this.#record(memory, action, before);
    return memory;
  }

  /** Whether a change would not be in force at once, as it adds orders to a model. */
  holds(before: Memory, patch: Partial<Memory>): boolean {
    return quarantineOfChange(before, { ...before, ...patch }, this.context) !== undefined;
  }

  /** The memory holds as it is until a person has decided. */
  async #propose(before: Memory, after: Memory): Promise<Memory> {
    const draft = draftMemory(
      {
        ...after,
        review: { expiresAt: null },
        trust: lowerTrust(after.trust, trustOf(this.context.actor)),
        links: [{ kind: 'replaces', to: before.id }],
      },
      this.context,
    );
    return this.create(keepingOwnExpiry({ ...draft, expiresAt: after.expiresAt }));
  }

  /** Undo entries point back to what they undid, so their ids matter to others. */
  lastChangeId = '';

  async #record(memory: Memory, action: ChangeAction, before: Memory | null): Promise<void> {
    const { actor, ids, now } = this.context;
    this.lastChangeId = ids.next();
    this.#action ??= action;
    this.#changed.set(memory.id, memory);
    await this.unit.history.append({
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

  /** What was done first; undefined as long as nothing was. */
  get action(): ChangeAction | undefined {
    return this.#action;
  }

  /** To be called once, when all is done. */
  announce(): void {
    const event =
      this.#action && memoriesChanged(this.changed, this.#action, this.groupId, this.context.actor);
    if (event) this.context.emit(event);
  }
}

/** What somebody would have a memory say from now on; anything else stands beside it. */
const proposes: ReadonlySet<ChangeAction> = new Set(['edit', 'bump', 'import']);

/** What views are told of changed memories; undefined for none. */
export function memoriesChanged(
  memories: readonly Memory[],
  action: ChangeAction,
  changeGroup: string,
  actor: Actor,
): MemoryEvent | undefined {
  const [first] = memories;
  return (
    first && {
      kind: 'memories',
      ids: memories.map(({ id }) => id),
      projects: [...new Set(memories.map(({ project }) => project))],
      categories: [...new Set(memories.map(({ category }) => category))],
      changeGroup,
      action,
      actorKind: actor.kind,
      sourceKind: first.source.kind,
    }
  );
}
