import { env, l10n, type LogOutputChannel, window } from 'vscode';
import type { MemoryClient } from '../../client/memoryClient.ts';
import type { DisposableLike } from '../../core/disposable.ts';
import { serverStatusOperation } from '../../protocol/operations/system/serverStatus.ts';
import type { CommandRegistry } from '../shared/commandRegistry.ts';
import type { Feature } from '../shared/feature.ts';
import type { MemoryQueries } from '../shared/live/memoryQueries.ts';
import type { StatusReport } from './statusReport.ts';

/** Show Log, Copy Status, Refresh, and another try after a failure. */
export class StatusCommands implements Feature {
  readonly name = 'status commands';
  readonly #registry: CommandRegistry;
  readonly #client: MemoryClient;
  readonly #queries: MemoryQueries;
  readonly #report: StatusReport;
  readonly #channel: LogOutputChannel;

  constructor(
    registry: CommandRegistry,
    client: MemoryClient,
    queries: MemoryQueries,
    report: StatusReport,
    channel: LogOutputChannel,
  ) {
    this.#registry = registry;
    this.#client = client;
    this.#queries = queries;
    this.#report = report;
    this.#channel = channel;
  }

  register(): DisposableLike {
    return this.#registry.register({
      'memoryBridge.showLog': () => this.#channel.show(),
      'memoryBridge.copyStatus': async () => {
        await env.clipboard.writeText(await this.#report.markdown());
        window.setStatusBarMessage(l10n.t('$(check) Status copied'), 3000);
      },
      'memoryBridge.refresh': () => this.#queries.invalidate(),
      'memoryBridge.reconnect': async () => {
        // A call looks for the server anew, and waits for it.
        await this.#client.call(serverStatusOperation, {});
        this.#queries.invalidate();
      },
    });
  }
}
