import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { plainTextFunctions } from './exportedFunctions.mjs';
import type { GrowthReply, GrowthRequest } from './growthProgram.ts';

const root = path.resolve(import.meta.dirname, '../..');

let built: Promise<string> | undefined;

/** What is wrong with functions over texts, as sentences. The requests are shared between two processes. */
export async function measureGrowth(requests: readonly GrowthRequest[]): Promise<string[]> {
  const program = await (built ??= buildProgram());
  const waiting = requests.toReversed();
  const failures: string[] = [];
  const work = async (): Promise<void> => {
    let measurer: Measurer | undefined;
    try {
      for (let next = waiting.pop(); next; next = waiting.pop()) {
        measurer ??= await Measurer.start(program);
        const said = await measurer.ask(next);
        if (said === null) continue;
        failures.push(`${next.functionName} with ${next.textName} ${said}`);
        if (said.startsWith('took')) continue;
        // It is still at work, or out of memory.
        measurer.stop();
        measurer = undefined;
      }
    } finally {
      measurer?.stop();
    }
  };
  await Promise.all(Array.from({ length: Math.min(2, os.availableParallelism(), requests.length) }, work));
  return failures;
}

/**
 * No threads of the engine, so that the CPU time of the process is that of the work; and much room for what is young:
 * moving what lives on from one collection to the next is work that grows with the heap and not with the text.
 */
const engine = ['--single-threaded', '--expose-gc', '--min-semi-space-size=256', '--max-semi-space-size=256'];

/** The process that measures: answers one request after another. */
class Measurer {
  readonly #child: ChildProcess;
  #answer: (said: GrowthReply) => void = () => {};

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.on('message', (said) => this.#answer(said as GrowthReply));
    child.on('exit', (code, signal) => this.#answer(`ended the process (${code ?? signal})`));
  }

  static async start(program: string): Promise<Measurer> {
    const child = fork(program, { execArgv: engine });
    await once(child, 'message');
    return new Measurer(child);
  }

  ask(request: GrowthRequest): Promise<GrowthReply> {
    return new Promise((resolve) => {
      this.#answer = resolve;
      this.#child.send(request);
    });
  }

  stop(): void {
    this.#child.kill('SIGKILL');
  }
}

async function buildProgram(): Promise<string> {
  const out = path.join(root, '.cache', 'texts');
  await mkdir(out, { recursive: true });
  await build({
    entryPoints: [path.join(root, 'dev/texts/growthProgram.ts')],
    outdir: out,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    plugins: [ownPlace, plainTextFunctions],
    logLevel: 'error',
  });
  return path.join(out, 'growthProgram.mjs');
}

/** In a bundle every module would be where the bundle is; each of the product goes on finding what lies beside it. */
const ownPlace: Plugin = {
  name: 'own-place',
  setup(bundle) {
    bundle.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path: file }) => ({
      contents: (await readFile(file, 'utf8')).replaceAll(
        'import.meta.url',
        JSON.stringify(pathToFileURL(file).href),
      ),
      loader: 'ts',
    }));
  },
};
