import { readWhole } from '../../home/wholeFile.ts';
import path from 'node:path';
import { getNodeValue } from 'jsonc-parser';
import { findOpenCodeConfig } from './findOpenCodeConfig.ts';
import { parseObject, valueOf } from './jsoncEdit.ts';
import { type SetupForm, isOurEntry, serverName } from './memoryEntry.ts';

export interface ConfiguredMemory {
  readonly path: string;
  readonly scope: 'global' | 'project';
  readonly form: SetupForm;
  readonly isOurs: boolean;
  /** Data directory that the entry leads to; undefined for the server of somebody else. */
  readonly home: string | undefined;
}

/**
 * The entry that OpenCode would use in a folder: the project's goes before the global one. Undefined when there is
 * none; throws `invalid_input` when a file cannot be read, because then OpenCode cannot start either.
 */
export async function readMemoryEntry({
  folder,
  environment,
}: {
  readonly folder: string;
  readonly environment?: NodeJS.ProcessEnv;
}): Promise<ConfiguredMemory | undefined> {
  for (const scope of ['project', 'global'] as const) {
    const { path: file, others } = await findOpenCodeConfig(scope, folder, environment);
    for (const candidate of [file, ...others.toReversed()]) {
      const text = readWhole(candidate) ?? null;
      const root = text === null ? undefined : parseObject(text.replace(/^\uFEFF/, ''), candidate);
      const node = valueOf(valueOf(root, 'mcp'), serverName);
      if (!node) continue;
      const entry = getNodeValue(node) as Record<string, unknown>;
      const isOurs = isOurEntry(entry);
      const form = entry['type'] === 'remote' ? 'remote' : 'local';
      return { path: candidate, scope, form, isOurs, home: isOurs ? homeOf(entry) : undefined };
    }
  }
  return undefined;
}

function homeOf(entry: Record<string, unknown>): string | undefined {
  const environment = entry['environment'] as Record<string, string> | undefined;
  const command = entry['command'] as readonly string[] | undefined;
  if (command?.[0] !== undefined)
    return environment?.['MEMORY_BRIDGE_HOME'] ?? path.dirname(path.dirname(command[0]));
  const headers = entry['headers'] as Record<string, string> | undefined;
  const token = /\{file:(.+)\}/.exec(headers?.['Authorization'] ?? '')?.[1];
  return token === undefined ? undefined : path.dirname(token);
}
