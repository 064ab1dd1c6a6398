/** Keeps every core busy, for tests that fail only on a loaded machine. */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

/**
 * Starts one process a core. They end with this one, however it ends: each hears of it by its channel.
 *
 * @returns {{ pids: number[], stop(): Promise<void> }}
 */
export function keepCoresBusy(count = availableParallelism()) {
  const children = Array.from({ length: count }, () =>
    // Options of this process are for its own program: some of them end another one at once.
    fork(fileURLToPath(new URL('busyCore.mjs', import.meta.url)), { stdio: 'ignore', execArgv: [] }),
  );
  // The run ends when its tests do.
  for (const child of children) child.unref();
  for (const child of children) child.channel?.unref();
  return {
    pids: children.flatMap(({ pid }) => pid ?? []),
    async stop() {
      await Promise.all(
        children.map(
          (child) =>
            new Promise((resolve) => {
              if (child.exitCode !== null || child.signalCode !== null) return resolve(undefined);
              child.once('exit', resolve);
              child.disconnect();
            }),
        ),
      );
    },
  };
}
