import { commands } from 'vscode';
import { DisposableStore } from './platform/disposableStore.ts';
import type { CommandId, CommandMap } from './ids.ts';
import type { ErrorPresenter } from './errors/errorPresenter.ts';

type Handlers = { readonly [K in CommandId]?: CommandMap[K] };

/** Registers commands by their typed ids; what one of them throws is presented, never lost. */
export class CommandRegistry {
  readonly #errors: ErrorPresenter;

  constructor(errors: ErrorPresenter) {
    this.#errors = errors;
  }

  register(handlers: Handlers): DisposableStore {
    const own = new DisposableStore();
    for (const [id, handler] of Object.entries(handlers) as [CommandId, (...args: unknown[]) => unknown][]) {
      own.add(
        commands.registerCommand(id, async (...args: unknown[]) => {
          try {
            await handler(...args);
          } catch (error) {
            this.#errors.present(`The command ${id} failed.`, error);
          }
        }),
      );
    }
    return own;
  }
}
