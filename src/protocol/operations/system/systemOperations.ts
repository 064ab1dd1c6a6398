import { statsOperation } from './stats.ts';
import { serverStatusOperation } from './serverStatus.ts';
import { configureOperation } from './configure.ts';
import { backupOperation } from './backup.ts';
import { rotateTokenOperation } from './rotateToken.ts';

export const systemOperations = [
  statsOperation,
  serverStatusOperation,
  configureOperation,
  backupOperation,
  rotateTokenOperation,
] as const;
