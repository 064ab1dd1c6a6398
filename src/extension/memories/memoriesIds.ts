import type { Category } from '../../core/memory/memory.ts';
import { command, type HandlersOf, hiddenCommand, type OnMemories } from '../shared/ids.ts';
import type { MemoryArgument } from '../shared/memory/memoryArgument.ts';

export const viewId = 'memoryBridge.memories';

export interface RememberPreset {
  readonly category?: Category;
  readonly content?: string;
}

export const commands = {
  'memoryBridge.remember': command<[preset?: RememberPreset]>(),
  'memoryBridge.recall': command<[query?: string]>(),
  'memoryBridge.openMemory': hiddenCommand<[target?: MemoryArgument]>(),
  'memoryBridge.copyMemory': hiddenCommand<[target?: MemoryArgument]>(),
  'memoryBridge.edit': command<[target?: MemoryArgument]>(),
  'memoryBridge.editAndAccept': hiddenCommand<[target?: MemoryArgument]>(),
  'memoryBridge.pin': command<OnMemories>(),
  'memoryBridge.unpin': hiddenCommand<OnMemories>(),
  'memoryBridge.reminderDone': hiddenCommand<[target?: MemoryArgument]>(),
  'memoryBridge.archive': command<OnMemories>(),
  'memoryBridge.delete': command<OnMemories>(),
  'memoryBridge.restore': command<OnMemories>(),
  'memoryBridge.undoLastChange': command(),
  'memoryBridge.purgeMemory': command<OnMemories>(),
  'memoryBridge.filter': command(),
  'memoryBridge.clearFilter': command(),
};

declare module '../shared/ids.ts' {
  interface CommandMap extends HandlersOf<typeof commands> {}
  interface ContextKeys {
    'memoryBridge:filtered': boolean;
  }
}
