import { command, type HandlersOf, hiddenCommand, type OnMemories } from '../shared/ids.ts';

export const viewId = 'memoryBridge.inbox';

export const commands = {
  'memoryBridge.accept': hiddenCommand<OnMemories>(),
  'memoryBridge.reject': hiddenCommand<OnMemories>(),
  'memoryBridge.acceptAll': command(),
};

declare module '../shared/ids.ts' {
  interface CommandMap extends HandlersOf<typeof commands> {}
  interface ContextKeys {
    'memoryBridge:hasCandidates': boolean;
  }
}
