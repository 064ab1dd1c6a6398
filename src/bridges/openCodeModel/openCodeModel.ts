import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ownSessionFolder, ownSessionTitle } from '../../core/conversation/ownSession.ts';
import { MemoryBridgeError } from '../../core/errors.ts';
import { isRecord } from '../../core/isRecord.ts';
import type { ModelAnswer, TextModel } from '../../intake/conversations/textModel.ts';
import { answerIn } from './openCodeEvents.ts';

export interface OpenCodeModelParts {
  /** `provider/model`; null for the one that OpenCode would take. */
  readonly model: () => string | null;
  /** The program; `opencode` on the path when it is left out. */
  readonly program?: string;
  readonly env: () => NodeJS.ProcessEnv;
  /** A model that has not answered by then is not going to, ms. */
  readonly patienceMs?: number;
}

/** Bytes of what OpenCode prints. */
const mostOutput = 2_000_000;
const patienceMs = 180_000;
const agent = 'memory-bridge-asks';
const isWindows = process.platform === 'win32';

/**
 * The person's own OpenCode, asked one thing: with their model and their account, in an empty folder, without plugins and
 * with an agent that has no tools. The session has a title by which its record is known and never read.
 */
export class OpenCodeModel implements TextModel {
  readonly #parts: OpenCodeModelParts;

  constructor(parts: OpenCodeModelParts) {
    this.#parts = parts;
  }

  async ask(instructions: string, question: string, signal: AbortSignal): Promise<ModelAnswer> {
    const folder = await mkdtemp(path.join(tmpdir(), ownSessionFolder));
    try {
      return answerIn(await this.#run(folder, instructions, question, signal));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async #run(folder: string, instructions: string, question: string, signal: AbortSignal): Promise<string> {
    const { model, program = 'opencode', env } = this.#parts;
    const named = model();
    const args = [
      'run',
      '--pure',
      '--format',
      'json',
      '--agent',
      agent,
      ...(named === null ? [] : ['--model', named]),
    ];
    const child = spawn(
      isWindows ? `"${program}"` : program,
      [...args, '--title', isWindows ? `"${ownSessionTitle}"` : ownSessionTitle],
      {
        cwd: folder,
        env: environmentFor(env(), folder, instructions),
        stdio: ['pipe', 'pipe', 'pipe'],
        windowsHide: true,
        // Scripts of npm are started by a shell there; the name of a model has nothing that it would read.
        shell: isWindows,
        // With all that it starts, so that nothing of it is left.
        detached: !isWindows,
      },
    );
    return printedBy(
      child,
      question,
      AbortSignal.any([signal, AbortSignal.timeout(this.#parts.patienceMs ?? patienceMs)]),
    );
  }
}

/** What OpenCode unpacks for itself goes with the folder. */
function environmentFor(env: NodeJS.ProcessEnv, folder: string, instructions: string): NodeJS.ProcessEnv {
  const config = configFor(instructions, env['OPENCODE_CONFIG_CONTENT']);
  return { ...env, TMPDIR: folder, TMP: folder, TEMP: folder, OPENCODE_CONFIG_CONTENT: config };
}

/** What is put over the person's configuration: an agent that can do nothing but answer. */
function configFor(instructions: string, given: string | undefined): string {
  let before: unknown;
  try {
    before = JSON.parse(given ?? '{}');
  } catch {
    before = {};
  }
  const config = isRecord(before) ? before : {};
  const agents = isRecord(config['agent']) ? config['agent'] : {};
  const ours = { mode: 'primary', prompt: instructions, tools: { '*': false }, permission: { '*': 'deny' } };
  return JSON.stringify({
    ...config,
    share: 'disabled',
    autoupdate: false,
    agent: { ...agents, [agent]: ours },
  });
}

/** Everything that OpenCode prints until it ends. */
async function printedBy(child: ChildProcess, input: string, signal: AbortSignal): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  let complaint = '';
  const end = (): void => endWithAll(child);
  signal.addEventListener('abort', end, { once: true });
  child.stdout?.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= mostOutput) chunks.push(chunk);
    else end();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = `${complaint}${chunk.toString('utf8')}`.slice(-2_000);
  });
  // It may have ended before it has read everything.
  child.stdin?.on('error', () => {});
  child.stdin?.end(input);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (signal.aborted || length > mostOutput) throw failed('it did not come to an end');
    if (code !== 0) throw failed(complaint.trim().split('\n').at(-1) ?? `it ended with ${String(code)}`);
    return Buffer.concat(chunks).toString('utf8');
  } catch (error) {
    if (MemoryBridgeError.is(error)) throw error;
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw failed(isMissing ? 'there is no opencode on the path of the server' : String(error));
  } finally {
    signal.removeEventListener('abort', end);
  }
}

const failed = (why: string): MemoryBridgeError =>
  new MemoryBridgeError('unavailable', `OpenCode could not be asked: ${why}.`);

function endWithAll(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null) return;
  try {
    if (isWindows) child.kill();
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}
