import { watch } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { Disposable, type DisposableLike } from '../../core/disposable.ts';
import { Debouncer } from '../shared/platform/debounce.ts';
import type { GitRepository } from '../shared/gitExtension.ts';
import { type HeadMove, movesSince, parseReflog } from './reflog.ts';

/** Git writes several files for one commit; a rebase moves HEAD once per commit. */
const quietMs = 120;
const longestMs = 600;
const tailBytes = 64 * 1024;

/**
 * Tells when HEAD of a repository moves, whoever moves it. The git extension alone would be too slow for that: after
 * one look at a repository it pauses for five seconds, and it does not look while the window has no focus.
 */
export class HeadWatcher extends Disposable {
  readonly #repository: GitRepository;
  readonly #onMove: (moves: readonly HeadMove[]) => void;
  readonly #debouncer = this._register(new Debouncer(() => void this.#look(), quietMs, longestMs));
  #head: string | undefined;
  #logFile: string | undefined;

  constructor(repository: GitRepository, onMove: (moves: readonly HeadMove[]) => void) {
    super();
    this.#repository = repository;
    this.#onMove = onMove;
    this._register(repository.onDidCommit(() => this.#debouncer.call()));
    this._register(repository.state.onDidChange(() => this.#debouncer.call()));
  }

  /** Resolves once the log of HEAD is watched. A repository without one is watched through the git extension alone. */
  async start(): Promise<void> {
    const gitFolder = await gitFolderOf(this.#repository.rootUri.fsPath);
    if (gitFolder === undefined || this.isDisposed) return;
    this.#logFile = path.join(gitFolder, 'logs', 'HEAD');
    this.#head = (await this.#moves()).at(-1)?.to ?? this.#repository.state.HEAD?.commit;
    if (this.isDisposed) return;
    const watched = (await exists(path.dirname(this.#logFile))) ? path.dirname(this.#logFile) : gitFolder;
    if (!this.isDisposed) this._register(watchFolder(watched, () => this.#debouncer.call()));
  }

  async #look(): Promise<void> {
    const moves = await this.#moves();
    const head = moves.at(-1)?.to ?? this.#repository.state.HEAD?.commit;
    if (this.isDisposed || head === undefined || head === this.#head) return;
    const news = movesSince(moves, this.#head);
    this.#head = head;
    this.#onMove(news);
  }

  async #moves(): Promise<HeadMove[]> {
    return this.#logFile === undefined ? [] : parseReflog(await readTail(this.#logFile));
  }
}

/** The folder with HEAD and its log: `.git`, or what the file `.git` of a worktree or submodule names. */
async function gitFolderOf(root: string): Promise<string | undefined> {
  const dotGit = path.join(root, '.git');
  try {
    if ((await stat(dotGit)).isDirectory()) return dotGit;
    const match = /^gitdir: (.+)$/m.exec(await readFile(dotGit, 'utf8'));
    return match?.[1] === undefined ? undefined : path.resolve(root, match[1].trim());
  } catch {
    return undefined;
  }
}

async function readTail(file: string): Promise<string> {
  try {
    await using handle = await open(file, 'r');
    const { size } = await handle.stat();
    const length = Math.min(size, tailBytes);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString('utf8', 0, bytesRead);
  } catch {
    // No commit yet, or the log is switched off: then there is nothing to read.
    return '';
  }
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

function watchFolder(folder: string, onChange: () => void): DisposableLike {
  const watcher = watch(folder, { persistent: false }, onChange);
  // The folder has gone, with its repository.
  watcher.on('error', () => watcher.close());
  return { dispose: () => watcher.close() };
}
