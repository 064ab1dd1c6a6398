import { appendFile, cp, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { builtOnce } from '../bundles/builtOnce.ts';
import { runProcess } from '../processes/processes.ts';
import { headOf } from './headOf.ts';

export interface GitAuthor {
  name: string;
  email: string;
}

/** Contents by relative path; `null` deletes the file. */
export type GitFiles = Readonly<Record<string, string | null>>;

export interface GitCommitOptions {
  files?: GitFiles;
  author?: GitAuthor;
  /** ISO date of author and committer. */
  date?: string;
}

export interface GitLogEntry {
  sha: string;
  author: string;
  message: string;
}

const defaultAuthor: GitAuthor = { name: 'Test Author', email: 'author@example.com' };

/** Keeps git away from the configuration, hooks and prompts of whoever runs the tests. */
export const gitEnvironment: Readonly<Record<string, string>> = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_EDITOR: 'true',
  GIT_SEQUENCE_EDITOR: 'true',
};

/** Nothing is signed, no hooks of elsewhere run, and git does not tidy up behind each commit. */
const unattended = `[commit]
\tgpgsign = false
[core]
\thooksPath = .git/hooks
[gc]
\tauto = 0
[maintenance]
\tauto = false
`;

/** Both in one process of the test, which is large, and of which each start is a copy. */
const addAndCommit = ['-c', 'alias.record=!git add --all && git commit'];

/** What git makes of an empty folder, without its samples of hooks. */
const emptyRepository = (): Promise<string> =>
  builtOnce('repository', async (folder) => {
    const env = { ...withoutGitVariables(), ...gitEnvironment };
    const args = ['init', '--quiet', '--initial-branch=main', folder];
    const { code, stderr } = await runProcess('git', args, { env });
    if (code !== 0) throw new Error(`git init failed: ${stderr}`);
    const hooks = path.join(folder, '.git/hooks');
    await rm(hooks, { recursive: true, force: true });
    await mkdir(hooks);
  });

/** A real git repository of one test. */
export class GitRepository {
  readonly path: string;
  readonly author: GitAuthor;

  private constructor(directory: string, author: GitAuthor) {
    this.path = directory;
    this.author = author;
  }

  /** Makes the folder if needed, and an empty repository in it. */
  static async create(
    directory: string,
    { branch = 'main', author = defaultAuthor }: { branch?: string; author?: GitAuthor } = {},
  ): Promise<GitRepository> {
    await mkdir(directory, { recursive: true });
    const repository = new GitRepository(directory, author);
    const empty = path.join(await emptyRepository(), '.git');
    await cp(empty, path.join(directory, '.git'), { recursive: true });
    if (branch !== 'main') await repository.git('symbolic-ref', 'HEAD', `refs/heads/${branch}`);
    await repository.#configure('.git/config');
    return repository;
  }

  static async clone(
    source: string,
    directory: string,
    { bare = false, author = defaultAuthor }: { bare?: boolean; author?: GitAuthor } = {},
  ): Promise<GitRepository> {
    await mkdir(directory, { recursive: true });
    const repository = new GitRepository(directory, author);
    await repository.git('clone', '--quiet', ...(bare ? ['--bare'] : []), source, '.');
    await repository.#configure(bare ? 'config' : '.git/config');
    return repository;
  }

  /** A repository that is there already; its own configuration is left alone. */
  static open(directory: string, author: GitAuthor = defaultAuthor): GitRepository {
    return new GitRepository(directory, author);
  }

  /** Runs git and returns what it printed, trimmed. A failure is an error with what git said. */
  async git(...args: string[]): Promise<string> {
    return this.#run(args, {});
  }

  async write(files: GitFiles): Promise<void> {
    for (const [name, content] of Object.entries(files)) {
      const file = path.join(this.path, name);
      if (content === null) {
        await rm(file, { force: true });
      } else {
        await mkdir(path.dirname(file), { recursive: true });
        await writeFile(file, content);
      }
    }
  }

