import { Disposable } from '../core/disposable.ts';
import { MemoryBridgeError } from '../core/errors.ts';
import type { Logger } from '../core/ports.ts';
import type { MemoryEvent } from '../protocol/events.ts';
import { adminPaths, drainReasons, protocolVersion, version } from '../core/product.ts';
import { compareVersions } from '../core/compareVersions.ts';
import type { DataDirectory } from '../home/dataDirectory.ts';
import { Emitter } from '../core/emitter.ts';
import { EventReader } from './eventReader.ts';
import { loopbackRequest } from './loopbackRequest.ts';
import type { ConnectionState, OwnerStarter } from './memoryClient.ts';
import { asMemoryBridgeError, findOwner, type Found } from './ownerSearch.ts';
import { type Patience, usualPatience } from './patience.ts';
import { Pause } from '../core/pause.ts';
import type { ProvenAgent } from './provenAgent.ts';
import type { TokenFile } from '../home/token.ts';

/** A proven owner. `signal` fires when it is lost or hung, so that nothing waits for it any longer. */
export interface OwnerLink {
  readonly port: number;
  readonly token: string;
  readonly pid: number;
  readonly signal: AbortSignal;
}

export interface OwnerLoopOptions {
  readonly directory: DataDirectory;
  readonly tokens: TokenFile;
  readonly agent: ProvenAgent;
  readonly starter?: OwnerStarter | undefined;
  readonly logger?: Logger | undefined;
  readonly patience?: Patience | undefined;
}

type FoundOwner = Extract<Found, { kind: 'owner' }>;
type Loss = { readonly kind: 'lost' } | { readonly kind: 'failed'; readonly error: MemoryBridgeError };

/**
 * Contenders spread over this long before they look again and race: cuts the races that nobody needs. Where starting
 * takes long they spread wider, or all of them would start before the first one is seen, ms.
 */
const jitter = { least: 150, most: 600 } as const;
const firstPause = 25;
/** Searching goes on at short intervals for this long after a loss, ms. */
const hurry = 10_000;

/** Follows the owner of a data directory for good: finds it, proves it, listens to it, and replaces it when it ends. */
export class OwnerFollower extends Disposable {
  readonly stateChanges: Emitter<ConnectionState>;
  readonly events: Emitter<MemoryEvent>;
  /** Grows with each outcome, also when the state stays the same. */
  attempts = 0;
  /** Monotonic time of the last outcome, ms. */
  settledAt = -Infinity;
  readonly #options: OwnerLoopOptions;
  readonly #pause = new Pause();
  #state: ConnectionState = { kind: 'connecting' };
  #link: { readonly owner: OwnerLink; readonly lose: (loss: Loss) => void } | undefined;
  #verifying: Promise<void> | undefined;
  #searchingSince = performance.now();
  #nextPause = firstPause;
  #holdOffUntil = -Infinity;
  /** How long the last start took, won or lost, ms. */
  #startTook = 0;
  #refusedBy: number | undefined;
  /** The stream of an owner that hangs: a byte on it is the first sign that it goes on. */
  #dormant: EventReader | undefined;

  constructor(options: OwnerLoopOptions) {
    super();
    this.#options = options;
    this.stateChanges = new Emitter(options.logger);
    this.events = new Emitter(options.logger);
    this._register({
      dispose: () => {
        this.#link?.lose({ kind: 'lost' });
        this.#dormant?.dispose();
        this.#pause.end();
      },
    });
    void this.#run();
  }

  get #patience(): Patience {
    return this.#options.patience ?? usualPatience;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** The owner to talk to, while connected. */
  get link(): OwnerLink | undefined {
    return this.#link && this.#state.kind === 'connected' ? this.#link.owner : undefined;
  }

  /** Looks at once instead of at the end of the pause. */
  wake(): void {
    this.#pause.wake();
  }

