import { type HandlersOf, hiddenCommand } from '../shared/ids.ts';

/** The working tree whose history is meant; all of the window without one. */
export type HistoryArgument = { readonly root: string } | undefined;

export const commands = {
  'memoryBridge.reviewHistory': hiddenCommand<[target?: HistoryArgument]>(),
  'memoryBridge.dismissHistory': hiddenCommand<[target?: HistoryArgument]>(),
};

declare module '../shared/ids.ts' {
  interface CommandMap extends HandlersOf<typeof commands> {}
}
