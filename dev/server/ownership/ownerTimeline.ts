import { readFileSync } from 'node:fs';
import path from 'node:path';

/** One hold on a data directory, from the server's own log. Wall clock, ms. */
export interface Hold {
  readonly pid: number;
  readonly epoch: number;
  readonly from: number;
  /** When it said that it let go, or when it was killed at the earliest; undefined while it lasts. */
  readonly until: number | undefined;
}

interface LogLine {
  readonly time: string;
  readonly pid: number;
  readonly msg: string;
  readonly epoch?: number;
}

/** Reads who owned a data directory and when. `kills` says when each pid was sent SIGKILL. */
export function readHolds(home: string, kills: ReadonlyMap<number, number> = new Map()): Hold[] {
  const log = path.join(home, 'logs', 'server.log');
  return holdsOf(
    readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as LogLine),
    kills,
  );
}

export function holdsOf(lines: readonly LogLine[], kills: ReadonlyMap<number, number>): Hold[] {
  return lines
    .filter(({ msg }) => msg === 'Owner of the data directory.')
    .map(({ time, pid, epoch = 0 }) => {
      const end = lines.find(
        (line) => line.pid === pid && line.epoch === epoch && line.msg === 'No longer the owner.',
      );
      return { pid, epoch, from: Date.parse(time), until: end ? Date.parse(end.time) : kills.get(pid) };
    });
}

/**
 * Sentences about every moment with two owners, and about every epoch that was given twice. A killed owner is counted
 * until the signal was sent, an orderly one until it said that it let go, so nothing here is a matter of timing.
 */
export function findOverlaps(holds: readonly Hold[]): string[] {
  const sorted = holds.toSorted((a, b) => a.epoch - b.epoch);
  return sorted.slice(1).flatMap((hold, index) => {
    const before = sorted[index];
    if (!before) return [];
    const names = `epoch ${before.epoch} (${before.pid}) and epoch ${hold.epoch} (${hold.pid})`;
    if (before.epoch === hold.epoch) return [`${names} are one epoch with two owners`];
    if (before.until === undefined) return [`${names}: the first never ended`];
    return hold.from < before.until ? [`${names} overlap by ${before.until - hold.from} ms`] : [];
  });
}
