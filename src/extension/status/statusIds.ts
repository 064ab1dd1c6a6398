import { command, type HandlersOf, hiddenCommand } from '../shared/ids.ts';

export const commands = {
  'memoryBridge.refresh': command(),
  'memoryBridge.showStatus': command(),
  'memoryBridge.copyStatus': hiddenCommand(),
  'memoryBridge.showLog': command(),
  'memoryBridge.reconnect': command(),
  'memoryBridge.useAnotherPort': command(),
};

declare module '../shared/ids.ts' {
  interface CommandMap extends HandlersOf<typeof commands> {}
  interface ContextKeys {
    /** Drives the welcome texts: `connecting` until the first answer of the server. */
    'memoryBridge:connection': 'connecting' | 'connected' | 'failed';
  }
}
