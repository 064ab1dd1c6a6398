import type { Problem, ProblemKind } from './checkRows.ts';

/** What all rounds so far have shown. Plain JSON, so that a run can be cut and gone on with. */
export interface KillTally {
  kills: number;
  acknowledged: number;
  /** Sent and not answered when the server was killed. */
  unanswered: number;
  /** Of those, on disk all the same. */
  unansweredDone: number;
  /** Kills in the middle of a transaction: its frames were in the log, its commit was not. */
  unfinishedTransactions: number;
  readBack: 'native' | 'own engine';
  restartsMs: number[];
  logBytes: number[];
  problems: (Problem & { readonly round: number })[];
}

export function newTally(readBack: KillTally['readBack']): KillTally {
  return {
    kills: 0,
    acknowledged: 0,
    unanswered: 0,
    unansweredDone: 0,
    unfinishedTransactions: 0,
    readBack,
    restartsMs: [],
    logBytes: [],
    problems: [],
  };
}

/** Figures for the report, and failures in words. */
export function summarizeKills(tally: KillTally): { figures: object; failures: string[] } {
  const { problems, restartsMs, logBytes, ...counts } = tally;
  const count = (kind: ProblemKind) => problems.filter((problem) => problem.kind === kind).length;
  return {
    figures: {
      ...counts,
      lost: count('lost'),
      integrityFailures: count('integrity'),
      partial: count('partial'),
      appliedTwice: count('appliedTwice'),
      wrongAnswers: count('wrongAnswer'),
      restartP50Ms: quantile(restartsMs, 0.5),
      restartP95Ms: quantile(restartsMs, 0.95),
      logBytesP50: quantile(logBytes, 0.5),
      logBytesMax: quantile(logBytes, 1),
    },
    failures: problems.map(({ round, kind, text }) => `round ${round}, ${kind}: ${text}`),
  };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0);
}
