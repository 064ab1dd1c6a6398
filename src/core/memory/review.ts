import type { Memory } from './memory.ts';

/**
 * What stands in front of every agent: a directive tells it what to do, and a global memory does so in every project.
 * Both are in force only when a person stands behind them.
 */
export function bindsOthers({ category, scope }: Pick<Memory, 'category' | 'scope'>): boolean {
  return category === 'directive' || scope === 'global';
}
