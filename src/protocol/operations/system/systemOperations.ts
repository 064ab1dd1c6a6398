import { statsOperation } from './stats.ts';
import { memoryStatusOperation } from './memoryStatus.ts';
import { configureOperation } from './configure.ts';
import { backupOperation } from './backup.ts';
import { rotateTokenOperation } from './rotateToken.ts';

export const systemOperations = [
  statsOperation,
  memoryStatusOperation,
  configureOperation,
  backupOperation,
  rotateTokenOperation,
] as const;