  /** Writes the files, stages everything and commits, even when nothing changed. Returns the sha. */
  async commit(message: string, { files = {}, author, date }: GitCommitOptions = {}): Promise<string> {
    await this.write(files);
    await this.#commitAll(['--message', message], identity(author, date));
    return this.head();
  }

  /** Rewrites the last commit; without a message it keeps the old one. Returns the new sha. */
  async amend({
    message,
    files = {},
    author,
    date,
  }: GitCommitOptions & { message?: string } = {}): Promise<string> {
    await this.write(files);
    const text = message === undefined ? ['--no-edit'] : ['--message', message];
    await this.#commitAll(['--amend', ...text], identity(author, date));
    return this.head();
  }

  async createBranch(name: string): Promise<void> {
    await this.git('switch', '--quiet', '--create', name);
  }

  async checkout(name: string): Promise<void> {
    await this.git('checkout', '--quiet', name);
  }

  async merge(name: string): Promise<string> {
    await this.git('merge', '--quiet', '--no-ff', '--no-edit', name);
    return this.head();
  }

  /** Rebases the current branch; commits get new shas even when they could stay. */
  async rebase(onto: string): Promise<string> {
    await this.git('rebase', '--quiet', '--force-rebase', onto);
    return this.head();
  }

  async addRemote(name: string, url: string): Promise<void> {
    await this.git('remote', 'add', name, url);
  }

  async fetch(remote = 'origin'): Promise<void> {
    await this.git('fetch', '--quiet', remote);
  }

  async pull(remote = 'origin', branch = 'main'): Promise<string> {
    await this.git('pull', '--quiet', '--no-rebase', '--no-edit', remote, branch);
    return this.head();
  }

  async push(remote = 'origin', branch = 'main'): Promise<void> {
    await this.git('push', '--quiet', '--set-upstream', remote, branch);
  }

  /** A second working tree on a new branch. */
  async addWorktree(directory: string, branch: string): Promise<GitRepository> {
    await this.git('worktree', 'add', '--quiet', '-b', branch, directory);
    return new GitRepository(directory, this.author);
  }

  async head(): Promise<string> {
    return (await headOf(this.path)) ?? this.git('rev-parse', 'HEAD');
  }

  /** The commits of the current branch, newest first. */
  async log(): Promise<GitLogEntry[]> {
    const output = await this.git('log', '--format=%H%x1f%an%x1f%B%x1e');
    return output
      .split('\u001E')
      .filter((record) => record.trim() !== '')
      .map((record) => {
        const [sha = '', author = '', message = ''] = record.trim().split('\u001F');
        return { sha, author, message: message.trim() };
      });
  }

  /** In the repository itself, so that an editor or an agent that commits there finds the same identity. */
  async #configure(file: string): Promise<void> {
    const { name, email } = this.author;
    await appendFile(
      path.join(this.path, file),
      `[user]\n\tname = ${JSON.stringify(name)}\n\temail = ${JSON.stringify(email)}\n${unattended}`,
    );
  }

  async #commitAll(args: readonly string[], environment: Record<string, string>): Promise<void> {
    await this.#run([...addAndCommit, 'record', '--quiet', '--allow-empty', ...args], environment);
  }

  async #run(args: readonly string[], environment: Record<string, string>): Promise<string> {
    const env = { ...withoutGitVariables(), ...gitEnvironment, ...environment };
    const result = await runProcess('git', args, { cwd: this.path, env });
    if (result.code !== 0) {
      throw new Error(`git ${args.join(' ')} failed in ${this.path}:\n${result.stderr}${result.stdout}`);
    }
    return result.stdout.trim();
  }
}

/** Tests may run inside a git hook, which points git at the repository of the hook. */
function withoutGitVariables(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));
}

function identity(author: GitAuthor | undefined, date: string | undefined): Record<string, string> {
  return {
    ...(author && {
      GIT_AUTHOR_NAME: author.name,
      GIT_AUTHOR_EMAIL: author.email,
      GIT_COMMITTER_NAME: author.name,
      GIT_COMMITTER_EMAIL: author.email,
    }),
    ...(date !== undefined && { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date }),
  };
}
