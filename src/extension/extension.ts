import { type ExtensionContext, l10n, window } from 'vscode';
import { version } from '../core/product.ts';
import * as features from './compose.ts';
import { createHost } from './createHost.ts';
import { loadFeatures } from './shared/feature.ts';
import { DisposableStore } from './shared/platform/disposableStore.ts';

/** What other extensions get from `extensions.getExtension(...).exports`. */
export interface MemoryBridgeApi {
  /** Grows with each change that a caller could notice. */
  readonly apiVersion: 1;
  readonly version: string;
  /** How long `activate` took. */
  readonly activationMilliseconds: number;
}

let shutDown: (() => void) | undefined;

export function activate(context: ExtensionContext): MemoryBridgeApi {
  const started = performance.now();
  const channel = window.createOutputChannel(l10n.t('Memory'), { log: true });
  let activationMilliseconds = 0;
  const owned = createHost(context, channel, () => activationMilliseconds);
  const own = new DisposableStore(owned, ...loadFeatures(features, owned.host, owned.host.logger));
  shutDown = () => {
    owned.releaseServer();
    own.dispose();
  };
  context.subscriptions.push(channel);
  activationMilliseconds = performance.now() - started;
  channel.info(`Memory Bridge ${version} is active after ${activationMilliseconds.toFixed(0)} ms.`);
  return { apiVersion: 1, version, activationMilliseconds };
}

/** The child process goes first; the editor gives this five seconds at most, so nothing long is awaited. */
export async function deactivate(): Promise<void> {
  const run = shutDown;
  shutDown = undefined;
  run?.();
}
