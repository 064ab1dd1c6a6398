import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { fullLogName, fullLogsOf } from '../home/logFiles.ts';

export interface Rotation {
  /** A file that is larger is put aside. */
  readonly maxBytes: number;
  /** Files that were put aside and are kept. */
  readonly keep: number;
}

/** Whoever puts a file aside is done within a millisecond, unless it was killed meanwhile, ms. */
const longestTurn = 10_000;

/**
 * A log to which several processes write. Whole lines are appended at once, so that none is torn, and nobody keeps the
 * file open, so that none goes into one that was put aside. A log that cannot be written is no reason to fail.
 */
export class RotatingFile {
  readonly #path: string;
  readonly #rotation: () => Rotation;

  /** The rotation is asked for when it is needed: settings change. */
  constructor(file: string, rotation: () => Rotation) {
    this.#path = file;
    this.#rotation = rotation;
  }

  write(line: string): void {
    try {
      const { maxBytes, keep } = this.#rotation();
      if (this.#append(line) > maxBytes) this.#putAside(maxBytes, keep);
    } catch {
      // The disk is full or the folder is gone; what had to be said is said by the operation that fails.
    }
  }

  /** Returns the size of the file after it. */
  #append(line: string): number {
    const file = openSync(this.#path, 'a', 0o600);
    try {
      writeSync(file, line);
      return fstatSync(file).size;
    } finally {
      closeSync(file);
    }
  }

  /** One process at a time, and none that saw the file of before: the size is looked at again. */
  #putAside(maxBytes: number, keep: number): void {
    const turn = this.#takeTurn();
    if (turn === undefined) return;
    try {
      if (statSync(this.#path).size <= maxBytes) return;
      renameSync(this.#path, this.#freeName());
      this.#removeOld(keep);
    } finally {
      closeSync(turn);
      unlinkSync(this.#turnPath);
    }
  }

  /** Undefined while somebody else has it, who does what is to be done; the next line looks again. */
  #takeTurn(): number | undefined {
    try {
      return openSync(this.#turnPath, 'wx', 0o600);
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EEXIST';
      if (!isTaken) throw error;
      if (Math.abs(Date.now() - statSync(this.#turnPath).mtimeMs) > longestTurn) unlinkSync(this.#turnPath);
      return undefined;
    }
  }

  get #turnPath(): string {
    return `${this.#path}.turn`;
  }

  /** A rename would replace what has the name already. */
  #freeName(): string {
    const folder = path.dirname(this.#path);
    for (let count = 0; ; count += 1) {
      const name = fullLogName(Date.now(), process.pid, count === 0 ? '' : `-${count}`);
      if (!existsSync(path.join(folder, name))) return path.join(folder, name);
    }
  }

  #removeOld(keep: number): void {
    const folder = path.dirname(this.#path);
    for (const name of fullLogsOf(readdirSync(folder)).slice(keep)) unlinkSync(path.join(folder, name));
  }
}
