import { command, type HandlersOf } from '../shared/ids.ts';

export const commands = {
  'memoryBridge.lookUpReferences': command(),
  'memoryBridge.setForgeToken': command(),
};

declare module '../shared/ids.ts' {
  interface CommandMap extends HandlersOf<typeof commands> {}
}
