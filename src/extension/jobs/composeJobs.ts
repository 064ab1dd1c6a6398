import type { JobRecord } from '../../protocol/jobRecord.ts';
import { listJobsOperation } from '../../protocol/operations/jobs/listJobs.ts';
import type { Feature } from '../shared/feature.ts';
import type { Host } from '../shared/host.ts';
import { JobNotices } from './jobNotices.ts';
import { JobsSection } from './jobsSection.ts';

export function composeJobs({ client, errors, live, remembered, statusSections }: Host): Feature[] {
  const jobs = live.add<readonly JobRecord[]>({
    fetch: async (signal) => (await client.call(listJobsOperation, { limit: 50 }, { signal })).result.jobs,
    isAffectedBy: ({ kind }) => kind === 'jobs',
  });
  return [new JobsSection(statusSections), new JobNotices({ client, errors, jobs, remembered })];
}
