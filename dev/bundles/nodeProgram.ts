import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { builtOnce } from './builtOnce.ts';

export const root = path.resolve(import.meta.dirname, '../..');

/** How esbuild.mjs bundles what runs on Node and asks where it lies. */
export const nodeOptions = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  logLevel: 'warning',
  legalComments: 'none',
  loader: { '.node': 'empty' },
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  define: { 'import.meta.url': '__importMetaUrl' },
  banner: { js: "const __importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
} satisfies BuildOptions;

/**
 * Bundles a source file, named from the root, or a few lines of TypeScript (in which `@src/` is the source folder), into
 * a program of one file. Returns its path.
 */
export async function buildNodeProgram(
  outfile: string,
  program: { readonly entry: string } | { readonly contents: string },
): Promise<string> {
  const input: BuildOptions =
    'entry' in program
      ? { entryPoints: [program.entry] }
      : {
          stdin: {
            contents: program.contents.replaceAll(
              '@src/',
              `${path.join(root, 'src')}/`.replaceAll('\\', '/'),
            ),
            resolveDir: root,
            loader: 'ts',
          },
        };
  const built = await builtOnce(
    'program',
    async (folder) => {
      await build({ ...nodeOptions, ...input, outfile: path.join(folder, 'program.js') });
    },
    JSON.stringify(program),
  );
  await mkdir(path.dirname(outfile), { recursive: true });
  await copyFile(path.join(built, 'program.js'), outfile);
  return outfile;
}
