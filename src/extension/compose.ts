import path from 'node:path';
import type { ExtensionContext, LogOutputChannel } from 'vscode';
import { workspace } from 'vscode';
import { MemoryConnection } from '../client/connection.ts';
import { DataDirectory } from '../home/dataDirectory.ts';
import { ForkStarter } from '../client/forkStarter.ts';
import { CommitCapture } from './capture/commitCapture.ts';
import { GitExtension } from './shared/gitExtension.ts';
import { HistoryOffer } from './capture/historyOffer.ts';
import { SettingsSync } from './capture/settingsSync.ts';
import { CommandLineToolCommands } from './openCode/commandLineToolCommands.ts';
import { CommandRegistry } from './shared/commandRegistry.ts';
import { ErrorPresenter } from './shared/errors/errorPresenter.ts';
import { FilterCommands } from './memories/filterCommands.ts';
import { InboxCommands } from './inbox/inboxCommands.ts';
import { MemoryActions } from './shared/memory/memoryActions.ts';
import { MemoryPicker } from './shared/memory/memoryPicker.ts';
import { PurgeCommand } from './memories/purgeCommand.ts';
import { RecallCommand } from './memories/recall/recallCommand.ts';
import { RememberCommand } from './memories/remember/rememberCommand.ts';
import { RestoreCommands } from './memories/restore/restoreCommands.ts';
import { UpdateCommands } from './memories/updateCommands.ts';
import { MemoryDocuments } from './memories/documents/memoryDocuments.ts';
import { MemoryEditing } from './memories/documents/memoryEditing.ts';
import { MemoryLenses } from './memories/documents/memoryLenses.ts';
import { EmbeddingCommands } from './embedding/embeddingCommands.ts';
import { EmbeddingNotices } from './embedding/embeddingNotices.ts';
import { EmbeddingSettings } from './embedding/embeddingSettings.ts';
import { Keyring } from './embedding/keyring.ts';
import { ModelImport } from './embedding/modelImport.ts';
import { registerFeatures } from './shared/feature.ts';
import { EntityHover } from './inText/entityHover.ts';
import { MemoryQueries } from './shared/live/memoryQueries.ts';
import { McpServers } from './mcp/mcpServers.ts';
import { LauncherKeeper } from './openCode/launcherKeeper.ts';
import { OpenCodeCommands } from './openCode/openCodeCommands.ts';
import { ContextKeySetter } from './shared/platform/contextKeys.ts';
import { DisposableStore } from './shared/platform/disposableStore.ts';
import { OutputLogger } from './shared/platform/outputLogger.ts';
import { WindowPulse } from './status/windowPulse.ts';
import { workspaceFolderPaths } from './shared/platform/workspaceFolders.ts';
import { AnotherPort } from './status/anotherPort.ts';
import { FirstSteps } from './welcome/firstSteps.ts';
import { MemoryStatusBar } from './status/statusBar.ts';
import { StatusCommands } from './status/statusCommands.ts';
import { StatusReport } from './status/statusReport.ts';
import { BlockersView } from './blockers/blockersView.ts';
import { ConnectionContext } from './status/connectionContext.ts';
import { InboxView } from './inbox/inboxView.ts';
import { LoopsView } from './loops/loopsView.ts';
import { MemoriesView } from './memories/memoriesView.ts';
import { TreeSelections } from './shared/trees/treeSelections.ts';

export interface Composition {
  /** Lets go of the server process first, then of everything else. Resolves at once. */
  shutDown(): Promise<void>;
}

/** The one place where the parts of the extension are made and given to each other. Waits for nothing. */
export function compose(
  context: ExtensionContext,
  channel: LogOutputChannel,
  activationMilliseconds: () => number,
): Composition {
  const dist = path.join(context.extensionPath, 'dist');
  const directory = DataDirectory.resolve();
  const logger = new OutputLogger(channel);
  const starter = new ForkStarter({ directory, serverPath: path.join(dist, 'server.js'), logger });
  const client = new MemoryConnection({ directory, actor: 'editor/vscode', starter, logger });

  const errors = new ErrorPresenter(logger);
  const registry = new CommandRegistry(errors);
  const keys = new ContextKeySetter();
  const queries = new MemoryQueries(client, workspaceFolderPaths);
  const actions = new MemoryActions(client, errors);
  const selections = new TreeSelections();
  const picker = new MemoryPicker(client, selections);
  const git = new GitExtension(logger);
  const report = new StatusReport(client, logger, {
    activationMilliseconds,
    extensionId: context.extension.id,
    home: directory.home,
  });
  const keyring = new Keyring(context.secrets, client, errors);
  const embeddingSettings = new EmbeddingSettings(client, errors);
  const notices = new EmbeddingNotices(client, errors, queries.embedding, keyring);
  const history = new HistoryOffer(registry, client, errors);
  const steps = new FirstSteps({ client, queries, keys, errors }, directory.home);
  const launcher = new LauncherKeeper(errors, directory.home, dist);

  const onError = (error: unknown) => errors.log('A view could not be filled.', error);
  const memories = new MemoriesView(queries, keys, { selections, onError });
  const blockers = new BlockersView(queries, { selections, onError });
  const inbox = new InboxView(queries, keys, history, { selections, onError });
  const showMore = (groupId: string) => {
    for (const view of [memories, blockers, inbox]) view.showMore(groupId);
  };

  const features = [
    new ConnectionContext(client, keys),
    memories,
    blockers,
    inbox,
    new LoopsView(queries, onError),
    new MemoryStatusBar(client, queries),
    new StatusCommands(registry, client, queries, report, channel),
    new RememberCommand(registry, client, git, steps),
    new RecallCommand(registry, client, errors, () => steps.done('recalled')),
    new UpdateCommands(registry, actions, picker),
    new RestoreCommands(registry, client, actions, picker),
    new PurgeCommand(registry, client, picker),
    new InboxCommands(registry, actions, picker),
    new FilterCommands(registry, queries, showMore),
    new MemoryDocuments(client, registry, actions, picker, report),
    new MemoryEditing(client, registry, actions, picker, errors),
    new MemoryLenses(client, actions),
    new EntityHover(client),
    new McpServers(path.join(dist, 'cli.js'), directory.home),
    new CommitCapture(git, client, actions, errors, history),
    history,
    new SettingsSync(client, errors),
    keyring,
    embeddingSettings,
    notices,
    new EmbeddingCommands({
      registry,
      client,
      status: queries.embedding,
      settings: embeddingSettings,
      keyring,
      notices,
      models: new ModelImport(path.join(dist, 'cli.js'), directory.home),
    }),
    new OpenCodeCommands({ registry, client, errors, launcher, keys, steps, home: directory.home }),
    steps,
    new AnotherPort(registry, client, queries, directory),
    new CommandLineToolCommands(registry, launcher, directory.home),
    launcher,
    new WindowPulse((isAlive) => starter.setWindowAlive(isAlive)),
  ];
  const own = new DisposableStore(client, queries, ...registerFeatures(features, logger));
  own.add(workspace.onDidChangeWorkspaceFolders(() => queries.invalidate()));
  // Badges and the status bar count before any view is opened.
  queries.blockers.start();
  queries.inbox.start();
  queries.embedding.start();
  return {
    async shutDown() {
      starter.release();
      own.dispose();
    },
  };
}
