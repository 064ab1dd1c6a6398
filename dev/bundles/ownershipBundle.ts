import path from 'node:path';
import { build } from 'esbuild';
import { builtOnce } from './builtOnce.ts';
import { buildCli, type CliBundle, layVersion, versionDefined } from './cliBundle.ts';
import { nodeOptions } from './nodeProgram.ts';

/** The processes that own data, as they are shipped, and a stand-in for an editor window. */
export interface OwnershipBundle extends CliBundle {
  readonly server: string;
  readonly cli: string;
  readonly window: string;
  /** Stands in for `cli` where an owner never answers, and says so soon: `--json serve` and `mcp` alone. */
  readonly impatientCli: string;
}

/** Lays `server.js`, `cli.js` and the window into `dist`, under the version that a test wants to see. */
export async function buildOwnership(dist: string, version = '0.1.0-test.1'): Promise<OwnershipBundle> {
  const bundle = await buildCli(dist, version);
  await layVersion(await builtOnce('contenders', buildContenders), dist, version);
  const file = (name: string) => path.join(dist, name);
  return {
    ...bundle,
    server: file('server.js'),
    cli: file('cli.js'),
    window: file('window.js'),
    impatientCli: file('impatientCli.js'),
  };
}

async function buildContenders(folder: string): Promise<void> {
  await build({
    ...nodeOptions,
    entryPoints: {
      window: 'dev/server/ownership/windowProcess.ts',
      impatientCli: 'dev/server/ownership/impatientCli.ts',
    },
    outdir: folder,
    define: { ...nodeOptions.define, ...versionDefined },
  });
}
