import path from 'node:path';
import pino, { type Logger as PinoLogger } from 'pino';
import type { DataDirectory } from '../home/dataDirectory.ts';
import type { Logger } from '../core/ports.ts';
import { SecretRedactor } from '../safety/secretRedactor.ts';
import { logName } from './logFiles.ts';
import { type Rotation, RotatingFile } from './rotatingFile.ts';

/** The log and those that were put aside take at most four times 4 MB. */
const usualRotation: Rotation = { maxBytes: 4 * 1024 * 1024, keep: 3 };

/**
 * `<home>/logs/server.log`, one JSON object a line, and the full ones before it. `MEMORY_BRIDGE_LOG` names another level
 * than `info`.
 */
export function openServerLog(
  directory: DataDirectory,
  rotation: () => Rotation = () => usualRotation,
): Logger {
  const level = process.env['MEMORY_BRIDGE_LOG'] ?? 'info';
  const known = level in pino.levels.values ? level : 'info';
  const file = path.join(directory.logs, logName);
  return adapt(
    pino(
      { level: known, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime },
      new RotatingFile(file, rotation),
    ),
  );
}

/** Reasons of failures quote what was said, and files, addresses and commands have secrets in them. */
function adapt(log: PinoLogger): Logger {
  const redactor = new SecretRedactor();
  const clean = (text: string): string => redactor.clean([text]).texts[0] ?? '';
  const write =
    (level: keyof Logger) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}) => {
      if (!log.isLevelEnabled(level)) return;
      const entries = Object.entries(fields).map(([name, value]) => [
        name,
        typeof value === 'string' ? clean(value) : value,
      ]);
      log[level](Object.fromEntries(entries), clean(message));
    };
  return {
    trace: write('trace'),
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
}
