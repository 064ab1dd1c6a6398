import { createHash } from 'node:crypto';
import { contentKey } from '../core/contentKey.ts';
import type { Category } from '../core/memory.ts';
import { type Project, projectKeys } from '../core/project.ts';
import type { CaptureRepository } from '../store/repositories.ts';

/**
 * What was captured from a project, under its id and the ids it had before. The same statement is one finding whichever
 * commit carries it, so a rebase, a cherry-pick, another worktree or another clone does not bring it again.
 */
export class CaptureLedger {
  readonly #captures: CaptureRepository;
  readonly #project: Project;

  constructor(captures: CaptureRepository, project: Project) {
    this.#captures = captures;
    this.#project = project;
  }

  async hasCommit(sha: string): Promise<boolean> {
    for (const key of projectKeys(this.#project)) if (await this.#captures.hasCommit(key, sha)) return true;
    return false;
  }

  /** Id of the memory that a fingerprint led to. */
  async find(fingerprint: string): Promise<string | undefined> {
    for (const key of projectKeys(this.#project)) {
      const found = await this.#captures.findFinding(key, fingerprint);
      if (found) return found.memoryId;
    }
    return undefined;
  }

  /** Ids of the memories that an earlier form of a commit led to under one key, in the order of its trailers. */
  async ofEarlier(identities: readonly string[], key: string): Promise<string[]> {
    for (const identity of identities) {
      const ids: string[] = [];
      for (let id; (id = await this.find(slotOf(identity, key, ids.length))) !== undefined;) ids.push(id);
      if (ids.length > 0) return ids;
    }
    return [];
  }

  /** Where the last visit to a working tree ended; a worktree that is new starts where its repository is. */
  async cursor(root: string): Promise<string | undefined> {
    for (const place of new Set([root, this.#project.root ?? root]))
      for (const key of projectKeys(this.#project)) {
        const sha = await this.#captures.getCursor(key, place);
        if (sha !== undefined) return sha;
      }
    return undefined;
  }
}

/** Fingerprint of a statement: the same text in the same category. */
export function statementFingerprint(category: Category, content: string): string {
  return digest(`statement\0${category}\0${contentKey(content)}`);
}

/** Fingerprint of a decision record: its text, wherever it moves. */
export function documentFingerprint(text: string): string {
  return digest(`document\0${text.replaceAll(/\s+/g, ' ').trim()}`);
}

/** Fingerprint of the place of a statement in a commit, so that an amended text finds the memory it amends. */
export function slotOf(identity: string, key: string, ordinal: number): string {
  return `${identity}#${key}#${ordinal}`;
}

/**
 * What stays of a commit when it is amended or rebased: its patch, or author and author date. Either may change with
 * an amend; hardly ever both.
 */
export function commitIdentities(
  commit: { authorEmail: string; authoredAt: number },
  patchId: string | null,
): string[] {
  const author = `author:${digest(`${commit.authorEmail.toLowerCase()}\0${commit.authoredAt}`)}`;
  return patchId === null ? [author] : [`patch:${patchId}`, author];
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 40);
