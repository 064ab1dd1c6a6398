import { isErrno } from '../../home/errno.ts';
import { createWhole, readWhole, writeWhole } from '../../home/wholeFile.ts';
import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  type Stats,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { type DataDirectory } from '../../home/dataDirectory.ts';
import { type OwnerRecord, parseOwnerRecord, readOwnerRecord } from '../../home/ownerRecord.ts';
import { MemoryBridgeError } from '../../core/errors.ts';
import { version } from '../../core/product.ts';
import { type HostKind, hostKindNames } from '../../core/hostKind.ts';
import { judgeOwner } from './judgeOwner.ts';
import { isProcessAlive } from '../../home/processAlive.ts';
import { machineIdentity, sinceBoot, startTimeOf } from './machineIdentity.ts';

export const heartbeatInterval = 15_000;

/** Records are padded to this length: a heartbeat overwrites the whole of the one before it. */
const recordLength = 1_024;
const claimPattern = /^owner\.(\d+)\.claim$/;
const held = new Set<string>();

/**
 * The second lock, in the directory itself: a port belongs to one network namespace, a directory may be seen from
 * several. Each owner claims the next epoch by exclusive creation, so that of two contenders who both find the last
 * owner dead one wins; then it puts its record in place of the old one.
 */
export class OwnerLock {
  readonly epoch: number;
  readonly #directory: DataDirectory;
  #record: OwnerRecord;
  #seen: string;

  private constructor(directory: DataDirectory, record: OwnerRecord, seen: string) {
    this.#directory = directory;
    this.#record = record;
    this.#seen = seen;
    this.epoch = record.epoch;
    held.add(record.instance);
  }

  /** Throws `owner_elsewhere` while the recorded owner may live. The port must be bound already. */
  static acquire(directory: DataDirectory, owner: { port: number; hostKind: HostKind }): OwnerLock {
    for (;;) {
      const last = lastRecord(directory);
      if (last.record) refuseIfAlive(directory, last.record, last.file);
      const epoch = last.epoch + 1;
      const record: OwnerRecord = {
        ...machineIdentity(),
        ...owner,
        ...heartbeat(),
        instance: randomUUID(),
        epoch,
        version,
        released: false,
      };
      // Lost to somebody who looked at the same moment: look at their claim.
      if (!createWhole(claimFile(directory, epoch), serialize(record))) continue;
      writeWhole(directory.ownerFile, serialize(record), { mode: 0o600 });
      // A machine that took our claim for dead may have gone past us; its record has to stand.
      if (Math.max(...claimEpochs(directory)) > epoch) continue;
      removeClaims(directory, epoch);
      return new OwnerLock(directory, record, stampOf(statSync(directory.ownerFile)));
    }
  }

