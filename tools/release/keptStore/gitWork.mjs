/** Repositories whose commits say what was decided, written at times of their own. */
import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

export const ada = { name: 'Ada Example', email: 'ada@example.com' };
export const kim = { name: 'Kim Example', email: 'kim@example.com' };

export class GitWork {
  constructor(folder) {
    this.path = folder;
  }

  static async create(folder) {
    await mkdir(folder, { recursive: true });
    const work = new GitWork(folder);
    await work.git(['init', '--quiet', '--initial-branch=main']);
    await work.#configure();
    return work;
  }

  async clone(folder) {
    await this.git(['clone', '--quiet', this.path, folder]);
    const work = new GitWork(folder);
    await work.#configure();
    return work;
  }

  async git(args, env = {}) {
    const own = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
    const { stdout } = await promisify(execFile)('git', args, {
      cwd: this.path,
      env: {
        ...Object.fromEntries(own),
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_EDITOR: 'true',
        ...env,
      },
    });
    return stdout.trim();
  }

  /** Files by path, null to remove one. `at` in ms. Returns the commit's id. */
  async commit(message, { files = {}, author = ada, at, amend = false }) {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(this.path, name);
      await mkdir(path.dirname(file), { recursive: true });
      await (text === null ? rm(file) : writeFile(file, text));
    }
    await this.git(['add', '--all']);
    const args = ['commit', '--quiet', '--allow-empty', ...(amend ? ['--amend'] : []), '--message', message];
    await this.git(args, identity(author, at));
    return this.head();
  }

  async revert(sha, at) {
    await this.git(['revert', '--no-edit', sha], identity(ada, at));
    return this.head();
  }

  head() {
    return this.git(['rev-parse', 'HEAD']);
  }

  async #configure() {
    await this.git(['config', 'user.name', ada.name]);
    await this.git(['config', 'user.email', ada.email]);
    await this.git(['config', 'commit.gpgsign', 'false']);
  }
}

function identity({ name, email }, at) {
  const date = new Date(at).toISOString();
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
    GIT_COMMITTER_DATE: date,
  };
}
