import type { systemOperations } from '../../protocol/operations/system/systemOperations.ts';
import type { Group } from '../operation.ts';
import type { RestorePort, TokenPort } from '../ports.ts';
import { backup } from './backup.ts';
import { createConfigure } from './configure.ts';
import { createListBackups } from './listBackups.ts';
import { createRestoreBackup } from './restoreBackup.ts';
import { createRotateToken } from './rotateToken.ts';
import { createMemoryStatus, type ServerStatusPorts } from './memoryStatus.ts';
import { createStats, type StatsPorts } from './stats.ts';

export interface SystemPorts extends ServerStatusPorts, StatsPorts {
  readonly token: TokenPort;
  readonly restore: RestorePort;
}

export function createSystem(ports: SystemPorts): Group<typeof systemOperations> {
  return {
    stats: createStats(ports),
    memory_status: createMemoryStatus(ports),
    configure: createConfigure(ports.config),
    backup,
    list_backups: createListBackups(ports.backups, ports.restore),
    restore_backup: createRestoreBackup(ports.restore),
    rotate_token: createRotateToken(ports.token),
  };
}
