import {
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileSample } from '../../sqlite/fileSample.ts';
import { errnoOf, systemFiles } from '../../sqlite/systemFiles.ts';

/**
 * What the database was when it was written to last, beside it: `memory.db-mark`. After a kill it tells whether the log
 * that is there belongs to the file that is there. Another file, say an older copy that a person has put in the place,
 * would be mixed with our pages. While the database is written to there is no mark, and a log without one is taken.
 */
export class FileMark {
  readonly #database: string;
  readonly #file: string;
  #isThere = true;

  constructor(database: string) {
    this.#database = path.resolve(database);
    this.#file = markOf(this.#database);
  }

  /** Before the database is written to, which a mark that outlives the end of the computer must not deny. */
  writing(): void {
    if (!this.#isThere) return;
    try {
      rmSync(this.#file);
      flushFolder(path.dirname(this.#file));
    } catch (error) {
      if (errnoOf(error) !== 'ENOENT') throw error;
    }
    this.#isThere = false;
  }

  /** The database is as this sample says, and on disk. Without the mark the log is taken as it always was. */
  left(sample: string): void {
    try {
      writeFileSync(this.#file, `${sample} ${identityOf(statSync(this.#database))}`, { mode: 0o600 });
      this.#isThere = true;
    } catch {
      this.#isThere = true;
      this.writing();
    }
  }
}

/**
 * The file that is there is not the one that the log was written for. Bits that flip on a disk change neither inode nor
 * time: such a file is damaged, and needs its log all the more.
 */
export function isAnother(database: string): boolean {
  const known = readMark(database);
  if (known === undefined) return false;
  const descriptor = openSync(database, 'r');
  try {
    const stat = fstatSync(descriptor);
    return (
      identityOf(stat) !== known.identity && fileSample(systemFiles, descriptor, stat.size) !== known.sample
    );
  } finally {
    closeSync(descriptor);
  }
}

const identityOf = ({ dev, ino, mtimeMs, size }: Stats): string =>
  `${dev}:${ino}:${Math.round(mtimeMs)}:${size}`;
const markOf = (database: string): string => `${database}-mark`;

function readMark(database: string): { readonly sample: string; readonly identity: string } | undefined {
  try {
    const text = readFileSync(markOf(database), 'utf8');
    // One that was cut by the end of the computer says nothing.
    const [, sample, identity] = /^([0-9a-f]{64}) (\d+:\d+:\d+:\d+)$/.exec(text) ?? [];
    return sample !== undefined && identity !== undefined ? { sample, identity } : undefined;
  } catch {
    return undefined;
  }
}

function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
