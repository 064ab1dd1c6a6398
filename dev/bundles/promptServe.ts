import path from 'node:path';
import { build } from 'esbuild';
import { startProcess, type TrackedProcess } from '../processes/processes.ts';
import { builtOnce } from './builtOnce.ts';
import { type CliBundle, engineOptions, layVersion, processOptions, versionDefined } from './cliBundle.ts';
import { nodeOptions } from './nodeProgram.ts';

/** Puts a `serve` whose models begin at once beside the programs of a bundle. */
export async function layPromptServe({ dist, version }: CliBundle): Promise<void> {
  await layVersion(await builtOnce('promptServe', buildPromptServe), dist, version);
}

async function buildPromptServe(folder: string): Promise<void> {
  await build({
    ...nodeOptions,
    entryPoints: { promptServe: 'dev/server/promptServe.ts' },
    outdir: folder,
    define: { ...nodeOptions.define, ...versionDefined },
  });
}

export function startPromptServe(
  { dist }: CliBundle,
  home: string,
  port: number,
  env: NodeJS.ProcessEnv = {},
): TrackedProcess {
  const program = path.join(dist, 'promptServe.js');
  return startProcess(
    process.execPath,
    [...engineOptions, program, home, String(port)],
    processOptions({ home, env }),
  );
}
