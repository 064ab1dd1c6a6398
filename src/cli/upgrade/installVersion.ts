import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MemoryBridgeError } from '../../core/errors.ts';
import { product } from '../../core/product.ts';
import type { DataDirectory } from '../../home/dataDirectory.ts';
import { type LauncherState, refreshLauncher } from '../../setup/launcher.ts';
import type { Npm } from './npm.ts';

const signingRegistry = 'registry.npmjs.org';

export interface Installed {
  readonly launcher: LauncherState;
  /** The registry has signed it, and npm has checked that. False where the registry signs nothing. */
  readonly isSigned: boolean;
}

/**
 * Has npm fetch one version beside the one that runs, checks it, and only then has the launcher run it. Whatever ends this
 * in between, the old version stays the one that runs.
 */
export async function installVersion(
  directory: DataDirectory,
  {
    version,
    registry,
    npm,
  }: { readonly version: string; readonly registry: URL; readonly npm: Pick<Npm, 'run'> },
): Promise<Installed> {
  directory.prepare();
  // What is left of it after a crash is cleared away with what is left of other installations.
  const folder = path.join(
    directory.bin,
    'versions',
    `.tmp-upgrade-${process.pid}-${randomBytes(4).toString('hex')}`,
  );
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await writeFile(path.join(folder, 'package.json'), '{ "private": true }\n');
    const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--omit=dev', '--loglevel=error'];
    const done = await npm.run(
      ['install', '--prefix', folder, ...quiet, '--save-exact', `${product}@${version}`],
      registry,
    );
    if (done.code !== 0) throw refused(`npm could not install ${product} ${version}`, done.output);
    const isSigned = await isSignedBy(folder, npm, registry);
    const installed = path.join(folder, 'node_modules', product);
    const manifest = JSON.parse(await readFile(path.join(installed, 'package.json'), 'utf8')) as {
      version?: string;
    };
    if (manifest.version !== version)
      throw refused(`npm installed ${manifest.version ?? 'no version'} in place of ${version}`, '');
    const launcher = await refreshLauncher({
      home: directory.home,
      dist: path.join(installed, 'dist'),
      version,
      runtime: process.execPath,
      isEditor: false,
    });
    return { launcher, isSigned };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Throws when a signature is missing or wrong. Only npm's own registry signs, with keys that npm gets elsewhere; mirrors hand
 * on what is verified by its sum.
 */
async function isSignedBy(folder: string, npm: Pick<Npm, 'run'>, registry: URL): Promise<boolean> {
  if (registry.hostname !== signingRegistry) return false;
  const { code, output } = await npm.run(['audit', 'signatures', '--prefix', folder], registry);
  if (code === 0) return true;
  throw refused('The signature of the package could not be verified', output);
}

function refused(what: string, output: string): MemoryBridgeError {
  const said = output
    .split('\n')
    .map((line) => line.replace(/^npm (?:error|ERR!) ?/, '').trim())
    .filter((line) => line !== '' && !/complete log|_logs/.test(line))
    .slice(0, 4)
    .join(' ');
  return new MemoryBridgeError('unavailable', `${what}; the version that runs was kept. ${said}`.trimEnd());
}
