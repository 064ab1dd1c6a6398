import { l10n, window } from 'vscode';
import type { MemoryClient } from '../../../client/memoryClient.ts';
import type { MemoryRecord } from '../../../protocol/memoryRecord.ts';
import type { InputOf, OutputOf } from '../../../protocol/operation.ts';
import { changeMemoriesOperation } from '../../../protocol/operations/memories/changeMemories.ts';
import { reviewDueAt } from '../../../core/memory/reviewDueAt.ts';
import { advanceReminderOperation } from '../../../protocol/operations/memories/advanceReminder.ts';
import { markProcedureReviewedOperation } from '../../../protocol/operations/memories/markProcedureReviewed.ts';
import { getMemoryOperation } from '../../../protocol/operations/memories/getMemory.ts';
import { acceptAllCandidatesOperation } from '../../../protocol/operations/inbox/acceptAllCandidates.ts';
import { acceptCandidatesOperation } from '../../../protocol/operations/inbox/acceptCandidates.ts';
import { rejectCandidatesOperation } from '../../../protocol/operations/inbox/rejectCandidates.ts';
import { undoOperation } from '../../../protocol/operations/memories/undo.ts';
import type { updateActions } from '../../../core/memory/memoryStates.ts';
import type { ChangedMemory } from '../../../protocol/operations/memories/changedMemory.ts';
import { type DetailsOf, verbOfAction } from '../../../protocol/tools/verbOfAction.ts';
import { MemoryBridgeError } from '../../../core/errors.ts';
import { requireTrust } from '../platform/trust.ts';
import type { ErrorPresenter } from '../errors/errorPresenter.ts';

export type UpdateAction = (typeof updateActions)[number];
export type ActionOnMany = InputOf<typeof changeMemoriesOperation>['action'];
type Details = DetailsOf<'edit'> & DetailsOf<'resolve'> & DetailsOf<'supersede'>;
type Decided = OutputOf<typeof rejectCandidatesOperation>;

export interface Changed {
  readonly memories: readonly MemoryRecord[];
  /** For Undo. */
  readonly changeIds: readonly string[];
}

/** The most that the server changes in one step. */
const atOnce = 1_000;

/** Whether a reminder or a review of a memory is due. */
export function isDue(memory: MemoryRecord): boolean {
  const times = [memory.reminder?.at, reviewDueAt(memory)];
  return times.some((at) => at !== undefined && at <= Date.now());
}

/** What a person can do to memories from the editor. Every write passes here, so trust is asked in one place. */
export class MemoryActions {
  readonly #client: MemoryClient;
  readonly #errors: ErrorPresenter;

  constructor(client: MemoryClient, errors: ErrorPresenter) {
    this.#client = client;
    this.#errors = errors;
  }

  async get(id: string): Promise<MemoryRecord> {
    const { result } = await this.#client.call(getMemoryOperation, { ids: [id] });
    const [memory] = result.memories;
    if (!memory) throw new MemoryBridgeError('not_found', l10n.t('This memory no longer exists.'));
    return memory;
  }

  /** What a due reminder, or else a due review, was for is done. `due` is when it comes back, if it does. */
  async done(memory: MemoryRecord): Promise<ChangedMemory & { readonly due: string }> {
    requireTrust();
    const input = { memory_id: memory.id };
    if (memory.reminder && memory.reminder.at <= Date.now())
      return (await this.#client.call(advanceReminderOperation, input)).result;
    return { ...(await this.#client.call(markProcedureReviewedOperation, input)).result, due: '' };
  }

  async update(id: string, action: UpdateAction, details: Details = {}): Promise<ChangedMemory> {
    requireTrust();
    return (await this.#client.call(verbOfAction[action], { memory_id: id, ...details })).result;
  }

  /** The same change to several memories, which one Undo takes back; one change for every thousand of them. */
  async updateAll(ids: readonly string[], action: ActionOnMany): Promise<Changed> {
    requireTrust();
    const memories: MemoryRecord[] = [];
    const changeIds: string[] = [];
    for (let from = 0; from < ids.length; from += atOnce) {
      const { result } = await this.#client.call(changeMemoriesOperation, {
        memory_ids: ids.slice(from, from + atOnce),
        action,
      });
      memories.push(...result.memories);
      if (result.changeId !== '') changeIds.push(result.changeId);
    }
    return { memories, changeIds };
  }

  async accept(input: InputOf<typeof acceptCandidatesOperation>): Promise<Decided> {
    requireTrust();
    return (await this.#client.call(acceptCandidatesOperation, input)).result;
  }

  async acceptAll(input: InputOf<typeof acceptAllCandidatesOperation>): Promise<Decided> {
    requireTrust();
    return (await this.#client.call(acceptAllCandidatesOperation, input)).result;
  }

  async reject(ids: string[]): Promise<Decided> {
    requireTrust();
    return (await this.#client.call(rejectCandidatesOperation, { ids })).result;
  }

  /**
   * Says what was done and offers to take it back. Does not wait for the person: the message is gone after some seconds,
   * and Undo Last Change and Restore… stay.
   */
  offerUndo(message: string, changeIds: readonly string[], label = l10n.t('Undo')): void {
    window
      .showInformationMessage(message, label)
      .then((chosen) => (chosen === label ? this.undo(changeIds) : undefined))
      .then(undefined, (error: unknown) => this.#errors.present('Undo failed.', error));
  }

  /** Takes back what was done last from this editor, in whichever window. */
  async undoLast(): Promise<OutputOf<typeof undoOperation>> {
    requireTrust();
    return (await this.#client.call(undoOperation, {})).result;
  }

  /** Takes changes back, the last one first. */
  async undo(changeIds: readonly string[]): Promise<void> {
    requireTrust();
    for (const id of changeIds.toReversed()) await this.#client.call(undoOperation, { change_id: id });
  }
}
