import { l10n, window } from 'vscode';
import type { MemoryClient } from '../../client/memoryClient.ts';
import type { MemoryView } from '../../protocol/memoryView.ts';
import type { InputOf, OutputOf } from '../../protocol/operation.ts';
import { getMemoryOperation } from '../../protocol/operations/getMemory.ts';
import { reviewInboxOperation } from '../../protocol/operations/reviewInbox.ts';
import { undoOperation } from '../../protocol/operations/undo.ts';
import type { updateActions } from '../../core/memoryStates.ts';
import { updateMemoryOperation } from '../../protocol/operations/updateMemory.ts';
import { MemoryBridgeError } from '../../core/errors.ts';
import { requireTrust } from '../platform/trust.ts';
import type { ErrorPresenter } from './errorPresenter.ts';

export type UpdateAction = (typeof updateActions)[number];
type Edits = Omit<InputOf<typeof updateMemoryOperation>, 'memory_id' | 'action'>;

/** What a person can do to memories from the editor. Every write passes here, so trust is asked in one place. */
export class MemoryActions {
  readonly #client: MemoryClient;
  readonly #errors: ErrorPresenter;

  constructor(client: MemoryClient, errors: ErrorPresenter) {
    this.#client = client;
    this.#errors = errors;
  }

  async get(id: string): Promise<MemoryView> {
    const { result } = await this.#client.call(getMemoryOperation, { ids: [id] });
    const [memory] = result.memories;
    if (!memory) throw new MemoryBridgeError('not_found', l10n.t('This memory is not there any more.'));
    return memory;
  }

  async update(
    id: string,
    action: UpdateAction,
    edits: Edits = {},
  ): Promise<OutputOf<typeof updateMemoryOperation>> {
    requireTrust();
    return (await this.#client.call(updateMemoryOperation, { memory_id: id, action, ...edits })).result;
  }

  /** The same change to several memories; answers the ids of the changes, for Undo. */
  async updateAll(
    ids: readonly string[],
    action: UpdateAction,
  ): Promise<OutputOf<typeof updateMemoryOperation>[]> {
    const done = [];
    for (const id of ids) done.push(await this.update(id, action));
    return done;
  }

  async review(input: InputOf<typeof reviewInboxOperation>): Promise<OutputOf<typeof reviewInboxOperation>> {
    requireTrust();
    return (await this.#client.call(reviewInboxOperation, input)).result;
  }

  /** Says what was done and offers to take it back. Does not wait for the person. */
  offerUndo(message: string, changeIds: readonly string[]): void {
    const label = l10n.t('Undo');
    window
      .showInformationMessage(message, label)
      .then((chosen) => (chosen === label ? this.undo(changeIds) : undefined))
      .then(undefined, (error: unknown) => this.#errors.present('Undo failed.', error));
  }

  /** Takes changes back, the last one first. */
  async undo(changeIds: readonly string[]): Promise<void> {
    requireTrust();
    for (const id of changeIds.toReversed()) await this.#client.call(undoOperation, { change_id: id });
  }
}
