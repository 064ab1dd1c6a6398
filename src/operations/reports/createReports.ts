import type { reportOperations } from '../../protocol/operations/reports/reportOperations.ts';
import type { Group } from '../operation.ts';
import type { EmbeddingPort } from '../ports.ts';
import { createBackgroundReport } from './backgroundReport.ts';
import { effectivenessReport } from './effectivenessReport.ts';

export interface ReportsPorts {
  readonly embedding: EmbeddingPort;
}

/** What is used of the memory, and what is done without anybody asking. */
export function createReports({ embedding }: ReportsPorts): Group<typeof reportOperations> {
  return {
    effectiveness_report: effectivenessReport,
    background_report: createBackgroundReport(embedding),
  };
}
