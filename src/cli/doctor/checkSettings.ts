import { existsSync } from 'node:fs';
import { type Check, type DoctorContext, messageOf, ok, warn } from './check.ts';

/** What in the file of the settings is not understood, so that something else holds than was written. */
export async function checkSettings({ directory }: Pick<DoctorContext, 'directory'>): Promise<Check> {
  const name = 'Settings';
  const { configFile } = directory;
  if (!existsSync(configFile)) return ok(name, 'all at their defaults');
  const { ConfigFile } = await import('../../settings/configFile.ts');
  try {
    const { warnings } = new ConfigFile(directory).read();
    if (warnings.length === 0) return ok(name, configFile);
    return { ...warn(name, warnings.join(' '), 'Run: memory-bridge config edit'), quotes: true };
  } catch (error) {
    return warn(name, messageOf(error), `Make ${configFile} a file that you can read.`);
  }
}
