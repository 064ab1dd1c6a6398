import { type HandlersOf, hiddenCommand } from '../ids.ts';

export const commands = {
  'memoryBridge.showMore': hiddenCommand<[target?: { readonly id: string }]>(),
};

declare module '../ids.ts' {
  interface CommandMap extends HandlersOf<typeof commands> {}
}
