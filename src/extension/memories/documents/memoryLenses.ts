import {
  CodeLens,
  type CodeLensProvider,
  EventEmitter,
  l10n,
  languages,
  Range,
  type TextDocument,
  type Uri,
  workspace,
} from 'vscode';
import type { MemoryClient } from '../../../client/memoryClient.ts';
import type { DisposableLike } from '../../../core/disposable.ts';
import { isQuestion } from '../../../core/memory/isQuestion.ts';
import type { MemoryRecord } from '../../../protocol/memoryRecord.ts';
import type { MemoryActions } from '../../shared/memory/memoryActions.ts';
import type { Feature } from '../../shared/feature.ts';
import type { CommandId } from '../../shared/ids.ts';
import { schemes } from '../../shared/memory/memorySchemes.ts';
import { DisposableStore } from '../../shared/platform/disposableStore.ts';
import { isPutAway } from '../../shared/memory/memoryLabels.ts';
import { isMemoryUri, memoryIdOf } from '../../shared/memory/memoryUri.ts';

type Action = readonly [command: CommandId, title: string];

/**
 * What can be done with the memory that a `memory:` document shows, as links above its title. The text of one that was
 * deleted or archived while somebody edits it offers to restore it.
 */
export class MemoryLenses implements Feature, CodeLensProvider {
  readonly name = 'memory lenses';
  readonly #client: MemoryClient;
  readonly #actions: MemoryActions;
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(client: MemoryClient, actions: MemoryActions) {
    this.#client = client;
    this.#actions = actions;
  }

  register(): DisposableLike {
    return new DisposableStore(
      this.#changed,
      languages.registerCodeLensProvider([{ scheme: schemes.read }, { scheme: schemes.edit }], this),
      this.#client.onEvent((event) => {
        if (event.kind === 'memories' && isOpen(event.ids)) this.#changed.fire();
      }),
    );
  }

  async provideCodeLenses({ uri }: TextDocument): Promise<CodeLens[]> {
    const top = new Range(0, 0, 0, 0);
    if (!isMemoryUri(uri)) return [];
    const memory = await this.#actions.get(memoryIdOf(uri)).catch(() => undefined);
    if (!memory || (uri.scheme === schemes.edit && !isPutAway(memory))) return [];
    return actionsFor(memory).map(
      ([command, title]) => new CodeLens(top, { command, title, arguments: [memory.id] }),
    );
  }
}

/** Whether one of these memories has a document. */
function isOpen(ids: readonly string[]): boolean {
  return workspace.textDocuments.some(({ uri }) => isOurs(uri) && ids.includes(memoryIdOf(uri)));
}

const isOurs = ({ scheme }: Uri): boolean => scheme === schemes.read || scheme === schemes.edit;

function actionsFor(memory: MemoryRecord): Action[] {
  const copy: Action = ['memoryBridge.copyMemory', l10n.t('Copy')];
  const editAndAccept: Action = ['memoryBridge.editAndAccept', l10n.t('Edit and Accept')];
  if (!workspace.isTrusted) return [copy];
  if (isPutAway(memory))
    return [
      ['memoryBridge.restore', l10n.t('Restore')],
      copy,
      ...(memory.deletedAt === null ? [['memoryBridge.delete', l10n.t('Delete')] as const] : []),
    ];
  if (memory.status === 'candidate')
    return [
      ['memoryBridge.accept', l10n.t('Accept')],
      ...(isQuestion(memory) ? [] : [editAndAccept]),
      ['memoryBridge.reject', l10n.t('Reject')],
      copy,
    ];
  const actions: Action[] = [['memoryBridge.edit', l10n.t('Edit')]];
  if (memory.category === 'blocker' && memory.status === 'active')
    actions.push(['memoryBridge.resolve', l10n.t('Resolve')]);
  if (memory.status === 'resolved') actions.push(['memoryBridge.reopen', l10n.t('Reopen')]);
  actions.push(
    memory.pinned ? ['memoryBridge.unpin', l10n.t('Unpin')] : ['memoryBridge.pin', l10n.t('Pin')],
    copy,
  );
  actions.push(['memoryBridge.archive', l10n.t('Archive')], ['memoryBridge.delete', l10n.t('Delete')]);
  return actions;
}
