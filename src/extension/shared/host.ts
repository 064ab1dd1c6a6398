import type { Memento, SecretStorage } from 'vscode';
import type { MemoryClient } from '../../client/memoryClient.ts';
import type { DataDirectory } from '../../home/dataDirectory.ts';
import type { CommandRegistry } from './commandRegistry.ts';
import type { Contributions, InboxOffer, StatusNote, StatusSection } from './contributions.ts';
import type { ErrorPresenter } from './errors/errorPresenter.ts';
import type { FirstStep } from './firstStep.ts';
import type { GitExtension } from './gitExtension.ts';
import type { LiveQueries } from './live/liveQueries.ts';
import type { ChosenMemories } from './memory/chosenMemories.ts';
import type { FolderLists } from './memory/folderLists.ts';
import type { MemoryActions } from './memory/memoryActions.ts';
import type { MemoryPicker } from './memory/memoryPicker.ts';
import type { ContextKeySetter } from './platform/contextKeys.ts';
import type { Listeners } from './platform/listeners.ts';
import type { OutputLogger } from './platform/outputLogger.ts';
import type { ReadPages } from './readPages.ts';
import type { Trees } from './trees/trees.ts';

/** What there is for all features. Each compose function hands its features what they need of it. */
export interface Host {
  readonly client: MemoryClient;
  readonly logger: OutputLogger;
  readonly errors: ErrorPresenter;
  readonly commands: CommandRegistry;
  readonly keys: ContextKeySetter;
  readonly live: LiveQueries;
  readonly lists: FolderLists;
  readonly trees: Trees;
  readonly pages: ReadPages;
  readonly actions: MemoryActions;
  readonly picker: MemoryPicker;
  readonly chosen: ChosenMemories;
  readonly git: GitExtension;
  readonly secrets: SecretStorage;
  /** What outlives the window, and is the same in all of them. */
  readonly remembered: Memento;

  /** What features say in each other's places. */
  readonly statusNotes: Contributions<StatusNote>;
  readonly statusSections: Contributions<StatusSection>;
  readonly inboxOffers: Contributions<InboxOffer>;
  readonly steps: Listeners<FirstStep>;

  readonly directory: DataDirectory;
  /** Folder of the bundles, and the command line among them. */
  readonly dist: string;
  readonly cli: string;
  readonly extensionId: string;
  /** Of `activate` alone, ms. */
  readonly activationMilliseconds: () => number;
  showLog(): void;
  /** Tells the server that runs in this process whether its window is still there. */
  setWindowAlive(isAlive: boolean): void;
}
