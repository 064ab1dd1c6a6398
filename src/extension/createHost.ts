import path from 'node:path';
import { type ExtensionContext, type LogOutputChannel, workspace } from 'vscode';
import { MemoryConnection } from '../client/connection.ts';
import { ForkStarter } from '../client/forkStarter.ts';
import type { DisposableLike } from '../core/disposable.ts';
import { DataDirectory } from '../home/dataDirectory.ts';
import { CommandRegistry } from './shared/commandRegistry.ts';
import { Contributions } from './shared/contributions.ts';
import { editorProxy } from './shared/editorProxy.ts';
import { ErrorPresenter } from './shared/errors/errorPresenter.ts';
import { GitExtension } from './shared/gitExtension.ts';
import type { Host } from './shared/host.ts';
import { LiveQueries } from './shared/live/liveQueries.ts';
import { ChosenMemories } from './shared/memory/chosenMemories.ts';
import { FolderLists } from './shared/memory/folderLists.ts';
import { MemoryActions } from './shared/memory/memoryActions.ts';
import { MemoryPicker } from './shared/memory/memoryPicker.ts';
import { ContextKeySetter } from './shared/platform/contextKeys.ts';
import { DisposableStore } from './shared/platform/disposableStore.ts';
import { Listeners } from './shared/platform/listeners.ts';
import { OutputLogger } from './shared/platform/outputLogger.ts';
import { workspaceFolderPaths } from './shared/platform/workspaceFolders.ts';
import { ReadPages } from './shared/readPages.ts';
import { Trees } from './shared/trees/trees.ts';

export interface OwnedHost extends DisposableLike {
  readonly host: Host;
  /** Lets go of the server process that this window has started. */
  releaseServer(): void;
}

/** Makes what the features share. Waits for nothing. */
export function createHost(
  context: ExtensionContext,
  channel: LogOutputChannel,
  activationMilliseconds: () => number,
): OwnedHost {
  const dist = path.join(context.extensionPath, 'dist');
  const directory = DataDirectory.resolve();
  const logger = new OutputLogger(channel);
  const serverPath = path.join(dist, 'server.js');
  const starter = new ForkStarter({ directory, serverPath, logger, environment: editorProxy });
  const client = new MemoryConnection({
    directory,
    actor: { kind: 'editor', name: 'vscode' },
    starter,
    logger,
  });

  const errors = new ErrorPresenter(logger);
  const commands = new CommandRegistry(errors);
  const live = new LiveQueries(client);
  const folders = { folders: workspaceFolderPaths, onMoved: () => live.invalidate() };
  const lists = new FolderLists({ client, logger, ...folders });
  const actions = new MemoryActions(client, errors);
  const trees = new Trees(commands, actions, errors);
  const picker = new MemoryPicker(client, trees);
  const pages = new ReadPages();
  const host: Host = {
    client,
    logger,
    errors,
    commands,
    keys: new ContextKeySetter(),
    live,
    lists,
    trees,
    pages,
    actions,
    picker,
    chosen: new ChosenMemories(actions, picker),
    git: new GitExtension(logger),
    secrets: context.secrets,
    remembered: context.globalState,
    statusNotes: new Contributions(),
    statusSections: new Contributions(),
    inboxOffers: new Contributions(),
    steps: new Listeners(),
    directory,
    dist,
    cli: path.join(dist, 'cli.js'),
    extensionId: context.extension.id,
    activationMilliseconds,
    showLog: () => channel.show(),
    setWindowAlive: (isAlive) => starter.setWindowAlive(isAlive),
  };
  const onFolders = workspace.onDidChangeWorkspaceFolders(() => live.invalidate());
  const own = new DisposableStore(client, live, lists, trees, pages, onFolders);
  return { host, dispose: () => own.dispose(), releaseServer: () => starter.release() };
}
