import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import pino, { type Logger as PinoLogger } from 'pino';
import type { DataDirectory } from '../client/dataDirectory.ts';
import type { Logger } from '../core/ports.ts';

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

function adapt(log: PinoLogger): Logger {
  return {
    trace: (message, fields = {}) => log.trace(fields, message),
    debug: (message, fields = {}) => log.debug(fields, message),
    info: (message, fields = {}) => log.info(fields, message),
    warn: (message, fields = {}) => log.warn(fields, message),
    error: (message, fields = {}) => log.error(fields, message),
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
