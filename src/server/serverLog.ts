import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import pino, { type Logger as PinoLogger } from 'pino';
import type { DataDirectory } from '../home/dataDirectory.ts';
import type { Logger } from '../core/ports.ts';
import { SecretRedactor } from '../safety/secretRedactor.ts';

/** The log and the one before it take at most twice this much, bytes. */
const maxSize = 4 * 1024 * 1024;

/** `<home>/logs/server.log`, one JSON object a line. `MEMORY_BRIDGE_LOG` names another level than `info`. */
export function openServerLog(directory: DataDirectory): Logger {
  const level = process.env['MEMORY_BRIDGE_LOG'] ?? 'info';
  const known = level in pino.levels.values ? level : 'info';
  const file = path.join(directory.logs, 'server.log');
  return adapt(
    pino(
      { level: known, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime },
      new CappedFile(file),
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

/**
 * Appends whole lines at once, so that several processes may write the same file, and puts a full file aside. A log
 * that cannot be written is no reason to fail.
 */
class CappedFile {
  readonly #path: string;

  constructor(file: string) {
    this.#path = file;
  }

  write(line: string): void {
    try {
      const file = openSync(this.#path, 'a', 0o600);
      writeSync(file, line);
      const { size } = fstatSync(file);
      closeSync(file);
      if (size > maxSize) renameSync(this.#path, `${this.#path}.1`);
    } catch {
      // The disk is full or the folder is gone; what had to be said is said by the operation that fails.
    }
  }
}
