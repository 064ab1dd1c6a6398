import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * Watches, through the kernel, which processes have a database open: a witness that knows nothing of ports and owner
 * records. Linux only.
 */
export class OpenDatabases {
  /** Every look that found more than one process. */
  readonly violations: string[] = [];
  looks = 0;
  readonly #database: string;
  readonly #timer: NodeJS.Timeout;
  /** Processes of ours, and how often each other one was looked at. */
  readonly #ours = new Set<number>();
  readonly #others = new Map<number, number>();

  constructor(home: string, intervalMs = 15) {
    this.#database = `${home}/memory.db`;
    this.#timer = setInterval(() => this.look(), intervalMs);
  }

  look(): void {
    this.looks++;
    const holders = this.holders();
    // One that is just ending closes its files one after another; the second look sees it gone.
    if (holders.length > 1 && this.holders().length > 1)
      this.violations.push(`${holders.join(' and ')} had the database open at once`);
  }

  holders(): number[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => this.#isNode(pid) && opens(pid, this.#database));
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Only our kind of process is looked into: reading the whole table each time would starve the test. */
  #isNode(pid: number): boolean {
    if (this.#ours.has(pid)) return true;
    const looks = this.#others.get(pid) ?? 0;
    // A process that has just been forked still bears its parent's name, so one look is not enough.
    if (looks > 20) return false;
    this.#others.set(pid, looks + 1);
    try {
      if (!/\.js\0/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))) return false;
    } catch {
      return false;
    }
    this.#ours.add(pid);
    return true;
  }
}

function opens(pid: number, file: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => {
      try {
        return readlinkSync(`/proc/${pid}/fd/${fd}`) === file;
      } catch {
        return false;
      }
    });
  } catch {
    return false;
  }
}
