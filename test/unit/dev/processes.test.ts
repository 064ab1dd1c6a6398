import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { childrenOf, isAlive, processTable } from '../../../dev/processes/processTable.ts';
import { runProcess, startProcess, waitForExit } from '../../../dev/processes/processes.ts';
import { until } from '../../../dev/processes/until.ts';

const node = (script: string) => [process.execPath, ['--eval', script]] as const;

describe('processes', () => {
  it('returns output and exit code, and passes the input on', async () => {
    const result = await runProcess(
      ...node('process.stdin.on("data", d => console.log("got " + d)).on("end", () => process.exit(3))'),
      { input: 'text' },
    );
    expect(result).toMatchObject({ code: 3, stdout: 'got text\n', timedOut: false });
  });

  it('kills what does not end in time', async () => {
    const result = await runProcess(...node('setInterval(() => {}, 1000)'), { timeoutMs: 200 });
    expect(result).toMatchObject({ signal: 'SIGKILL', timedOut: true });
  });

  it('waits for output, finds the process in the table and stops it', async () => {
    const tracked = startProcess(...node('console.log("ready 42"); setInterval(() => {}, 1000)'));
    const match = await tracked.waitForOutput(/ready (\d+)/);
    expect(match[1]).toBe('42');
    expect(childrenOf(process.pid).find(({ pid }) => pid === tracked.pid)?.command[1]).toBe('--eval');

    expect(await tracked.stop()).toEqual({ code: null, signal: 'SIGTERM' });
    expect(isAlive(tracked.pid)).toBe(false);
  });

  it('rejects at once when the process ends without the awaited output', async () => {
    const tracked = startProcess(...node('console.error("broken")'));
    await expect(tracked.waitForOutput(/ready/)).rejects.toThrow(/broken/);
  });

  it.runIf(process.platform === 'linux')('takes a zombie for dead', async () => {
    // The shell starts a child and then becomes a program that never asks for the child's exit code.
    const parent = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 30'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    try {
      await until(() => processTable().some((entry) => entry.pid === pid && entry.state === 'Z'));
      await waitForExit(pid, 100);
      expect(isAlive(pid)).toBe(false);
    } finally {
      parent.kill('SIGKILL');
    }
  });
});

describe('until', () => {
  it('returns the first truthy value', async () => {
    let looks = 0;
    expect(await until(() => ++looks === 3 && 'seen', { intervalMs: 1 })).toBe('seen');
  });

  it('names what it waited for, with the last error as the cause', async () => {
    const cause = new Error('not there');
    const waiting = until(() => Promise.reject(cause), { timeoutMs: 20, intervalMs: 5, what: 'a miracle' });
    await expect(waiting).rejects.toThrow(/a miracle/);
    await expect(waiting).rejects.toMatchObject({ cause });
  });
});
