import { env, l10n, window } from 'vscode';
import type { MemoryClient } from '../../client/memoryClient.ts';
import type { DisposableLike } from '../../core/disposable.ts';
import { memoryStatusOperation } from '../../protocol/operations/system/memoryStatus.ts';
import type { CommandRegistry } from '../shared/commandRegistry.ts';
import type { Feature } from '../shared/feature.ts';
import type { LiveQueries } from '../shared/live/liveQueries.ts';
import type { StatusReport } from './statusReport.ts';

export interface StatusCommandParts {
  readonly commands: CommandRegistry;
  readonly client: MemoryClient;
  readonly live: LiveQueries;
  readonly report: StatusReport;
  readonly showLog: () => void;
}

/** Show Log, Copy Status, Refresh, and another try after a failure. */
export class StatusCommands implements Feature {
  readonly name = 'status commands';
  readonly #parts: StatusCommandParts;

  constructor(parts: StatusCommandParts) {
    this.#parts = parts;
  }

  register(): DisposableLike {
    const { commands, client, live, report, showLog } = this.#parts;
    return commands.register({
      'memoryBridge.showLog': showLog,
      'memoryBridge.copyStatus': async () => {
        await env.clipboard.writeText(await report.markdown());
        window.setStatusBarMessage(l10n.t('$(check) Status copied'), 3000);
      },
      'memoryBridge.refresh': () => live.invalidate(),
      'memoryBridge.reconnect': async () => {
        // A call looks for the server anew, and waits for it.
        await client.call(memoryStatusOperation, {});
        live.invalidate();
      },
    });
  }
}
