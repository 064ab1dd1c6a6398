import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * Watches, through the kernel, which processes have a database open: a witness that knows nothing of ports and owner
 * records. Other systems than Linux do not tell; there it sees nothing.
 */
export class OpenDatabases {
  /** Every look that found more than one process. */
  readonly violations: string[] = [];
  looks = 0;
  /** The largest number of processes seen at once; 0 means that it saw nothing at all. */
  mostHolders = 0;
  readonly #database: string;
  readonly #timer: NodeJS.Timeout;
  /** Processes of ours, and how often each other one was looked at. */
  readonly #ours = new Set<number>();
  readonly #others = new Map<number, number>();
  readonly #everHeld = new Set<number>();
  /** Parent of each process when it was first seen: orphans are handed to another one. */
  readonly #parents = new Map<number, number>();

  constructor(home: string, intervalMs = 15) {
    this.#database = `${home}/memory.db`;
    this.#timer = setInterval(() => this.look(), intervalMs);
  }

  look(): void {
    this.looks++;
    const holders = this.holders();
    this.mostHolders = Math.max(this.mostHolders, holders.length);
    // One that is just ending closes its files one after another; the second look sees it gone.
    if (holders.length > 1 && this.holders().length > 1)
      this.violations.push(`${holders.map(describeProcess).join(' and ')} had the database open at once`);
  }

  /**
   * Processes that have the database open on their own account. One that an owner has just forked, to become git, has
   * all its files open until it has become that; it does not use them.
   */
  holders(): number[] {
    if (process.platform !== 'linux') return [];
    const open = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => this.#isNode(pid) && opens(pid, this.#database));
    const own = open.filter((pid) => {
      const parent = this.#firstParentOf(pid);
      return !this.#everHeld.has(parent) && !open.includes(parent);
    });
    for (const pid of own) this.#everHeld.add(pid);
    return own;
  }

  #firstParentOf(pid: number): number {
    const parent = this.#parents.get(pid) ?? parentOf(pid);
    this.#parents.set(pid, parent);
    return parent;
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

function describeProcess(pid: number): string {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return `${pid} (${command}, child of ${parentOf(pid)})`;
  } catch {
    return `${pid} (ended)`;
  }
}

function parentOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0;
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
