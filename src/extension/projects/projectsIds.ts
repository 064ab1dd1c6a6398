import { command, type HandlersOf } from '../shared/ids.ts';

export const commands = {
  'memoryBridge.switchMemory': command(),
};

declare module '../shared/ids.ts' {
  interface CommandMap extends HandlersOf<typeof commands> {}
}
