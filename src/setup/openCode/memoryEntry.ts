import path from 'node:path';
import { launcherPath } from '../launcher.ts';
import type { JsonValue } from './jsoncEdit.ts';

/** Name of the MCP server in OpenCode: tools read `memory_recall`. */
export const serverName = 'memory';

/** `local` runs the launcher, and works with the editor closed; `remote` calls the owner's port. */
export type SetupForm = 'local' | 'remote';

export type MemoryEntry = { [key: string]: JsonValue };

export interface EntryOptions {
  readonly form: SetupForm;
  /** The data directory. */
  readonly home: string;
  /** Port of the data directory; only the remote form names it. */
  readonly port?: number | undefined;
  /** Sent as `X-Memory-Project` by the remote form. The local form needs none: OpenCode starts it in the project. */
  readonly project?: string | undefined;
  readonly platform?: NodeJS.Platform | undefined;
}

/** What OpenCode's configuration has to say under `mcp.memory`. */
export function memoryEntry({ form, home, port, project, platform }: EntryOptions): MemoryEntry {
  if (form === 'local')
    return { type: 'local', command: [launcherPath(home, platform), 'mcp'], enabled: true };
  return {
    type: 'remote',
    url: `http://127.0.0.1:${port}/mcp`,
    enabled: true,
    // Else OpenCode would answer a refused token by trying to register itself with an OAuth server.
    oauth: false,
    headers: {
      Authorization: `Bearer {file:${path.join(home, 'token')}}`,
      ...(project === undefined ? {} : { 'X-Memory-Project': project }),
    },
  };
}

/** Whether an entry was written by a setup of this product, for whichever home, or by somebody else. */
export function isOurEntry(entry: unknown): boolean {
  if (typeof entry !== 'object' || entry === null) return false;
  const { type, command, url, headers } = entry as Record<string, unknown>;
  if (type === 'local') {
    if (!Array.isArray(command)) return false;
    const program = String(command[0]).split(/[\\/]/).at(-1) ?? '';
    return /^memory-bridge(\.cmd)?$/.test(program) && command[1] === 'mcp';
  }
  const authorization = (headers as Record<string, unknown> | undefined)?.['Authorization'];
  return (
    type === 'remote' &&
    /^http:\/\/127\.0\.0\.1:\d+\/mcp(\/full)?$/.test(String(url)) &&
    /^Bearer \{file:.*[\\/]token\}$/.test(String(authorization))
  );
}

/**
 * The entry as it should be, with what the person has added to it (a timeout, an environment) kept. Headers are
 * merged one by one; another form replaces the whole.
 */
export function mergeEntry(existing: unknown, wanted: MemoryEntry): MemoryEntry {
  if (!isOurEntry(existing)) return wanted;
  const old = existing as MemoryEntry;
  if (old['type'] !== wanted['type']) return wanted;
  const headers = { ...asObject(old['headers']), ...asObject(wanted['headers']) };
  return { ...old, ...wanted, ...(Object.keys(headers).length > 0 ? { headers } : {}) };
}

function asObject(value: JsonValue | undefined): MemoryEntry {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as MemoryEntry) : {};
}
