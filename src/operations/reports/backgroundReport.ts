import type { JobState } from '../../core/jobs/job.ts';
import type { Job } from '../../core/jobs/job.ts';
import { shortId } from '../../core/shortId.ts';
import { ageLabel } from '../../core/text/ageLabel.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { describeEmbedding } from '../../protocol/describeEmbedding.ts';
import { jobName } from '../../protocol/describeJob.ts';
import { backgroundReportOperation } from '../../protocol/operations/reports/backgroundReport.ts';
import type { QueryOperation } from '../operation.ts';
import type { EmbeddingPort } from '../ports.ts';
import { counted } from '../shared/rendering.ts';

const day = 86_400_000;
const mostJobs = 1_000;
const mostFailures = 5;

export function createBackgroundReport(
  embedding: Pick<EmbeddingPort, 'status'>,
): QueryOperation<typeof backgroundReportOperation> {
  return {
    definition: backgroundReportOperation,

    async run({ days }, { now }, unit) {
      const { jobs, memories } = unit;
      const since = now - days * day;
      const recent = (await jobs.list({ limit: mostJobs })).filter(({ updatedAt }) => updatedAt >= since);
      const kinds = [...new Set(recent.map(({ kind }) => kind))].sort();
      const { byStatus } = await memories.counts({ statuses: ['candidate'] });
      return {
        days,
        jobs: kinds.map((kind) =>
          summaryOf(
            kind,
            recent.filter((job) => job.kind === kind),
          ),
        ),
        failures: recent
          .filter(({ state }) => state === 'failed')
          .slice(0, mostFailures)
          .map(({ id, kind, updatedAt, error }) => ({ id, kind, at: updatedAt, error: error ?? '' })),
        candidates: byStatus['candidate'] ?? 0,
        embedding: describeEmbedding(await embedding.status(unit)),
      };
    },

    render({ days, jobs, failures, candidates, embedding }, _input, { now }) {
      const lines = jobs.map(({ kind, counts, longestMs }) => {
        const said = Object.entries(counts).map(([state, count]) => `${count} ${state}`);
        const longest = longestMs === null ? '' : `, ${Math.ceil(longestMs / 1_000)} s at most`;
        return `- ${said.join(', ')}${longest}: ${oneLine(jobName(kind))}`;
      });
      return [
        jobs.length === 0
          ? `No jobs in the last ${counted(days, 'day')}.`
          : `Jobs of the last ${counted(days, 'day')}:`,
        ...lines,
        ...failures.map(
          ({ id, kind, at, error }) =>
            `Failed ${ageLabel(at, now)}: ${oneLine(jobName(kind))} ${shortId(id)}: ${oneLine(error)}`,
        ),
        `${counted(candidates, 'candidate')} in the Inbox.`,
        `Vectors: ${oneLine(embedding)}`,
      ].join('\n');
    },
  };
}

function summaryOf(kind: string, jobs: readonly Job[]) {
  const counts: Partial<Record<JobState, number>> = {};
  for (const { state } of jobs) counts[state] = (counts[state] ?? 0) + 1;
  const ended = jobs.filter(({ state }) => state === 'done' || state === 'failed');
  const times = ended.map(({ createdAt, updatedAt }) => updatedAt - createdAt);
  return { kind, counts, longestMs: times.length === 0 ? null : Math.max(...times) };
}
