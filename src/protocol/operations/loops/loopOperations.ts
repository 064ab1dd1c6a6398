import { loopOperation } from './loop.ts';

export const loopOperations = [loopOperation] as const;
