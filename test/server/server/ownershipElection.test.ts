import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildOwnership, type OwnershipBundle } from '../../../dev/bundles/ownershipBundle.ts';
import { runElection } from '../../../dev/server/ownership/election.ts';
import { OpenDatabases } from '../../../dev/server/ownership/openDatabases.ts';
import { findOverlaps, holdsOf } from '../../../dev/server/ownership/ownerTimeline.ts';
import { stopAllProcesses } from '../../../dev/processes/processes.ts';
import { tempDirectory, type TempDirectory } from '../../../dev/files/tempDirectory.ts';
import { until } from '../../../dev/processes/until.ts';

let temp: TempDirectory;
let bundle: OwnershipBundle;

beforeAll(async () => {
  temp = await tempDirectory('election');
  bundle = await buildOwnership(temp.join('dist'));
});
afterEach(stopAllProcesses);
afterAll(() => temp.dispose());

describe('election', () => {
  it('never has two owners among six contenders in ten rounds', async () => {
    const result = await runElection(bundle, temp.join('home'), 10);
    expect(result.violations).toEqual([]);
    expect(result.left).toEqual([]);
    expect(result.takeovers).toHaveLength(10);
    expect(result.looks).toBeGreaterThan(50);
    expect(result.mostHolders).toBe(process.platform === 'linux' ? 1 : 0);
  });
});

describe('the witnesses of an election', () => {
  const line = (pid: number, epoch: number, second: number, msg: string) => ({
    time: new Date(second * 1_000).toISOString(),
    pid,
    epoch,
    msg,
  });
  const own = 'Owner of the data directory.';
  const release = 'No longer the owner.';

  it('accept owners that follow one another', () => {
    const lines = [line(1, 1, 1, own), line(1, 1, 2, release), line(2, 2, 2, own), line(3, 3, 9, own)];
    expect(findOverlaps(holdsOf(lines, new Map([[2, 8_000]])))).toEqual([]);
  });

  it('report owners that overlap, that never ended, and that share an epoch', () => {
    const overlap = [line(1, 1, 1, own), line(1, 1, 5, release), line(2, 2, 4, own)];
    expect(findOverlaps(holdsOf(overlap, new Map()))).toHaveLength(1);
    expect(findOverlaps(holdsOf([line(1, 1, 1, own), line(2, 2, 4, own)], new Map()))).toHaveLength(1);
    const shared = [line(1, 1, 1, own), line(1, 1, 2, release), line(2, 1, 3, own)];
    expect(findOverlaps(holdsOf(shared, new Map()))).toHaveLength(1);
  });

  it.runIf(process.platform === 'linux')('see two processes that have the database open', async () => {
    const home = temp.join('witness');
    await mkdir(home);
    await temp.write('witness/memory.db', '');
    const opener = await temp.write(
      'open.js',
      'require("fs").openSync(process.argv[2]); setInterval(() => {}, 1e6);',
    );
    const children = [1, 2].map(() => spawn(process.execPath, [opener, `${home}/memory.db`]));
    const witness = new OpenDatabases(home);
    try {
      await until(() => witness.violations.length > 0, { what: 'the witness to see both' });
    } finally {
      witness.stop();
      for (const child of children) child.kill('SIGKILL');
    }
    expect(witness.violations[0]).toContain('at once');
  });
});