  /**
   * Throws `unavailable` once a later owner has taken over, for instance while this process was stopped. Cheap enough
   * for each commit: one `stat` while the file is as it was left. A record that is gone is nobody's, since whoever takes
   * over leaves one: it is put back.
   */
  assertHeld(): void {
    const stat = statSync(this.#directory.ownerFile, { throwIfNoEntry: false });
    if (stat && stampOf(stat) === this.#seen) return;
    if (!stat && createWhole(this.#directory.ownerFile, serialize(this.#record))) {
      this.#seen = stampOf(statSync(this.#directory.ownerFile));
      return;
    }
    const record = readOwnerRecord(this.#directory);
    if (record?.instance !== this.#record.instance)
      throw new MemoryBridgeError(
        'unavailable',
        'Another memory server has taken over this data directory, so nothing was written. Try again.',
        { details: { epoch: this.epoch, takenOverBy: record?.pid } },
      );
    if (stat) this.#seen = stampOf(stat);
  }

  /** Says that this owner lives. Throws like `assertHeld`. */
  beat(): void {
    this.assertHeld();
    this.#write({ ...this.#record, ...heartbeat() });
  }

  /** The record of an orderly end stays behind: it carries the epoch on. */
  release(): void {
    if (!held.delete(this.#record.instance)) return;
    try {
      this.assertHeld();
      this.#write({ ...this.#record, ...heartbeat(), released: true });
    } catch (error) {
      // Somebody else holds the directory by now, or it is gone: then there is nothing of ours to release.
      if (!MemoryBridgeError.is(error, 'unavailable') && !isErrno(error, 'ENOENT')) throw error;
    }
  }

  /** Writes into our own file, never over somebody else's: a later owner has put another file in its place. */
  #write(record: OwnerRecord): void {
    const file = openSync(this.#directory.ownerFile, 'r+');
    try {
      if (fstatSync(file).ino !== Number(this.#seen.split(':')[0])) return;
      writeSync(file, serialize(record), 0);
      this.#record = record;
      this.#seen = stampOf(fstatSync(file));
    } finally {
      closeSync(file);
    }
  }
}

function heartbeat(): { heartbeatAt: number; heartbeatMonotonic: number } {
  return { heartbeatAt: Date.now(), heartbeatMonotonic: sinceBoot() };
}

function refuseIfAlive(directory: DataDirectory, record: OwnerRecord, file: string): void {
  const verdict = judgeOwner(record, {
    here: machineIdentity(),
    startTimeOf,
    isAlive: isProcessAlive,
    isHeldHere: (instance) => held.has(instance),
    sinceBoot: sinceBoot(),
    ageByFileSystem: () => ageByFileSystem(directory, file),
  });
  if (verdict === 'dead') return;
  throw new MemoryBridgeError(
    'owner_elsewhere',
    `This data directory is in use by process ${record.pid} on ${record.host} (${hostKindNames[record.hostKind]}), ` +
      `which cannot be reached from here: it runs in another container or network, or on another port. ` +
      `End that process, or use another data directory with --home.`,
    { details: { host: record.host, pid: record.pid, hostKind: record.hostKind, port: record.port } },
  );
}

/** The latest claim or record. A contender that died between the two left only its claim. */
function lastRecord(directory: DataDirectory): {
  epoch: number;
  record: OwnerRecord | undefined;
  file: string;
} {
  const record = readSettled(directory.ownerFile);
  const claimed = Math.max(0, ...claimEpochs(directory));
  if (claimed <= (record?.epoch ?? 0))
    return { epoch: record?.epoch ?? 0, record, file: directory.ownerFile };
  const file = claimFile(directory, claimed);
  return { epoch: claimed, record: readSettled(file), file };
}

/** A heartbeat may be half written at the moment of reading; it is whole a moment later. */
function readSettled(file: string): OwnerRecord | undefined {
  for (let attempt = 0; attempt < 20; attempt++) {
    const text = readWhole(file);
    if (text === undefined) return undefined;
    const record = parseOwnerRecord(text);
    if (record) return record;
  }
  return undefined;
}

function claimFile(directory: DataDirectory, epoch: number): string {
  return path.join(directory.home, `owner.${epoch}.claim`);
}

function claimEpochs(directory: DataDirectory): number[] {
  return readdirSync(directory.home).flatMap((name) => {
    const match = claimPattern.exec(name);
    return match ? [Number(match[1])] : [];
  });
}

/** The claim of the running epoch stays, so that nobody can claim it a second time. */
function removeClaims(directory: DataDirectory, before: number): void {
  for (const epoch of claimEpochs(directory))
    if (epoch < before) rmSync(claimFile(directory, epoch), { force: true });
}

/** How long ago the record was written, told by the clock that stamped it, however wrong that one may be. */
function ageByFileSystem(directory: DataDirectory, file: string): number {
  const sample = path.join(directory.home, `.clock.${process.pid}.tmp`);
  try {
    writeWhole(sample, '', { durable: false });
    const written = statSync(file, { throwIfNoEntry: false });
    return written ? statSync(sample).mtimeMs - written.mtimeMs : Infinity;
  } finally {
    rmSync(sample, { force: true });
  }
}

function serialize(record: OwnerRecord): string {
  return `${JSON.stringify(record).padEnd(recordLength - 1)}\n`;
}

function stampOf(stat: Stats): string {
  return `${stat.ino}:${stat.mtimeMs}`;
}
