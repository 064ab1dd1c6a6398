import { describeJob } from '../../protocol/describeJob.ts';
import { listJobsOperation } from '../../protocol/operations/jobs/listJobs.ts';
import type { QueryOperation } from '../operation.ts';
import { toJobRecord } from '../shared/jobRecords.ts';
import { findJob } from './findJob.ts';

export const listJobs: QueryOperation<typeof listJobsOperation> = {
  definition: listJobsOperation,

  async run({ ids, states, limit }, _context, reader) {
    const wanted = ids && (await Promise.all(ids.map(async (id) => (await findJob(reader, id)).id)));
    const jobs = await reader.jobs.list({
      limit,
      ...(wanted ? { ids: wanted } : {}),
      ...(states ? { states } : {}),
    });
    return { jobs: jobs.map(toJobRecord) };
  },

  render: ({ jobs }) => (jobs.length === 0 ? 'There are no jobs.' : jobs.map(describeJob).join('\n')),
};
