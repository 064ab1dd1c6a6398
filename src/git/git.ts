import { type SimpleGit, type SimpleGitOptions, simpleGit } from 'simple-git';

export type GitErrorCode =
  | 'missing'
  | 'no_repository'
  | 'foreign_owner'
  | 'timeout'
  /** The answer was longer than what is read of one. */
  | 'too_long'
  | 'failed';

/** Why git gave no answer. `message` is what git said. */
export class GitError extends Error {
  readonly code: GitErrorCode;

  constructor(code: GitErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'GitError';
    this.code = code;
  }

  static is(value: unknown, ...codes: GitErrorCode[]): value is GitError {
    return value instanceof GitError && (codes.length === 0 || codes.includes(value.code));
  }
}

/** Bytes read of an answer. What a stranger has pushed is never held in memory whole. */
const longestAnswer = 16 * 1024 * 1024;

/** Milliseconds without output after which git is given up, e.g. on a network drive that is gone. */
const patience = 10_000;

/**
 * A repository may come from anyone, and its configuration can name programs that git starts: a file system monitor,
 * hooks, a signature checker, a transport that fetches missing objects. None of them runs for a question of ours.
 */
const harmless = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'log.showSignature=false',
  'core.quotePath=false',
];
const settings: Readonly<Record<string, string>> = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  LC_ALL: 'C',
};
/** Where the person's own configuration is: `insteadOf`, `safe.directory`, `user.email`. */
const personal = [
  'PATH',
  'HOME',
  'USERPROFILE',
  'HOMEDRIVE',
  'HOMEPATH',
  'SystemRoot',
  'APPDATA',
  'LOCALAPPDATA',
  'PROGRAMDATA',
  'TEMP',
  'TMP',
  'XDG_CONFIG_HOME',
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_SYSTEM',
  'GIT_CONFIG_NOSYSTEM',
];

/** Asks git about one folder; never changes anything, never prompts, never uses the network. */
export class Git {
  readonly directory: string;
  readonly #signal: AbortSignal | undefined;

  constructor(directory: string, signal?: AbortSignal) {
    this.directory = directory;
    this.#signal = signal;
  }

  /** Runs git and returns its output as it is. Throws `GitError`, `too_long` beyond `longest` bytes. */
  async run(args: readonly string[], input?: string, longest = longestAnswer): Promise<string> {
    return this.#ask((git) => git.raw(['--no-pager', ...args]), input, longest);
  }

  /** What `git cat-file` prints, byte by byte, because it tells lengths in bytes. */
  async catFile(args: readonly string[], input: string, longest = longestAnswer): Promise<Buffer> {
    // The library's types leave open what it returns.
    return this.#ask(async (git) => (await git.binaryCatFile([...args])) as Buffer, input, longest);
  }

  async #ask<T>(ask: (git: SimpleGit) => Promise<T>, input: string | undefined, longest: number): Promise<T> {
    const environment: Record<string, string> = { ...settings };
    for (const name of personal) {
      const value = process.env[name];
      if (value !== undefined) environment[name] = value;
    }
    const enough = new AbortController();
    const options: Partial<SimpleGitOptions> = {
      baseDir: this.directory,
      config: harmless,
      abort: this.#signal ? AbortSignal.any([this.#signal, enough.signal]) : enough.signal,
      timeout: { block: patience },
      // By itself the library takes a failure without words for success.
      errors: (error, { exitCode, stdErr }) =>
        error ?? (exitCode === 0 ? undefined : new Error(said(stdErr) || `git ended with ${exitCode}`)),
      allowEnvironment: Object.keys(environment).filter((name) => name.startsWith('GIT_')),
      // The library refuses these keys whatever their value; ours switch the dangerous features off.
      unsafe: { allowUnsafeFsMonitor: true, allowUnsafeHooksPath: true, allowUnsafeConfigPaths: true },
    };
    if (input !== undefined) options.input = () => input;
    let length = 0;
    try {
      return await ask(
        simpleGit(options)
          .env(environment)
          .outputHandler((_command, output) => {
            output.on('data', (chunk: Buffer) => {
              length += chunk.length;
              if (length > longest) enough.abort();
            });
            // After an answer without a byte the library waits for one that might come late; none comes after the end.
            output.once('end', () => output.emit('data', Buffer.alloc(0)));
          }),
      );
    } catch (error) {
      if (length > longest)
        throw new GitError('too_long', `Git answered with more than ${longest} bytes.`, { cause: error });
      throw gitError(error);
    }
  }
}

const said = (output: readonly Buffer[]): string => Buffer.concat(output).toString('utf8').trim();

/** Git tells its reasons in words alone; `LC_ALL=C` keeps them in one language. */
function gitError(error: unknown): GitError {
  const message = error instanceof Error ? error.message.trim() : String(error);
  const code: GitErrorCode = /ENOENT|EACCES/.test(message)
    ? 'missing'
    : /dubious ownership|unsafe repository/.test(message)
      ? 'foreign_owner'
      : /not a git repository|must be run in a work tree/i.test(message)
        ? 'no_repository'
        : /timeout/i.test(message)
          ? 'timeout'
          : 'failed';
  return new GitError(code, message, { cause: error });
}
