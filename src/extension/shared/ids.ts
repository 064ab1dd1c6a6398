import type { Category } from '../../core/memory/memory.ts';
import type { EmbedderProvider } from '../../protocol/embedderSettings.ts';

/** Prefix of every command, setting and view; context keys use `memoryBridge:`. */
export const extensionName = 'opencode-memory-bridge';
export const viewContainerId = 'memoryBridge';
export const mcpProviderId = 'memoryBridge.mcp';

/**
 * What commands on a memory accept: its id, a tree node that carries it or a group of them, the view whose selection is
 * meant (from a keybinding, which gets no node), or nothing (then the person picks one).
 */
export type MemoryArgument =
  | string
  | { readonly memoryId?: string; readonly memoryIds?: readonly string[]; readonly view?: string }
  | undefined;
/** The working tree whose history is meant; all of the window without one. */
export type HistoryArgument = { readonly root: string } | undefined;
/** Tree commands receive the clicked node and, with several selected, all of them. */
type OnMemories = (target?: MemoryArgument, all?: readonly MemoryArgument[]) => Promise<unknown>;

export interface RememberPreset {
  readonly category?: Category;
  readonly content?: string;
}

/** Command id -> signature. A unit test holds package.json against it. */
export interface CommandMap {
  'memoryBridge.remember': (preset?: RememberPreset) => Promise<void>;
  'memoryBridge.recall': (query?: string) => Promise<void>;
  'memoryBridge.openMemory': (target?: MemoryArgument) => Promise<void>;
  'memoryBridge.copyMemory': (target?: MemoryArgument) => Promise<void>;
  'memoryBridge.edit': (target?: MemoryArgument) => Promise<void>;
  'memoryBridge.resolve': OnMemories;
  'memoryBridge.reopen': OnMemories;
  'memoryBridge.pin': OnMemories;
  'memoryBridge.unpin': OnMemories;
  'memoryBridge.archive': OnMemories;
  'memoryBridge.delete': OnMemories;
  'memoryBridge.restore': OnMemories;
  'memoryBridge.undoLastChange': () => Promise<void>;
  'memoryBridge.purgeMemory': OnMemories;
  'memoryBridge.accept': OnMemories;
  'memoryBridge.reject': OnMemories;
  'memoryBridge.editAndAccept': (target?: MemoryArgument) => Promise<void>;
  'memoryBridge.acceptAll': () => Promise<void>;
  'memoryBridge.reviewHistory': (target?: HistoryArgument) => Promise<void>;
  'memoryBridge.dismissHistory': (target?: HistoryArgument) => Promise<void>;
  'memoryBridge.filter': () => Promise<void>;
  'memoryBridge.clearFilter': () => void;
  'memoryBridge.showMore': (target?: { readonly id: string }) => void;
  'memoryBridge.refresh': () => void;
  'memoryBridge.setUpOpenCode': () => Promise<void>;
  'memoryBridge.removeOpenCode': () => Promise<void>;
  'memoryBridge.writeSetup': () => void;
  'memoryBridge.replaceSetup': () => void;
  'memoryBridge.cancelSetup': () => void;
  'memoryBridge.installCommandLineTool': () => Promise<void>;
  'memoryBridge.removeCommandLineTool': () => Promise<void>;
  'memoryBridge.chooseEmbeddingModel': () => Promise<void>;
  'memoryBridge.importModel': () => Promise<void>;
  'memoryBridge.rebuildVectors': () => Promise<void>;
  'memoryBridge.showStatus': () => Promise<void>;
  'memoryBridge.copyStatus': () => Promise<void>;
  'memoryBridge.showLog': () => void;
  'memoryBridge.reconnect': () => Promise<void>;
  'memoryBridge.useAnotherPort': () => Promise<void>;
}
export type CommandId = keyof CommandMap;

