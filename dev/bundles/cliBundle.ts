import { copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { serverBundles } from '../../tools/build/serverBundles.mjs';
import { tempDirectory } from '../files/tempDirectory.ts';
import {
  type ProcessOptions,
  type ProcessResult,
  type TrackedProcess,
  runProcess,
  startProcess,
} from '../processes/processes.ts';
import { builtOnce } from './builtOnce.ts';
import { copyEngine } from './copyEngine.ts';
import { nodeOptions, root } from './nodeProgram.ts';

/** The programs as they are shipped, built from the sources of this moment. */
export interface CliBundle {
  /** Folder with `cli.js`, `server.js`, what they share, their threads, the WASM files and `builtInModel.bin`. */
  readonly dist: string;
  readonly version: string;
}

/** Stands in the built files for the version that a test wants to see. */
const anyVersion = '0.0.0-any-version';

/** Bundles the programs as `esbuild.mjs` does, into `dist`, under the version that a test wants to see. */
export async function buildCli(dist: string, version = '0.1.0-test.1'): Promise<CliBundle> {
  await layVersion(await builtOnce('programs', buildPrograms), dist, version);
  return { dist, version };
}

async function buildPrograms(folder: string): Promise<void> {
  const options = { ...nodeOptions, define: { ...nodeOptions.define, ...versionDefined } };
  // Local models are a matter of the tests that bring a runtime for them.
  const bundles = serverBundles(options).filter(({ entryPoints }) => !('embedWorker' in (entryPoints ?? {})));
  await Promise.all(bundles.map((bundle) => build({ ...bundle, outdir: folder })));
  await copyEngine(folder);
  await copyFile(path.join(root, 'models/built-in-1.bin'), path.join(folder, 'builtInModel.bin'));
}

/** For a bundle that is to be laid out under any version. */
export const versionDefined = { __VERSION__: JSON.stringify(anyVersion) };

/** Copies what was built, with `version` wherever a bundle names its own. */
export async function layVersion(built: string, dist: string, version: string): Promise<void> {
  await mkdir(dist, { recursive: true });
  await Promise.all(
    (await readdir(built)).map(async (name) => {
      const [from, to] = [path.join(built, name), path.join(dist, name)];
      if (!name.endsWith('.js')) return copyFile(from, to);
      return writeFile(to, (await readFile(from, 'utf8')).replaceAll(anyVersion, version));
    }),
  );
}

export interface CliOptions extends ProcessOptions {
  /** The data directory. */
  readonly home: string;
  /** HOME of the person: configuration of OpenCode lies below it. */
  readonly person?: string;
  /** First choice of port of a fresh data directory. */
  readonly port?: number;
  /**
   * Whether a terminal is at its standard input, as when a person types; output is read in either case. Without one,
   * and with `input`, it runs as the shell of an agent runs it.
   */
  readonly terminal?: boolean;
}

export interface CliResult extends ProcessResult {
  /** Standard output as JSON; throws when it is none. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the test names the shape it expects
  json<T = Record<string, unknown>>(): T;
}

/**
 * The engine compiles what is used of SQLite a second time, for speed, and that is a third of all the work of a process
 * that lives for a second.
 */
export const engineOptions = ['--liftoff-only'] as const;

/** Runs one command to its end, with nothing of the person's own environment but PATH. */
export async function runCli(
  bundle: CliBundle,
  args: readonly string[],
  options: CliOptions,
): Promise<CliResult> {
  const { timeoutMs = 60_000, ...rest } = options as CliOptions & { timeoutMs?: number };
  const command = [process.execPath, ...engineOptions, path.join(bundle.dist, 'cli.js'), ...args];
  const run = rest.input === undefined && rest.terminal !== false ? runAtTerminal : runPlainly;
  const result = await run(command, { ...processOptions(rest), timeoutMs });
  return {
    ...result,
    json: () => {
      if (result.stdout === '') throw new Error(`No output; exit ${result.code}: ${result.stderr}`);
      return JSON.parse(result.stdout);
    },
  };
}

type RunOptions = ProcessOptions & { timeoutMs: number };

const runPlainly = (
  [program = '', ...args]: readonly string[],
  options: RunOptions,
): Promise<ProcessResult> => runProcess(program, args, options);

/** `script` holds a terminal, of which the command gets the input alone: what it prints goes into files. */
async function runAtTerminal(command: readonly string[], options: RunOptions): Promise<ProcessResult> {
  await using temp = await tempDirectory('terminal');
  const [out, error] = [temp.join('out'), temp.join('error')];
  const line = [...command].map(quoted).join(' ');
  const result = await runProcess(
    'script',
    ['-qec', `${line} >${quoted(out)} 2>${quoted(error)}`, '/dev/null'],
    options,
  );
  const read = (file: string) => readFile(file, 'utf8').catch(() => '');
  return { ...result, stdout: await read(out), stderr: await read(error) };
}

const quoted = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** Starts a command that stays, such as `serve`. */
export function startCli(bundle: CliBundle, args: readonly string[], options: CliOptions): TrackedProcess {
  const command = [...engineOptions, path.join(bundle.dist, 'cli.js'), ...args];
  return startProcess(process.execPath, command, processOptions(options));
}

/** Without what npm puts before it: OpenCode is there, and a doctor that finds it waits for a second while it starts. */
const personsPath = (process.env['PATH'] ?? '')
  .split(path.delimiter)
  .filter((folder) => !folder.endsWith(path.join('node_modules', '.bin')))
  .join(path.delimiter);

/** Nothing of the person's own environment but PATH. */
export function processOptions({ home, person, port, env, cwd, input }: CliOptions): ProcessOptions {
  return {
    ...(cwd === undefined ? {} : { cwd }),
    ...(input === undefined ? {} : { input }),
    env: {
      PATH: personsPath,
      HOME: person ?? home,
      MEMORY_BRIDGE_HOME: home,
      ...(port === undefined ? {} : { MEMORY_BRIDGE_PORT: String(port) }),
      ...env,
    },
  };
}
