import path from 'node:path';
import type { Command } from 'commander';
import { compareVersions } from '../../../core/compareVersions.ts';
import { MemoryBridgeError } from '../../../core/errors.ts';
import { product, version as running } from '../../../core/product.ts';
import type { DataDirectory } from '../../../home/dataDirectory.ts';
import { type CliContext, globalOptionsOf } from '../../cliContext.ts';
import type { CliIo } from '../../cliIo.ts';
import { exampleText } from '../../exampleText.ts';
import { UsageError } from '../../usageError.ts';
import { openDirectory } from '../../withMemory.ts';

interface Options {
  readonly check?: boolean;
  readonly rollback?: boolean;
}

/** What programs get. */
interface Outcome {
  readonly installed: string;
  readonly newest?: string;
  readonly isNewer?: boolean;
  /** What the launcher runs from now on; absent when nothing was changed. */
  readonly now?: string | null;
  readonly isSigned?: boolean;
}

export function addUpgrade(program: Command, { io }: CliContext): void {
  program
    .command('upgrade')
    .summary('install the newest version')
    .description(
      'Install the newest version, once npm has verified it. The previous one is kept. Nothing is upgraded, or looked for, ' +
        'unless you run this.',
    )
    .option('--check', 'only say what is installed and what is the newest')
    .option('--rollback', 'go back to the previous version')
    .addHelpText(
      'after',
      exampleText([
        'memory-bridge upgrade --check',
        'memory-bridge upgrade',
        'memory-bridge upgrade --rollback',
      ]),
    )
    .action(async (options: Options, command: Command) => {
      if (options.check && options.rollback) throw new UsageError('Give --check or --rollback, not both.');
      const globals = globalOptionsOf(command, io);
      const directory = await openDirectory(globals, io);
      const outcome = options.rollback
        ? await rollBack(directory)
        : await upgrade(directory, io, options.check ?? false);
      if (globals.json) return io.print(JSON.stringify(outcome, undefined, 2));
      say(outcome, directory, io);
    });
}

async function upgrade(directory: DataDirectory, io: CliIo, isCheck: boolean): Promise<Outcome> {
  const [{ networkOf }, { offlineReason }, { readLauncher }, { Npm }, { newestVersion }, { ConfigFile }] =
    await Promise.all([
      import('../../../net/networkOf.ts'),
      import('../../../net/offline.ts'),
      import('../../../setup/launcher.ts'),
      import('../../upgrade/npm.ts'),
      import('../../upgrade/newestVersion.ts'),
      import('../../../settings/configFile.ts'),
    ]);
  const network = networkOf(io.env, () => new ConfigFile(directory).read().config.network.offline);
  const npm = new Npm(io.env, network);
  // npm is not even asked for its settings while nothing may leave.
  const registry =
    offlineReason(network) === undefined || io.env['npm_config_registry']
      ? await npm.registry()
      : new URL('https://registry.npmjs.org/');
  const installed = (await readLauncher(directory.home)).version ?? running;
  const newest = await newestVersion(registry, network);
  const isNewer = compareVersions(newest, installed) > 0;
  if (isCheck || !isNewer) return { installed, newest, isNewer };
  io.progress?.(`Installing ${newest} …`);
  const { installVersion } = await import('../../upgrade/installVersion.ts');
  const { launcher, isSigned } = await installVersion(directory, { version: newest, registry, npm }).finally(
    () => io.progress?.(''),
  );
  return { installed, newest, isNewer, now: launcher.version, isSigned };
}

async function rollBack(directory: DataDirectory): Promise<Outcome> {
  const { readLauncher, rollBackLauncher } = await import('../../../setup/launcher.ts');
  const installed = (await readLauncher(directory.home)).version;
  if (installed === null)
    throw new MemoryBridgeError(
      'not_found',
      'Nothing is installed in the data folder that could be rolled back.',
    );
  const { version } = await rollBackLauncher(directory.home);
  return { installed, now: version };
}

function say(
  { installed, newest, isNewer, now, isSigned }: Outcome,
  directory: DataDirectory,
  io: CliIo,
): void {
  if (now !== undefined) {
    io.print(`${newest === undefined ? 'Went back' : 'Upgraded'} from ${installed} to ${now ?? 'nothing'}.`);
    if (isSigned === false)
      io.note(io.paint.dim('npm has verified its sum. This registry signs no packages.'));
    io.note(io.paint.dim('Editors and servers that run use it when they are started again.'));
  } else {
    io.print(`Installed: ${installed}\nNewest:    ${newest ?? 'unknown'}`);
    io.note(io.paint.dim(isNewer ? 'Install it: memory-bridge upgrade' : 'This is the newest version.'));
  }
  // One that npm or an editor has put elsewhere is theirs to update.
  if (now !== undefined && !isOfLauncher(directory))
    io.note(
      io.paint.dim(
        `The program that you have just run is another copy (${running}). If npm installed it: npm install --global ${product}`,
      ),
    );
}

const isOfLauncher = ({ bin }: DataDirectory): boolean =>
  path.resolve(process.argv[1] ?? '').startsWith(path.join(bin, 'versions') + path.sep);