/** Every id of `CommandMap` at run time; `satisfies` keeps the two together. */
export const commandIds = Object.keys({
  'memoryBridge.remember': true,
  'memoryBridge.recall': true,
  'memoryBridge.openMemory': true,
  'memoryBridge.copyMemory': true,
  'memoryBridge.edit': true,
  'memoryBridge.resolve': true,
  'memoryBridge.reopen': true,
  'memoryBridge.pin': true,
  'memoryBridge.unpin': true,
  'memoryBridge.archive': true,
  'memoryBridge.delete': true,
  'memoryBridge.restore': true,
  'memoryBridge.undoLastChange': true,
  'memoryBridge.purgeMemory': true,
  'memoryBridge.accept': true,
  'memoryBridge.reject': true,
  'memoryBridge.editAndAccept': true,
  'memoryBridge.acceptAll': true,
  'memoryBridge.reviewHistory': true,
  'memoryBridge.dismissHistory': true,
  'memoryBridge.filter': true,
  'memoryBridge.clearFilter': true,
  'memoryBridge.showMore': true,
  'memoryBridge.refresh': true,
  'memoryBridge.setUpOpenCode': true,
  'memoryBridge.removeOpenCode': true,
  'memoryBridge.writeSetup': true,
  'memoryBridge.replaceSetup': true,
  'memoryBridge.cancelSetup': true,
  'memoryBridge.installCommandLineTool': true,
  'memoryBridge.removeCommandLineTool': true,
  'memoryBridge.chooseEmbeddingModel': true,
  'memoryBridge.importModel': true,
  'memoryBridge.rebuildVectors': true,
  'memoryBridge.showStatus': true,
  'memoryBridge.copyStatus': true,
  'memoryBridge.showLog': true,
  'memoryBridge.reconnect': true,
  'memoryBridge.useAnotherPort': true,
} satisfies Record<CommandId, true>) as readonly CommandId[];

/** Commands that need the thing they act on, so the palette does not offer them. */
export const commandsHiddenFromPalette: ReadonlySet<CommandId> = new Set<CommandId>([
  'memoryBridge.openMemory',
  'memoryBridge.copyMemory',
  'memoryBridge.unpin',
  'memoryBridge.accept',
  'memoryBridge.reject',
  'memoryBridge.editAndAccept',
  'memoryBridge.showMore',
  'memoryBridge.reviewHistory',
  'memoryBridge.dismissHistory',
  'memoryBridge.copyStatus',
]);

export const viewIds = {
  memories: 'memoryBridge.memories',
  blockers: 'memoryBridge.blockers',
  loops: 'memoryBridge.loops',
  inbox: 'memoryBridge.inbox',
} as const;

/** Context key -> type of its value. */
export interface ContextKeys {
  /** Drives the welcome texts: `starting` until the first answer of the server. */
  'memoryBridge:connection': 'connecting' | 'connected' | 'failed';
  'memoryBridge:filtered': boolean;
  'memoryBridge:hasCandidates': boolean;
  /** A change to OpenCode's configuration is shown and waits for an answer. */
  'memoryBridge:setupReview': 'none' | 'write' | 'replace';
  /** Steps of the walkthrough, ticked by what has really happened. */
  'memoryBridge:kept': boolean;
  'memoryBridge:recalled': boolean;
  'memoryBridge:connected': boolean;
  'memoryBridge:captured': boolean;
}

/** Setting -> type of its value. */
export interface Settings {
  'memoryBridge.capture.commits': boolean;
  'memoryBridge.capture.candidateExpiryDays': number;
  'memoryBridge.hover.enabled': boolean;
  'memoryBridge.embedding.provider': EmbedderProvider;
  'memoryBridge.embedding.model': string;
  'memoryBridge.embedding.baseUrl': string;
  'memoryBridge.embedding.dimensions': number | null;
  'memoryBridge.embedding.mirror': string;
}

/** package.json declares the same defaults, and a test compares them. */
export const settingDefaults: Readonly<Settings> = {
  'memoryBridge.capture.commits': true,
  'memoryBridge.capture.candidateExpiryDays': 30,
  'memoryBridge.hover.enabled': true,
  'memoryBridge.embedding.provider': 'built-in',
  'memoryBridge.embedding.model': '',
  'memoryBridge.embedding.baseUrl': '',
  'memoryBridge.embedding.dimensions': null,
  'memoryBridge.embedding.mirror': '',
};

/** The editor's `memory:` documents are for reading, `memory-edit:` ones save into the memory. */
export const schemes = { read: 'memory', edit: 'memory-edit' } as const;

/** Language of `memory-edit:` documents. package.json turns saving by itself off for it. */
export const editLanguage = 'memory';
