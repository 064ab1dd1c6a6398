import path from 'node:path';
import pino, { type Logger as PinoLogger } from 'pino';
import type { DataDirectory } from '../home/dataDirectory.ts';
import type { Logger } from '../core/ports.ts';
import { configSchema, type ServerConfig } from '../protocol/settings/serverSettings.ts';
import { SecretRedactor } from '../safety/secretRedactor.ts';
import { ConfigFile } from '../settings/configFile.ts';
import { logName } from '../home/logFiles.ts';
import { type Rotation, RotatingFile } from './rotatingFile.ts';

/** Settings are read anew after this long, ms, by whoever has something to log. */
const readAgainAfter = 5_000;

/**
 * `<home>/logs/server.log`, one JSON object a line, and the full ones before it, as the settings want them.
 * `MEMORY_BRIDGE_LOG` goes before the level of the settings.
 */
export function openServerLog(directory: DataDirectory): Logger {
  const settings = new LogSettings(directory);
  const file = new RotatingFile(path.join(directory.logs, logName), () => settings.rotation);
  const log = pino(
    { level: 'trace', base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime },
    file,
  );
  return adapt(log, () => settings.level);
}

type Level = keyof Logger;

class LogSettings {
  readonly #config: ConfigFile;
  #read: ServerConfig['logs'] | undefined;
  #readAt = -Infinity;

  constructor(directory: DataDirectory) {
    this.#config = new ConfigFile(directory);
  }

  get level(): Level {
    const named = process.env['MEMORY_BRIDGE_LOG'];
    return named !== undefined && isLevel(named) ? named : this.#settings.level;
  }

  get rotation(): Rotation {
    const { maxMegabytes, keep } = this.#settings;
    return { maxBytes: maxMegabytes * 1024 * 1024, keep };
  }

  get #settings(): ServerConfig['logs'] {
    const now = performance.now();
    if (this.#read && now - this.#readAt < readAgainAfter) return this.#read;
    this.#readAt = now;
    try {
      this.#read = this.#config.read().config.logs;
    } catch {
      // Whoever needs the settings says that they cannot be read.
      this.#read ??= configSchema.parse({}).logs;
    }
    return this.#read;
  }
}

const severity = { trace: 10, debug: 20, info: 30, warn: 40, error: 50 } as const satisfies Record<
  Level,
  number
>;

const isLevel = (name: string): name is Level => Object.hasOwn(severity, name);

/** Reasons of failures quote what was said, and files, addresses and commands have secrets in them. */
function adapt(log: PinoLogger, level: () => Level): Logger {
  const redactor = new SecretRedactor();
  const clean = (text: string): string => redactor.clean([text]).texts[0] ?? '';
  const write =
    (at: Level) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}) => {
      if (severity[at] < severity[level()]) return;
      const entries = Object.entries(fields).map(([name, value]) => [
        name,
        typeof value === 'string' ? clean(value) : value,
      ]);
      log[at](Object.fromEntries(entries), clean(message));
    };
  return {
    trace: write('trace'),
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
}
