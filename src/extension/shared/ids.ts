import type { MemoryArgument } from './memory/memoryArgument.ts';

export const viewContainerId = 'memoryBridge';

/**
 * Command id -> signature. Empty here: the file of ids of each feature adds the commands of that feature, so that the
 * type checker knows them wherever they are run, and nobody imports another feature for it.
 */
export interface CommandMap {}
export type CommandId = keyof CommandMap;

/** Context key -> type of its value. Each feature adds its own. */
export interface ContextKeys {}

/** What is declared of one command, beside its title in package.json. */
export interface Command<Arguments extends readonly unknown[]> {
  /** Needs the thing that it acts on, so the palette does not offer it. */
  readonly isHidden: boolean;
  /** For the type checker alone. */
  readonly run?: (...args: Arguments) => unknown;
}
export type CommandTable = Readonly<Record<string, Command<never>>>;

/** The handlers that a table of commands asks for. */
export type HandlersOf<Table extends Record<string, { readonly run?: unknown }>> = {
  [Id in keyof Table]: NonNullable<Table[Id]['run']>;
};

export function command<Arguments extends readonly unknown[] = []>(): Command<Arguments> {
  return { isHidden: false };
}

export function hiddenCommand<Arguments extends readonly unknown[] = []>(): Command<Arguments> {
  return { isHidden: true };
}

/** Tree commands receive the clicked node and, with several selected, all of them. */
export type OnMemories = [target?: MemoryArgument, all?: readonly MemoryArgument[]];
