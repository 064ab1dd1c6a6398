import { addToSums, flipBack, type Sums } from '../../../sqlite/logChecksum.ts';

/**
 * What a write-ahead log tells of itself, see https://sqlite.org/fileformat2.html#the_write_ahead_log. SQLite reads it
 * up to the first frame that does not fit and takes what follows for the rest of an older log, so that one flipped bit
 * makes it forget all that was written behind, without a word.
 */
export interface LogReading {
  /** Transactions that SQLite reads of the log as it is. */
  readonly commits: number;
  /** Transactions that were complete once and that it does not read. */
  readonly lostCommits: number;
  /**
   * `none`: SQLite reads all there is. `flipped`: single bits, which were found. `end`: the last transaction is
   * incomplete; it may have been under way when the computer stopped. `lost`: more than that.
   */
  readonly damage: 'none' | 'flipped' | 'end' | 'lost';
  /** The log with its bits flipped back and its sums made anew: all of it is read, also what is still damaged. */
  readonly mended: Buffer;
}

const headerBytes = 32;
const frameHeaderBytes = 24;
const magics = { little: 0x377f0682, big: 0x377f0683 } as const;
/** Salts that differ in no more bits are one salt, some bits of which were flipped. Salts of two logs differ in 16. */
const fewBits = 3;

/** Undefined when there is no frame in it. */
export function readLog(log: Buffer): LogReading | undefined {
  return log.length < headerBytes + frameHeaderBytes ? undefined : new LogReader(log).read();
}

interface Frame {
  readonly at: number;
  /** Fits as it is, so that SQLite reads it when it has read those before. */
  readonly isSound: boolean;
  /** Its page is what was written. */
  readonly isRight: boolean;
}

class LogReader {
  readonly #given: Buffer;
  readonly #log: Buffer;
  readonly #isBig: boolean;
  readonly #frameBytes: number;
  #salt: Buffer;

  constructor(given: Buffer) {
    this.#given = given;
    this.#log = Buffer.from(given);
    // The last bit of the magic number is the order of bytes; we run on little-endian WASM, so the other is damage.
    this.#isBig = given.readUInt32BE(0) === magics.big && this.#isHeaderSound(true);
    const isHeaderRight = this.#isHeaderSound(this.#isBig) || this.#mendHeader();
    const pageBytes = this.#log.readUInt32BE(8);
    const isPageSize = pageBytes >= 512 && pageBytes <= 65_536 && (pageBytes & (pageBytes - 1)) === 0;
    this.#frameBytes = frameHeaderBytes + (isPageSize ? pageBytes : 8192);
    // A header that says nothing any more: the first frame is always of the newest log.
    this.#salt = isHeaderRight ? this.#log.subarray(16, 24) : this.#log.subarray(40, 48);
    if (!isHeaderRight) this.#renewHeader();
  }

  read(): LogReading | undefined {
    const frames = this.#frames();
    if (frames.length === 0) return undefined;
    const isHeaderRead = this.#given.subarray(0, headerBytes).equals(this.#log.subarray(0, headerBytes));
    const broken = isHeaderRead ? frames.findIndex(({ isSound }) => !isSound) : 0;
    const read = broken < 0 ? frames.length : broken;
    const commitsIn = (part: readonly Frame[]) =>
      part.filter(({ at }) => this.#log.readUInt32BE(at + 4) !== 0).length;
    const commits = commitsIn(frames.slice(0, read));
    const lostCommits = commitsIn(frames.slice(read));
    const wrong = frames.findIndex(({ isRight }) => !isRight);
    const mended = this.#rewritten(frames);
    const found = { commits, lostCommits, mended };
    if (broken < 0) return { ...found, damage: 'none' };
    if (wrong < 0) return { ...found, damage: 'flipped' };
    return { ...found, damage: commitsIn(frames.slice(wrong)) <= 1 ? 'end' : 'lost' };
  }

  /** Those of the newest log; behind them may lie the rest of an older one. */
  #frames(): Frame[] {
    const frames: Frame[] = [];
    let last = 0;
    let start: Sums = this.#sumsAt(24);
    for (let at = headerBytes; at + this.#frameBytes <= this.#log.length; at += this.#frameBytes) {
      const isOurs = this.#isNear(at + 8);
      const { isFitting, isRight, next } = this.#judge(at, start);
      start = next;
      const isSalt = this.#log.subarray(at + 8, at + 16).equals(this.#salt);
      frames.push({ at, isSound: isFitting && isSalt, isRight: isRight && isOurs });
      if (isOurs) last = frames.length;
    }
    return frames.slice(0, last);
  }

