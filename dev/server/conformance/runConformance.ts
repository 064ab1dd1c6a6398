import { conformance } from '../../../tools/setup/conformance.mjs';
import { runProcess } from '../../processes/processes.ts';

export interface ConformanceReport {
  /** Scenarios that the revision requires, and those of them that passed. */
  readonly scored: readonly string[];
  readonly passed: readonly string[];
  readonly exitCode: number | null;
  /** What the suite printed, for a failing test. */
  readonly output: string;
}

const line = /^([✓✗]) ([a-z0-9-]+): \d+ passed, \d+ failed$/gm;

/** Runs what one revision of the protocol requires of a server; `cwd` receives the suite's result files. */
export async function runConformance(options: {
  revision: '2025-11-25' | '2026-07-28';
  url: string;
  cwd: string;
}): Promise<ConformanceReport> {
  const { node, entry } = await conformance();
  const run = await runProcess(
    node,
    [entry, 'server', '--url', options.url, '--requirements', options.revision],
    { cwd: options.cwd, timeoutMs: 100_000 },
  );
  const summary = run.stdout.split('=== SUMMARY ===')[1] ?? '';
  const notScored = new Set(
    [...summary.matchAll(/^ {2}[✓✗] ([a-z0-9-]+) \(/gm)].map(([, name = '']) => name),
  );
  const lines = [...summary.matchAll(line)].filter(([, , name = '']) => !notScored.has(name));
  return {
    scored: lines.map(([, , name = '']) => name),
    passed: lines.filter(([, mark]) => mark === '✓').map(([, , name = '']) => name),
    exitCode: run.code,
    output: `${run.stdout.slice(-8_000)}\n${run.stderr.slice(-2_000)}`,
  };
}
