import path from 'node:path';
import { build } from 'esbuild';
import { buildCli, type CliBundle } from './cliBundle.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** The processes that own data, as they are shipped, and a stand-in for an editor window. */
export interface OwnershipBundle extends CliBundle {
  readonly server: string;
  readonly cli: string;
  readonly window: string;
}

/** Bundles `server.js`, `cli.js` and the window into `dist`, under the version that a test wants to see. */
export async function buildOwnership(dist: string, version = '0.1.0-test.1'): Promise<OwnershipBundle> {
  const bundle = await buildCli(dist, version);
  await build({
    absWorkingDir: root,
    entryPoints: { server: 'src/server/main.ts', window: 'dev/server/ownership/windowProcess.ts' },
    outdir: dist,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'warning',
    legalComments: 'none',
    loader: { '.node': 'empty' },
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
    define: { __VERSION__: JSON.stringify(version), 'import.meta.url': '__importMetaUrl' },
    banner: { js: "const __importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
  });
  const file = (name: string) => path.join(dist, name);
  return { ...bundle, server: file('server.js'), cli: file('cli.js'), window: file('window.js') };
}
