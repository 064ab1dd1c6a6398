import { createWhole } from '../home/wholeFile.ts';
import { existsSync } from 'node:fs';
import type http from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { compareVersions } from '../core/compareVersions.ts';
import type { DataDirectory } from '../home/dataDirectory.ts';
import { Emitter } from '../core/emitter.ts';
import { asMemoryBridgeError } from '../client/ownerSearch.ts';
import { proofOf } from '../home/proof.ts';
import type { ServerFile } from '../home/serverFile.ts';
import { TokenFile } from '../home/token.ts';
import type { DisposableLike } from '../core/disposable.ts';
import { MemoryBridgeError } from '../core/errors.ts';
import type { Clock, Logger } from '../core/ports.ts';
import type { Health, UnreadyReason } from '../protocol/health.ts';
import { drainReasons, product, protocolVersion, version } from '../core/product.ts';
import type { HostKind } from '../core/hostKind.ts';
import type { Lifecycle, OwnerFacts, StepDownReply, StepDownRequest } from './lifecycle.ts';
import { heartbeatInterval, OwnerLock } from './ownership/ownerLock.ts';
import { type LockOptions, lockPort } from './ownership/portLock.ts';
import { RequestGate } from './ownership/requestGate.ts';
import { SuspendWatch } from './ownership/suspendWatch.ts';
import { closedNotice, closeToOthers } from './closeToOthers.ts';
import { writeFault } from './startFaults.ts';

/** What runs behind the port once the directory is ours. */
export interface Composition {
  readonly listener: http.RequestListener;
  /** False while the database can be neither read nor written. */
  readonly isUsable?: () => boolean;
  /** What has been checked of a database that was not closed in order. */
  readonly percentChecked?: () => number | undefined;
  /** Sees to it that what was acknowledged is in the files that are there. */
  readonly checkFiles?: () => Promise<void>;
  /** Before letting go of a folder that belongs to somebody else: keeps what is in no file any more. */
  readonly rescue?: () => Promise<string | undefined>;
  /** Ends background work and closes the database. */
  close(): Promise<void>;
}

export interface CompositionParts {
  readonly directory: DataDirectory;
  readonly tokens: TokenFile;
  readonly lifecycle: Lifecycle;
  readonly clock: Clock;
  readonly logger: Logger;
  /** To be called before each commit: throws once another owner has taken over. */
  readonly beforeCommit: () => void;
  /** The folder cannot be written to: the database is opened in a copy, and whoever would change it is told why. */
  readonly readOnly?: MemoryBridgeError;
  /** What a person has to be told of the folder. */
  readonly notices?: readonly string[];
  /** What a model waits for before it begins, ms: see `LateEmbedder`. */
  readonly embedAfterMs?: number;
}

export interface MemoryServerOptions extends LockOptions {
  readonly directory: DataDirectory;
  readonly hostKind: HostKind;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly compose: (parts: CompositionParts) => Promise<Composition>;
  readonly drainLimits?: DrainLimits;
}

/** How long a drain lasts at most, ms. */
export interface DrainLimits {
  /** What runs may take this long to finish. */
  readonly patience: number;
  /** After this the process has to end, whatever it waits for. */
  readonly deadline: number;
}

/**
 * `drained`: in order. `displaced`: another owner has taken the directory, so the database must not be touched again,
 * not even to close it. `stuck`: the hard deadline passed; only the end of the process lets go of the database.
 */
export interface ServerEnd {
  readonly kind: 'drained' | 'displaced' | 'stuck';
  readonly reason: string;
}

export type AcquireResult =
  | { readonly outcome: 'owner'; readonly server: MemoryServer }
  | { readonly outcome: 'lost'; readonly health: Health }
  | { readonly outcome: 'failed'; readonly error: MemoryBridgeError };

const usualDrainLimits: DrainLimits = { patience: 2_500, deadline: 4_000 };

/** One hold on a data directory, from the bound port to the freed one. */
export class MemoryServer implements Lifecycle {
  readonly facts: OwnerFacts;
  /** Resolves once, when the port is free again or can only be freed by ending the process. */
  readonly ended: Promise<ServerEnd>;
  isGhost = false;
  graceFrom: number;
  readonly #options: MemoryServerOptions;
  readonly #http: http.Server;
  /** Undefined while the folder can only be read: then nobody can write to it, and nothing has to be kept. */
  readonly #lock: OwnerLock | undefined;
  readonly #readOnly: MemoryBridgeError | undefined;
  readonly #notices: string[] = [];
  readonly #tokens: TokenFile;
  readonly #gate = new RequestGate(this);
  /** Of the composition that is there: another one has listeners of its own. */
  #draining: Emitter<string>;
  readonly #finish: (end: ServerEnd) => void;
  #state: Health['state'] = 'starting';
  #opening: Promise<void> | undefined;
  #composition: Composition | undefined;
  #drained: Promise<void> | undefined;
  #isOver = false;
  #isDisplaced = false;
  #heartbeat: NodeJS.Timeout | undefined;

