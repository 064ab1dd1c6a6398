/** The sample project of `npm start`: a small repository with a past. */
import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const samples = fileURLToPath(new URL('../../samples/', import.meta.url));
const dayMs = 86_400_000;
const owner = { name: 'Robin Harbour', email: 'robin@example.com' };
const remote = 'https://gitlab.example.com/harbour/berths.git';

/**
 * Makes the sample repository in a folder; what was there is replaced. Dates are counted back from now, so that ages
 * look like those of a living project.
 *
 * @param {string} directory
 */
export async function createSampleWorkspace(directory) {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  const git = (args, env = {}) => runGit(directory, args, env);
  await git(['init', '--quiet', '--initial-branch=main']);
  await git(['config', 'user.name', owner.name]);
  await git(['config', 'user.email', owner.email]);
  await git(['config', 'commit.gpgsign', 'false']);
  // Names the project as a clone of a real one would; nothing is ever fetched from it.
  await git(['remote', 'add', 'origin', remote]);
  for (const commit of JSON.parse(await readFile(path.join(samples, 'history.json'), 'utf8'))) {
    for (const file of commit.files) {
      await cp(path.join(samples, 'workspace', file), path.join(directory, file));
    }
    const { name, email } = commit.author ?? owner;
    const date = new Date(Date.now() - commit.daysAgo * dayMs).toISOString();
    await git(['add', '--all']);
    await git(['commit', '--quiet', '--allow-empty', '--message', commit.message], {
      GIT_AUTHOR_NAME: name,
      GIT_AUTHOR_EMAIL: email,
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_NAME: name,
      GIT_COMMITTER_EMAIL: email,
      GIT_COMMITTER_DATE: date,
    });
  }
}

/** The sample memories, as `{ category, content, why? }`. */
export async function sampleMemories() {
  return JSON.parse(await readFile(path.join(samples, 'memories.json'), 'utf8'));
}

/** Without the person's own git configuration, whose hooks and signing keys have no business here. */
async function runGit(cwd, args, env) {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  await promisify(execFile)('git', args, {
    cwd,
    env: { ...Object.fromEntries(own), GIT_CONFIG_GLOBAL: devNull(), GIT_CONFIG_NOSYSTEM: '1', ...env },
  });
}

function devNull() {
  return process.platform === 'win32' ? 'NUL' : '/dev/null';
}
