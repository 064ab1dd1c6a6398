import { statSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { environment } from '../core/product.ts';
import type { CliIo } from './cliIo.ts';
import { UsageError } from './usageError.ts';

/** Options that every command takes. */
export interface GlobalOptions {
  readonly json: boolean;
  readonly home: string | undefined;
  readonly port: number | undefined;
  /** As given by `--project`; undefined when the person named none. */
  readonly namedProject: string | undefined;
  /** What calls are about: the named project, else `MEMORY_BRIDGE_PROJECT`, else the current directory. */
  readonly project: string;
}

/** What a command needs to run. `exitCode` may be raised by a command that has printed its result and yet failed. */
export interface CliContext {
  readonly io: CliIo;
  exitCode: number;
}

export function globalOptionsOf(command: Command, io: CliIo): GlobalOptions {
  const given = command.optsWithGlobals<{ json?: boolean; home?: string; port?: string; project?: string }>();
  const namedProject = given.project === undefined ? undefined : asDirectory(given.project, io.cwd);
  return {
    json: given.json ?? false,
    home: given.home,
    port: parsePort(given.port),
    namedProject,
    project: namedProject ?? io.env[environment.project] ?? io.cwd,
  };
}

/** The server works elsewhere, so a folder is named in full; anything else is an id or an alias. */
export function asDirectory(project: string, cwd: string): string {
  const folder = path.resolve(cwd, project);
  return isFolder(folder) ? folder : project;
}

/** What cannot be looked at, because of its length, its signs or its rights, is for the server to refuse in words. */
function isFolder(place: string): boolean {
  try {
    return statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    return false;
  }
}

function parsePort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new UsageError(`--port takes a number from 1 to 65535, not "${text}".`);
  return port;
}
