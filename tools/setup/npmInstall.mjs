/** Installs packages from the registry into a folder of their own, whatever `npm run` has put in the environment. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheDirectory } from './cache.mjs';
import { nestedNpmEnvironment } from './nestedNpmEnvironment.mjs';
import { runWithProgress } from './progress.mjs';

/**
 * @param {object} options
 * @param {string} options.label For progress lines.
 * @param {string} options.directory An empty folder; becomes a package with the dependencies.
 * @param {Record<string, string>} options.dependencies Exact versions.
 * @param {string[]} [options.allowScripts] Packages whose install scripts have to run.
 * @param {NodeJS.ProcessEnv} [options.env] Added to the environment.
 * @param {(line: string) => void} [options.log]
 */
export async function npmInstall({ label, directory, dependencies, allowScripts = [], env, log }) {
  const manifest = {
    private: true,
    dependencies,
    allowScripts: Object.fromEntries(allowScripts.map((name) => [name, true])),
  };
  await writeFile(path.join(directory, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const args = ['install', '--no-audit', '--no-fund', '--loglevel=info', '--foreground-scripts'];
  if (allowScripts.length === 0) args.push('--ignore-scripts');
  const logName = Object.keys(dependencies)
    .join('-')
    .replaceAll(/[^a-z0-9.-]+/gi, '-');
  await runWithProgress({
    label,
    command: 'npm',
    args: [...args, '--prefix', directory],
    cwd: directory,
    env: { ...nestedNpmEnvironment(process.env), ...env },
    logFile: path.join(cacheDirectory(), 'logs', `${logName}.log`),
    ...(log && { log }),
  });
}
