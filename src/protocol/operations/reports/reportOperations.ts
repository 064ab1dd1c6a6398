import { backgroundReportOperation } from './backgroundReport.ts';
import { effectivenessReportOperation } from './effectivenessReport.ts';

export const reportOperations = [effectivenessReportOperation, backgroundReportOperation] as const;
