import type { Memory } from './memory.ts';

/** Whether a candidate asks if another memory still holds, rather than to become one. */
export function isQuestion({ status, metadata }: Pick<Memory, 'status' | 'metadata'>): boolean {
  return status === 'candidate' && typeof metadata['ends'] === 'string';
}
