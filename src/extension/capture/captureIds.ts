import { type HandlersOf, hiddenCommand } from '../shared/ids.ts';

/** The working tree whose history is meant; all of the window without one. */
export type HistoryArgument = { readonly root: string } | undefined;

export const commands = {
  'memoryBridge.reviewHistory': hiddenCommand<[target?: HistoryArgument]>(),
  'memoryBridge.dismissHistory': hiddenCommand<[target?: HistoryArgument]>(),
};

/** Setting -> its default, as package.json declares it. */
export const settings = {
  'memoryBridge.capture.commits': true,
  'memoryBridge.capture.candidateExpiryDays': 30,
};

declare module '../shared/ids.ts' {
  interface CommandMap extends HandlersOf<typeof commands> {}
}