  #judge(at: number, start: Sums): { isFitting: boolean; isRight: boolean; next: Sums } {
    const stored = this.#sumsAt(at + 16);
    const own = this.#sumOf(at, start);
    if (isSame(own, stored)) return { isFitting: true, isRight: true, next: stored };
    // Its sum alone is wrong when the one behind it goes on from the right one.
    const behind = at + this.#frameBytes;
    if (
      behind + this.#frameBytes <= this.#log.length &&
      isSame(this.#sumOf(behind, own), this.#sumsAt(behind + 16))
    )
      return { isFitting: false, isRight: true, next: own };
    const isRight = this.#isNear(at + 8) && this.#mendFrame(at, start, stored);
    return { isFitting: false, isRight, next: stored };
  }

  #mendFrame(at: number, start: Sums, wanted: Sums): boolean {
    const summed = this.#summed(at);
    if (!flipBack(summed, start, wanted, this.#isBig)) return this.#isSumFlipped(at, start, wanted);
    summed.copy(this.#log, at, 0, 8);
    summed.copy(this.#log, at + frameHeaderBytes, 8);
    return true;
  }

  /** The last frame has none behind it; a sum that differs in one bit of 64 is a flipped one. */
  #isSumFlipped(at: number, start: Sums, wanted: Sums): boolean {
    const own = this.#sumOf(at, start);
    return bitsOf(own[0] ^ wanted[0]) + bitsOf(own[1] ^ wanted[1]) === 1;
  }

  #mendHeader(): boolean {
    const summed = Buffer.from(this.#log.subarray(0, 24));
    const wanted = this.#sumsAt(24);
    const own = addToSums([0, 0], summed, this.#isBig);
    const isSumFlipped = bitsOf(own[0] ^ wanted[0]) + bitsOf(own[1] ^ wanted[1]) === 1;
    if (!isSumFlipped && !flipBack(summed, [0, 0], wanted, this.#isBig)) return false;
    summed.copy(this.#log);
    this.#writeSums(24, addToSums([0, 0], summed, this.#isBig));
    return true;
  }

  #renewHeader(): void {
    const log = this.#log;
    log.writeUInt32BE(this.#isBig ? magics.big : magics.little, 0);
    log.writeUInt32BE(3_007_000, 4);
    log.writeUInt32BE(this.#frameBytes - frameHeaderBytes, 8);
    this.#salt.copy(log, 16);
    // The first frame was summed from these, whatever they were; it is judged by them still.
    this.#salt = Buffer.from(this.#salt);
  }

  /** With salts and sums made anew, up to the last frame that ends a transaction. */
  #rewritten(frames: readonly Frame[]): Buffer {
    const log = Buffer.from(this.#log);
    let sums = addToSums([0, 0], log.subarray(0, 24), this.#isBig);
    writeSums(log, 24, sums);
    let end = headerBytes;
    for (const { at } of frames) {
      this.#salt.copy(log, at + 8);
      sums = addToSums(sums, log.subarray(at, at + 8), this.#isBig);
      sums = addToSums(sums, log.subarray(at + frameHeaderBytes, at + this.#frameBytes), this.#isBig);
      writeSums(log, at + 16, sums);
      if (log.readUInt32BE(at + 4) !== 0) end = at + this.#frameBytes;
    }
    return log.subarray(0, end);
  }

  #isHeaderSound(isBig: boolean): boolean {
    const magic = this.#log.readUInt32BE(0);
    if (magic !== (isBig ? magics.big : magics.little)) return false;
    return isSame(addToSums([0, 0], this.#log.subarray(0, 24), isBig), this.#sumsAt(24));
  }

  #isNear(at: number): boolean {
    const first = this.#log.readUInt32BE(at) ^ this.#salt.readUInt32BE(0);
    const second = this.#log.readUInt32BE(at + 4) ^ this.#salt.readUInt32BE(4);
    return bitsOf(first) + bitsOf(second) <= fewBits;
  }

  /** What the sum of a frame is made of: number of the page, size after a commit, the page. */
  #summed(at: number): Buffer {
    const log = this.#log;
    return Buffer.concat([
      log.subarray(at, at + 8),
      log.subarray(at + frameHeaderBytes, at + this.#frameBytes),
    ]);
  }

  #sumOf(at: number, start: Sums): Sums {
    return addToSums(start, this.#summed(at), this.#isBig);
  }

  #sumsAt(at: number): Sums {
    return [this.#log.readUInt32BE(at), this.#log.readUInt32BE(at + 4)];
  }

  #writeSums(at: number, sums: Sums): void {
    writeSums(this.#log, at, sums);
  }
}

function writeSums(log: Buffer, at: number, [first, second]: Sums): void {
  log.writeUInt32BE(first, at);
  log.writeUInt32BE(second, at + 4);
}

const isSame = (one: Sums, other: Sums): boolean => one[0] === other[0] && one[1] === other[1];

function bitsOf(value: number): number {
  let bits = 0;
  for (let rest = value >>> 0; rest !== 0; rest = (rest & (rest - 1)) >>> 0) bits += 1;
  return bits;
}
