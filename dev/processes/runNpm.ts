import { nestedNpmEnvironment } from '../../tools/setup/nestedNpmEnvironment.mjs';
import { type ProcessResult, runProcess } from './processes.ts';

/** npm as a person would start it, whatever `npm run` this process was started by. `cache` is npm's own folder. */
export function runNpm(
  args: readonly string[],
  { cwd, cache }: { cwd: string; cache: string },
): Promise<ProcessResult> {
  const isWindows = process.platform === 'win32';
  return runProcess(isWindows ? 'cmd.exe' : 'npm', [...(isWindows ? ['/d', '/c', 'npm'] : []), ...args], {
    cwd,
    env: { ...nestedNpmEnvironment(process.env), npm_config_cache: cache },
  });
}
