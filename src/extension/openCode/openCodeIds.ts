import { command, type HandlersOf } from '../shared/ids.ts';

export const commands = {
  'memoryBridge.setUpOpenCode': command(),
  'memoryBridge.removeOpenCode': command(),
  'memoryBridge.writeSetup': command(),
  'memoryBridge.replaceSetup': command(),
  'memoryBridge.cancelSetup': command(),
  'memoryBridge.installCommandLineTool': command(),
  'memoryBridge.removeCommandLineTool': command(),
};

declare module '../shared/ids.ts' {
  interface CommandMap extends HandlersOf<typeof commands> {}
  interface ContextKeys {
    /** A change to OpenCode's configuration is shown and waits for an answer. */
    'memoryBridge:setupReview': 'none' | 'write' | 'replace';
  }
}