  /** Something about this owner looks wrong: asks whether it is still there and moves on when it is not. */
  verify(suspect: OwnerLink): Promise<void> {
    if (this.#link?.owner !== suspect) return Promise.resolve();
    this.#verifying ??= this.#verify(suspect).finally(() => (this.#verifying = undefined));
    return this.#verifying;
  }

  /** Connects anew to an owner that is well, e.g. with a new token. */
  renew(link: OwnerLink): void {
    if (this.#link?.owner === link) this.#link.lose({ kind: 'lost' });
  }

  async #verify(suspect: OwnerLink): Promise<void> {
    const found = await this.#find();
    if (this.#link?.owner !== suspect) return;
    if (found.kind === 'failed') this.#link.lose(found);
    else if (found.kind === 'nobody' || found.health.pid !== suspect.pid) this.#link.lose({ kind: 'lost' });
  }

  async #run(): Promise<void> {
    while (!this.isDisposed) {
      try {
        const found = await this.#find();
        if (this.isDisposed) return;
        if (found.kind === 'owner') await this.#meet(found);
        else if (found.kind === 'nobody') await this.#replace();
        else await this.#fail(found.error);
      } catch (error) {
        await this.#fail(asMemoryBridgeError(error, 'The connection to memory failed unexpectedly.'));
      }
    }
  }

  #find(): Promise<Found> {
    const { directory, tokens } = this.#options;
    return findOwner(directory, tokens, this.#patience);
  }

  async #meet(found: FoundOwner): Promise<void> {
    const { health } = found;
    // It is there and will be ready, or gone, in a moment; migrations take longer than a search.
    if (health.state !== 'ready') return this.#searchOn(false);
    if (this.#shouldReplace(found) && (await this.#askToStepDown(found))) return this.#searchOn();
    if (health.protocolVersion !== protocolVersion) return this.#fail(versionError(found));
    const loss = await this.#follow(found);
    if (this.isDisposed) return;
    this.#searchingSince = performance.now();
    this.#nextPause = firstPause;
    if (loss.kind === 'failed') return this.#fail(loss.error);
    this.#setState({ kind: 'connecting' });
  }

  /** Listens until the owner is lost or hangs. */
  #follow(found: FoundOwner): Promise<Loss> {
    return new Promise((resolve) => {
      const abort = new AbortController();
      const { port, token, health } = found;
      const owner: OwnerLink = { port, token, pid: health.pid, signal: abort.signal };
      const lose = (loss: Loss) => {
        if (this.#link?.owner !== owner) return;
        this.#link = undefined;
        if (loss.kind === 'failed' && MemoryBridgeError.is(loss.error, 'owner_hung')) this.#dormant = stream;
        else stream.dispose();
        abort.abort();
        resolve(loss);
      };
      this.#link = { owner, lose };
      const stream = new EventReader(
        {
          port,
          token,
          agent: this.#options.agent,
          onEvent: (event) => this.#hear(event, found),
          onData: () => this.#dormant === stream && this.#pause.wake(),
          onEnd: ({ status }) => {
            if (this.#dormant === stream) this.#pause.wake();
            // The token may have been rotated since it was read.
            const isStale = status === 401 && this.#options.tokens.read() !== token;
            lose(
              status === undefined || status === 503 || isStale
                ? { kind: 'lost' }
                : { kind: 'failed', error: refused(status) },
            );
          },
        },
        // An owner that is well but sends no heartbeats gets a new stream.
        () => void this.verify(owner).then(() => lose({ kind: 'lost' })),
      );
    });
  }

  #hear(event: MemoryEvent, { health, port }: FoundOwner): void {
    if (event.kind === 'heartbeat') return;
    if (event.kind === 'hello') {
      this.#nextPause = firstPause;
      const isOwnerHere = this.#options.starter?.ownerPid === health.pid;
      this.#setState({ kind: 'connected', health, port, isOwnerHere });
    }
    // Whoever asked for the step-down is newer than the owner; clients as old as the owner let it pass.
    if (event.kind === 'draining' && event.reason === drainReasons.stepDown)
      if (compareVersions(version, health.version) <= 0)
        this.#holdOffUntil = performance.now() + this.#patience.handOver;
    this.events.emit(event);
  }

  /** Nobody serves: waits a jitter, looks again, then races. */
  async #replace(): Promise<void> {
    const { starter } = this.#options;
    if (!starter || this.#state.kind !== 'failed') this.#setState({ kind: 'connecting' });
    if (!starter) return this.#searchOn();
    const range = Math.min(Math.max(this.#startTook, jitter.least), jitter.most);
    const wait = Math.max(Math.random() * range, this.#holdOffUntil - performance.now());
    await this.#pause.fixed(wait);
    if (this.isDisposed) return;
    const again = await this.#find();
    if (this.isDisposed || again.kind !== 'nobody') return;
    const started = performance.now();
    const result = await starter.start();
    this.#startTook = performance.now() - started;
    if (this.isDisposed) return;
    if (result.outcome === 'failed') return this.#fail(result.error);
    if (result.outcome === 'lost') return this.#searchOn();
  }

  /** A short pause that grows; long ones once the search has gone on for a while. */
  async #searchOn(mayRest = true): Promise<void> {
    if (this.#state.kind === 'connected') this.#setState({ kind: 'connecting' });
    const isLate = mayRest && performance.now() - this.#searchingSince > hurry;
    await this.#pause.wait(isLate ? this.#patience.rest : this.#nextPause);
    this.#nextPause = Math.min(this.#nextPause * 1.5, 500);
  }

  async #fail(error: MemoryBridgeError): Promise<void> {
    if (this.isDisposed) return;
    this.#options.logger?.warn('Memory cannot be reached.', { code: error.code, error: error.message });
    this.#setState({ kind: 'failed', error });
    await this.#pause.wait(this.#patience.rest);
    const dormant = this.#dormant;
    this.#dormant = undefined;
    dormant?.dispose();
    this.#searchingSince = performance.now();
  }

  #shouldReplace({ health }: FoundOwner): boolean {
    const { starter } = this.#options;
    if (!starter || starter.isRetired || this.#refusedBy === health.pid) return false;
    return compareVersions(version, health.version) > 0;
  }

  async #askToStepDown({ port, token, health }: FoundOwner): Promise<boolean> {
    this.#refusedBy = health.pid;
    try {
      const answer = await loopbackRequest({
        port,
        method: 'POST',
        path: adminPaths.stepDown,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ version, protocolVersion }),
        timeoutMs: 5_000,
        agent: this.#options.agent,
      });
      return answer.status === 200 && (JSON.parse(answer.body) as { accepted?: boolean }).accepted === true;
    } catch {
      // It may be ending already; the next look tells.
      return false;
    }
  }

  #setState(state: ConnectionState): void {
    const isSame = state.kind === 'connecting' && this.#state.kind === 'connecting';
    this.#state = state;
    if (state.kind !== 'connecting') {
      this.attempts++;
      this.settledAt = performance.now();
    }
    if (!isSame) this.stateChanges.emit(state);
  }
}

function refused(status: number): MemoryBridgeError {
  if (status === 401)
    return new MemoryBridgeError(
      'unauthorized',
      'The memory server does not accept the token of its own data directory. End the server and try again.',
    );
  return new MemoryBridgeError('internal', `The memory server answered with status ${status}.`);
}

function versionError({ health }: FoundOwner): MemoryBridgeError {
  const isNewer = health.protocolVersion > protocolVersion;
  const details = { pid: health.pid, version: health.version };
  if (isNewer)
    return new MemoryBridgeError(
      'newer_owner',
      `Memory is served by a newer version (${health.version}, process ${health.pid}). Update this program, or reload this window.`,
      { details },
    );
  return new MemoryBridgeError(
    'unavailable',
    `Memory is served by an older version (${health.version}, process ${health.pid}). Stop or update it.`,
    { details },
  );
}
