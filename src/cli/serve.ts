import { MemoryConnection } from '../client/connection.ts';
import { DataDirectory } from '../home/dataDirectory.ts';
import type { Patience } from '../client/patience.ts';
import type { OwnerStarter } from '../client/memoryClient.ts';
import { type HostKind, hostKindNames } from '../core/hostKind.ts';
import { readServerFile } from '../home/serverFile.ts';
import { MemoryBridgeError } from '../core/errors.ts';
import type { Health } from '../protocol/health.ts';
import { drainReasons } from '../core/product.ts';
import { InProcessStarter } from '../server/inProcessStarter.ts';
import type { MemoryServerOptions, ServerEnd } from '../server/memoryServer.ts';
import { preferredPort } from '../server/ownership/portWish.ts';
import { openServerLog } from '../server/serverLog.ts';

export interface ServeOptions {
  readonly home?: string | undefined;
  readonly port?: number | undefined;
  /** One JSON object a line instead of sentences. */
  readonly json?: boolean;
  readonly compose?: MemoryServerOptions['compose'];
  readonly patience?: Patience | undefined;
}

export interface InProcessOptions {
  readonly directory: DataDirectory;
  readonly port?: number | undefined;
  readonly hostKind?: HostKind;
  readonly onEnded?: (end: ServerEnd) => void;
  readonly compose?: MemoryServerOptions['compose'] | undefined;
  readonly patience?: Patience | undefined;
}

/** Hosts the owner in this process, for as long as whoever asked for it wants. */
export function startInProcess(options: InProcessOptions): OwnerStarter {
  const { directory, port, hostKind = 'serve', onEnded, compose, patience } = options;
  return new InProcessStarter({
    directory,
    port,
    hostKind,
    preferredPort: preferredPort(),
    ...(compose && { compose }),
    patience,
    logger: openServerLog(directory.prepare()),
    onEnded: (end) => {
      // The database cannot be let go in order; only the end of this process frees it for others.
      if (end.kind === 'stuck') process.exit(1);
      onEnded?.(end);
    },
  });
}

/**
 * `memory-bridge serve`: owns the data until stopped. Where somebody else serves already it stands by and takes over
 * when that one ends. Resolves after an orderly end; throws when the data cannot be owned.
 */
export async function runServe({ home, port, json = false, compose, patience }: ServeOptions): Promise<void> {
  const directory = DataDirectory.resolve({ home });
  const report = new ServeReport(directory, json);
  let finish: (end: ServerEnd) => void = () => {};
  const ended = new Promise<ServerEnd>((resolve) => (finish = resolve));
  const starter = startInProcess({ directory, port, onEnded: finish, compose, patience });
  let standby: MemoryConnection | undefined;
  const stop = (signal: NodeJS.Signals) => {
    // Whoever asks twice does not want to wait.
    for (const each of signals) process.once(each, () => process.exit(1));
    standby?.dispose();
    if (starter.ownerPid === undefined) finish({ kind: 'drained', reason: signal });
    else void starter.stop(signal);
  };
  const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
  for (const signal of signals) process.once(signal, stop);

  const first = await starter.start();
  if (first.outcome === 'failed') throw first.error;
  if (first.outcome === 'owner') report.owner();
  else standby = standBy(directory, starter, report, patience);

  const end = await ended;
  standby?.dispose();
  // A signal may have come while the database was being opened.
  await starter.stop(end.reason);
  for (const signal of signals) process.removeAllListeners(signal);
  if (end.reason === drainReasons.stepDown)
    report.note('A newer version has taken over, so this server is stopping.');
  if (end.kind === 'displaced')
    throw new MemoryBridgeError(
      'unavailable',
      'Another memory server has taken over the data directory. This one has stopped without touching it again.',
    );
}

function standBy(
  directory: DataDirectory,
  starter: OwnerStarter,
  report: ServeReport,
  patience: Patience | undefined,
): MemoryConnection {
  const actor = { kind: 'cli', name: 'serve' } as const;
  const connection = new MemoryConnection({ directory, actor, starter, patience });
  let complaint = '';
  connection.onDidChangeState((state) => {
    // A failure is looked at again and again; it is said once.
    if (state.kind === 'failed' && state.error.message !== complaint) report.note(state.error.message);
    complaint = state.kind === 'failed' ? state.error.message : '';
    if (state.kind !== 'connected') return;
    if (!state.isOwnerHere) return report.standby(state.health);
    // From here on there is nobody else to listen to.
    connection.dispose();
    report.owner();
  });
  return connection;
}

/** What `serve` says: results on standard output, anything else on standard error. */
class ServeReport {
  readonly #directory: DataDirectory;
  readonly #json: boolean;

  constructor(directory: DataDirectory, json: boolean) {
    this.#directory = directory;
    this.#json = json;
  }

  owner(): void {
    this.#say('owner', process.pid, `Serving memory at ${this.#url} from ${this.#directory.home}.`);
  }

  standby({ pid, hostKind }: Health): void {
    const who = `process ${pid}, ${hostKindNames[hostKind]}`;
    this.#say(
      'standby',
      pid,
      `Memory is already served at ${this.#url} (${who}). This server takes over when that one stops.`,
    );
  }

  note(text: string): void {
    process.stderr.write(`memory-bridge: ${text}\n`);
  }

  get #port(): number | undefined {
    return readServerFile(this.#directory)?.port;
  }

  get #url(): string {
    return `http://127.0.0.1:${this.#port}/mcp`;
  }

  #say(state: 'owner' | 'standby', pid: number, sentence: string): void {
    const { home } = this.#directory;
    const line = this.#json
      ? JSON.stringify({ state, url: this.#url, port: this.#port, pid, home })
      : sentence;
    process.stdout.write(`${line}\n`);
  }
}
