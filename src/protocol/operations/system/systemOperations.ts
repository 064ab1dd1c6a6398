import { statsOperation } from './stats.ts';
import { memoryStatusOperation } from './memoryStatus.ts';
import { configureOperation } from './configure.ts';
import { backupOperation } from './backup.ts';
import { listBackupsOperation } from './listBackups.ts';
import { restoreBackupOperation } from './restoreBackup.ts';
import { rotateTokenOperation } from './rotateToken.ts';

export const systemOperations = [
  statsOperation,
  memoryStatusOperation,
  configureOperation,
  backupOperation,
  listBackupsOperation,
  restoreBackupOperation,
  rotateTokenOperation,
] as const;
