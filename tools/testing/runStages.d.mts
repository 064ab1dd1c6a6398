import type { Stage } from './stages.mjs';

export function runStages(options: {
  root: string;
  stages: Stage[];
  env?: NodeJS.ProcessEnv;
  signal?: AbortSignal;
  isQuiet?: boolean;
  log?: (line: string) => void;
}): Promise<number>;
