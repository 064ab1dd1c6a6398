import type { Feature } from '../shared/feature.ts';
import type { Host } from '../shared/host.ts';
import { JobsSection } from './jobsSection.ts';

export function composeJobs({ statusSections }: Host): Feature[] {
  return [new JobsSection(statusSections)];
}