  private constructor(
    options: MemoryServerOptions,
    server: http.Server,
    file: ServerFile,
    tokens: TokenFile,
  ) {
    const { directory, hostKind, clock } = options;
    this.#options = options;
    this.#http = server;
    this.#tokens = tokens;
    this.#draining = new Emitter(options.logger);
    let finish: (end: ServerEnd) => void = () => {};
    this.ended = new Promise((resolve) => (finish = resolve));
    this.#finish = finish;
    try {
      this.#lock = OwnerLock.acquire(directory, { port: file.port, hostKind });
      const notice = closedNotice(closeToOthers(directory));
      if (notice !== undefined) this.#notices.push(notice);
    } catch (error) {
      this.#readOnly = MemoryBridgeError.is(error) ? undefined : writeFault(error, directory);
      if (!this.#readOnly) throw error;
    }
    this.graceFrom = clock.now();
    this.facts = {
      home: directory.home,
      port: file.port,
      dataDirId: file.dataDirId,
      epoch: this.#lock?.epoch ?? 0,
      hostKind,
      startedAt: this.graceFrom,
      startedAtMonotonic: clock.monotonic(),
    };
    server.on('request', this.#gate.handle);
  }

  /** Becomes the owner, finds that somebody else is, or says why neither is possible. Never throws. */
  static async acquire(options: MemoryServerOptions): Promise<AcquireResult> {
    const { directory, logger } = options;
    let server: MemoryServer | undefined;
    try {
      directory.prepare();
      const tokens = new TokenFile(directory, () => options.clock.now());
      tokens.ensure();
      const outcome = await lockPort(directory, tokens, options, (bound, file) => {
        server = new MemoryServer(options, bound, file, tokens);
      });
      if (outcome.kind === 'lost') return { outcome: 'lost', health: outcome.health };
      if (!server) throw new Error('The port was bound without an owner.');
      server.#opening = server.#open();
      await server.#opening;
      return { outcome: 'owner', server };
    } catch (error) {
      logger.error('The memory server could not start.', { error: String(error) });
      await server?.drain('start failed');
      const fault = writeFault(error, directory);
      return { outcome: 'failed', error: fault ?? asMemoryBridgeError(error, startFailure(directory)) };
    }
  }

  get isDraining(): boolean {
    return this.#state === 'draining';
  }

  health(nonce?: string): Health {
    const { dataDirId, hostKind } = this.facts;
    const token = nonce && nonce.length >= 16 && nonce.length <= 128 ? this.#tokens.read() : undefined;
    const reason = this.#unreadyReason();
    const percentChecked = this.#composition?.percentChecked?.();
    return {
      product,
      version,
      protocolVersion,
      dataDirId,
      pid: process.pid,
      hostKind,
      state: this.#state,
      ...(reason ? { reason } : {}),
      ...(percentChecked === undefined ? {} : { percentChecked }),
      ...(token && nonce ? { proof: proofOf(token, nonce) } : {}),
    };
  }

  onDraining(listener: (reason: string) => void): DisposableLike {
    return this.#draining.on(listener);
  }

  stepDown(request: StepDownRequest): StepDownReply {
    if (compareVersions(request.version, version) <= 0)
      return { accepted: false, reason: `Version ${version} is as new as ${request.version}.` };
    this.#options.logger.info('A newer version takes over.', { version: request.version });
    setImmediate(() => void this.drain(drainReasons.stepDown));
    return { accepted: true };
  }

  drain(reason: string): Promise<void> {
    this.#drained ??= this.#drain(reason);
    return this.#drained;
  }

  reopen(reason: string): void {
    if (this.#state !== 'ready' || this.#readOnly || this.#isDisplaced) return;
    this.#state = 'starting';
    this.#opening = this.#reopen(reason);
    this.#opening.catch((error: unknown) => {
      this.#options.logger.error('What runs behind the port could not be opened again.', {
        error: String(error),
      });
      void this.drain('reopening failed');
    });
  }

  #unreadyReason(): UnreadyReason | undefined {
    if (this.#state !== 'ready') return this.#state;
    return this.#composition?.isUsable?.() === false ? 'store_unusable' : undefined;
  }

  async #open(): Promise<void> {
    const { clock, logger } = this.#options;
    if (this.#readOnly) logger.warn('The data folder can only be read.', { reason: this.#readOnly.message });
    for (const notice of this.#notices) logger.warn(notice);
    await this.#compose();
    const suspend = new SuspendWatch(clock, heartbeatInterval);
    this.#heartbeat = setInterval(() => this.#beat(suspend), heartbeatInterval);
    this.#heartbeat.unref();
    if (this.#state === 'starting') this.#state = 'ready';
    const { port, epoch, hostKind } = this.facts;
    logger.info('Owner of the data directory.', { port, epoch, hostKind, version });
  }

  /** The heartbeat goes on meanwhile, and `/health` says that the server starts. */
  async #reopen(reason: string): Promise<void> {
    const { logger, drainLimits: { patience } = usualDrainLimits } = this.#options;
    logger.info('Opening the database again.', { reason });
    // What asked for it is answered first.
    await Promise.race([this.#gate.idle(), delay(patience, undefined, { ref: false })]);
    this.#gate.close();
    const before = this.#composition;
    this.#composition = undefined;
    const told = this.#draining;
    this.#draining = new Emitter(logger);
    told.emit(reason);
    await Promise.race([this.#gate.idle(), delay(patience, undefined, { ref: false })]);
    await before?.close();
    await this.#compose();
    if (this.#state === 'starting') this.#state = 'ready';
    logger.info('Open again.', { reason });
  }

  async #compose(): Promise<void> {
    const { directory, clock, logger, compose } = this.#options;
    this.#composition = await compose({
      directory,
      ...(this.#readOnly ? { readOnly: this.#readOnly } : {}),
      notices: this.#notices,
      tokens: this.#tokens,
      lifecycle: this,
      clock,
      logger,
      beforeCommit: () => this.#assertHeld(),
    });
    this.#gate.open(this.#composition.listener);
  }

  #beat(suspend: SuspendWatch): void {
    const { logger } = this.#options;
    if (suspend.tick()) this.graceFrom = this.#options.clock.now();
    if (!this.#lock) return;
    try {
      this.#renewFolder();
      this.#lock.beat();
      void this.#composition
        ?.checkFiles?.()
        .catch((error: unknown) =>
          logger.error('The database is not the one that was opened.', { error: String(error) }),
        );
    } catch (error) {
      if (MemoryBridgeError.is(error)) this.#displace(error);
      else logger.warn('The heartbeat could not be written.', { error: String(error) });
    }
  }

  #assertHeld(): void {
    if (!this.#lock) return;
    try {
      this.#renewFolder();
      this.#lock.assertHeld();
    } catch (error) {
      // After the commit has been stopped: this runs in the middle of a transaction.
      setImmediate(() => this.#displace(error));
      throw error;
    }
  }

  /** Somebody has deleted the whole folder. The port is still ours, so the folder that is made anew is of this server. */
  #renewFolder(): void {
    const { directory, logger } = this.#options;
    if (existsSync(directory.serverFile)) return;
    const { port, dataDirId } = this.facts;
    directory.prepare();
    createWhole(directory.serverFile, `${JSON.stringify({ port, dataDirId })}\n`);
    this.#tokens.ensure();
    logger.warn('The data folder was deleted while it was in use, and was created again.');
  }

  async #drain(reason: string): Promise<void> {
    const { logger, drainLimits: limits = usualDrainLimits } = this.#options;
    if (this.#isOver) return;
    logger.info('Draining.', { reason });
    this.#state = 'draining';
    const deadline = setTimeout(() => this.#end({ kind: 'stuck', reason }), limits.deadline);
    this.#draining.emit(reason);
    // Whoever is told to end while the database is being opened has to close it nevertheless.
    await this.#opening?.catch(() => {});
    await Promise.race([this.#gate.idle(), delay(limits.patience, undefined, { ref: false })]);
    try {
      await this.#composition?.close();
    } catch (error) {
      logger.error('The database could not be closed in order.', { error: String(error) });
    }
    clearTimeout(deadline);
    if (this.#isOver) return;
    this.#lock?.release();
    this.#end({ kind: 'drained', reason });
  }

  /**
   * Lets go of the port and of nothing else: what is in the database belongs to somebody else now, unless it is in no
   * file any more.
   */
  #displace(error: unknown): void {
    if (this.#isOver || this.#isDisplaced) return;
    this.#isDisplaced = true;
    this.#state = 'draining';
    this.#drained = this.#letGo(String(error));
  }

  async #letGo(reason: string): Promise<void> {
    await this.#rescue();
    this.#end({ kind: 'displaced', reason });
  }

  async #rescue(): Promise<void> {
    const { logger } = this.#options;
    try {
      const kept = await this.#composition?.rescue?.();
      if (kept)
        logger.warn('The database was no longer in any file. It is kept next to the backups.', { kept });
    } catch (error) {
      logger.error('The database was no longer in any file and could not be kept.', { error: String(error) });
    }
  }

  /** The listener goes first, in the same tick: whoever learns of the end by a closed connection finds it free. */
  #freePort(): void {
    this.#http.close();
    this.#http.closeAllConnections();
  }

  #end(end: ServerEnd): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearInterval(this.#heartbeat);
    this.#options.logger.info('No longer the owner.', { ...end, epoch: this.facts.epoch });
    // A stuck one keeps the port until its process ends: the database is still open.
    if (end.kind !== 'stuck') this.#freePort();
    this.#finish(end);
  }
}

function startFailure(directory: DataDirectory): string {
  return `The memory server could not start. Its log is in ${directory.logs}.`;
}
