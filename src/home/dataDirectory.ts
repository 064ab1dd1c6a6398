import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { MemoryBridgeError } from '../core/errors.ts';
import { environment, product } from '../core/product.ts';

export interface HomeOptions {
  /** What `--home` said; it goes before the environment. */
  readonly home?: string | undefined;
  readonly env?: NodeJS.ProcessEnv;
  readonly platform?: NodeJS.Platform;
}

/** The data directory that is meant: `--home`, else `MEMORY_BRIDGE_HOME`, else the platform's data folder. */
export function resolveHome({
  home,
  env = process.env,
  platform = process.platform,
}: HomeOptions = {}): string {
  const named = home ?? env[environment.home];
  if (named) return path.resolve(named);
  if (platform === 'win32')
    return path.join(env['LOCALAPPDATA'] ?? path.join(homedir(), 'AppData', 'Local'), product);
  if (platform === 'darwin') return path.join(homedir(), 'Library', 'Application Support', product);
  const data = env['XDG_DATA_HOME'];
  // The specification has relative paths ignored.
  return path.join(data && path.isAbsolute(data) ? data : path.join(homedir(), '.local', 'share'), product);
}

/** The folder that holds everything the product keeps, and where each thing lies in it. */
export class DataDirectory {
  readonly home: string;

  constructor(home: string) {
    this.home = home;
  }

  static resolve(options: HomeOptions = {}): DataDirectory {
    return new DataDirectory(resolveHome(options));
  }

  get database(): string {
    return path.join(this.home, 'memory.db');
  }
  get serverFile(): string {
    return path.join(this.home, 'server.json');
  }
  get tokenFile(): string {
    return path.join(this.home, 'token');
  }
  get previousTokenFile(): string {
    return path.join(this.home, 'token.previous');
  }
  get ownerFile(): string {
    return path.join(this.home, 'owner.json');
  }
  get configFile(): string {
    return path.join(this.home, 'config.jsonc');
  }
  /** Explains the settings to editors. */
  get configSchemaFile(): string {
    return path.join(this.home, 'config.schema.json');
  }
  /** The settings as they were understood last, for the time when `configFile` cannot be read. */
  get lastConfigFile(): string {
    return path.join(this.home, 'config.last.json');
  }
  get bin(): string {
    return path.join(this.home, 'bin');
  }
  get models(): string {
    return path.join(this.home, 'models');
  }
  get backups(): string {
    return path.join(this.home, 'backups');
  }
  /** Which of the copies in `backups` is to take the place of the database, or has. */
  get restoreFile(): string {
    return path.join(this.home, 'restore.json');
  }
  get exports(): string {
    return path.join(this.home, 'exports');
  }
  get logs(): string {
    return path.join(this.home, 'logs');
  }

  /**
   * Makes the folders that are missing; the home is closed to other users even when it was there before. Throws
   * `read_only` or `disk_full` when that is not possible.
   */
  prepare(): this {
    try {
      this.#makeFolders();
    } catch (error) {
      const code = codeOf(error);
      // Something in its place, or in the place of a folder above it.
      if (code === 'EEXIST' || code === 'ENOTDIR')
        throw new MemoryBridgeError(
          'read_only',
          `${this.home} is not a folder. Name another data directory with --home.`,
          { cause: error },
        );
      throw code === 'ENOSPC'
        ? new MemoryBridgeError('disk_full', `There is no space left for ${this.home}.`, { cause: error })
        : new MemoryBridgeError(
            'read_only',
            `The data directory ${this.home} cannot be used: ${String(error)}. Correct its permissions, or name another one with --home.`,
            { cause: error },
          );
    }
    return this;
  }

  #makeFolders(): void {
    mkdirSync(this.home, { recursive: true, mode: 0o700 });
    if (process.platform !== 'win32' && (statSync(this.home).mode & 0o077) !== 0) chmodSync(this.home, 0o700);
    for (const folder of [this.bin, this.models, this.backups, this.exports, this.logs])
      mkdirSync(folder, { recursive: true, mode: 0o700 });
  }
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;
