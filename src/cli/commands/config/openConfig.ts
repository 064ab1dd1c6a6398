import { existsSync } from 'node:fs';
import type { ConfigChanges } from '../../../protocol/settings/serverSettings.ts';
import type { ConfigFile } from '../../../settings/configFile.ts';
import type { GlobalOptions } from '../../cliContext.ts';
import type { CliIo } from '../../cliIo.ts';
import { openDirectory, refuseMissing } from '../../withMemory.ts';

/** A setting with what it is now. */
export interface SettingValue {
  readonly name: string;
  readonly value: unknown;
  readonly default: unknown;
  readonly isDefault: boolean;
  readonly summary: string;
}

export interface OpenConfig {
  readonly file: ConfigFile;
  readonly warnings: readonly string[];
  /** Those of a name, or all. Throws for a name that there is not, with what may have been meant. */
  readonly values: (name?: string) => SettingValue[];
  /** What a person means who sets a setting, or a group as an object, to what was typed. */
  readonly changesFor: (name: string, typed: string) => ConfigChanges;
}

/**
 * The settings of the data directory, as its file has them. No server is asked, and none is started. Unless they may begin
 * there, they or a memory have to be there already where one is named.
 */
export async function openConfig(
  globals: GlobalOptions,
  io: CliIo,
  { mayBegin = false }: { readonly mayBegin?: boolean } = {},
): Promise<OpenConfig> {
  const directory = await openDirectory(globals, io);
  if (!mayBegin && !existsSync(directory.configFile)) refuseMissing(directory, globals, io);
  const [{ ConfigFile }, { settingValues }, { typedChanges }] = await Promise.all([
    import('../../../settings/configFile.ts'),
    import('../../../settings/settingValues.ts'),
    import('../../../settings/typedChanges.ts'),
  ]);
  const file = new ConfigFile(directory);
  const { config, warnings } = file.read();
  return { file, warnings, values: (name) => settingValues(config, name), changesFor: typedChanges };
}
