import { command, type HandlersOf, type OnMemories } from '../shared/ids.ts';

export const viewId = 'memoryBridge.blockers';

export const commands = {
  'memoryBridge.resolve': command<OnMemories>(),
  'memoryBridge.reopen': command<OnMemories>(),
};

declare module '../shared/ids.ts' {
  interface CommandMap extends HandlersOf<typeof commands> {}
}
