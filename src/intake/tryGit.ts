import { type Git, GitError } from '../git/git.ts';

/** What git says; undefined when it refuses, as it does where there is nothing to tell. */
export async function tryGit(git: Git, args: readonly string[]): Promise<string | undefined> {
  try {
    return await git.run(args);
  } catch (error) {
    if (GitError.is(error, 'failed')) return undefined;
    throw error;
  }
}

/** Lines of an answer that have something in them. */
export const linesOf = (output: string | undefined): string[] =>
  (output ?? '').split('\n').filter((line) => line !== '');
