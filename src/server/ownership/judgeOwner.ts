import type { OwnerRecord } from '../../home/ownerRecord.ts';
import type { MachineIdentity } from './machineIdentity.ts';

/** A foreign record that has been silent for this long is taken for dead: three heartbeats, ms. */
export const staleAfter = 45_000;

export interface OwnerFacts {
  readonly here: MachineIdentity;
  /** Start time of the recorded pid as this machine sees it; empty when there is no such process. */
  readonly startTimeOf: (pid: number) => string;
  readonly isAlive: (pid: number) => boolean;
  /** Whether this very process still holds the directory under that instance id. */
  readonly isHeldHere: (instance: string) => boolean;
  readonly sinceBoot: number;
  /** Age of the record by the clock of the file system it lies on, ms: two machines share that one. */
  readonly ageByFileSystem: () => number;
}

export type Verdict = 'dead' | 'alive';

/**
 * Whether the recorded owner may still have the database open. Only what is proven dead may be replaced: in doubt it
 * is alive. The port has been bound already, so an owner in our own network namespace has lost its lock.
 */
export function judgeOwner(record: OwnerRecord, facts: OwnerFacts): Verdict {
  const { here } = facts;
  if (record.released) return 'dead';
  const isSameKernel = record.bootId !== '' && record.bootId === here.bootId;
  const isSameBoot = isSameKernel || (record.bootId === here.bootId && record.host === here.host);
  if (isSameBoot && record.pidNamespace === here.pidNamespace) return judgeByPid(record, facts);
  if (record.bootId !== '' && record.host === here.host && record.bootId !== here.bootId) return 'dead';
  // Another container or another machine: pids mean nothing here, heartbeats do.
  const age = isSameKernel ? facts.sinceBoot - record.heartbeatMonotonic : facts.ageByFileSystem();
  return age < staleAfter ? 'alive' : 'dead';
}

function judgeByPid(record: OwnerRecord, facts: OwnerFacts): Verdict {
  const { here, sinceBoot } = facts;
  if (record.pid === here.pid && record.startTime === here.startTime)
    return facts.isHeldHere(record.instance) ? 'alive' : 'dead';
  if (!facts.isAlive(record.pid)) return 'dead';
  const startTime = facts.startTimeOf(record.pid);
  if (record.startTime !== '') return startTime === record.startTime ? 'alive' : 'dead';
  // The platform tells no start times: a pid may have been given to somebody else, who sends no heartbeats.
  return sinceBoot - record.heartbeatMonotonic < staleAfter ? 'alive' : 'dead';
}
