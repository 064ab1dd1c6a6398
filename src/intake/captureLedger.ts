import { createHash } from 'node:crypto';
import { contentKey } from '../core/memory/contentKey.ts';
import type { Category } from '../core/memory/memory.ts';
import { type Project, projectKeys } from '../core/project/project.ts';
import type { CaptureReader, CaptureRepository } from '../store/ports/captureRepository.ts';

/**
 * What was captured from a project, under its id and the ids it had before. The same statement counts once, whichever
 * commit carries it, so a rebase, a cherry-pick, another worktree or another clone does not bring it again.
 */
export class CaptureLedger {
  readonly #captures: CaptureReader;
  readonly #project: Project;

  constructor(captures: CaptureReader, project: Project) {
    this.#captures = captures;
    this.#project = project;
  }

  async hasCommit(sha: string): Promise<boolean> {
    for (const key of projectKeys(this.#project)) if (await this.#captures.hasCommit(key, sha)) return true;
    return false;
  }

  /** Id of the memory that a fingerprint led to. */
  async find(fingerprint: string): Promise<string | undefined> {
    return (await this.findAll([fingerprint])).get(fingerprint);
  }

  async findAll(fingerprints: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return fingerprints.length === 0
      ? new Map()
      : this.#captures.findStatements(projectKeys(this.#project), fingerprints);
  }

  /** Ids of the memories that an earlier form of a commit led to under one key, in the order of its trailers. */
  async ofEarlier(identities: readonly string[], key: string): Promise<string[]> {
    for (const identity of identities) {
      const ids = await this.#inOrder((ordinal) => slotOf(identity, key, ordinal));
      if (ids.length > 0) return ids;
    }
    return [];
  }

  /** Ids of the memories that the trailers of a commit led to, whoever said the same before. */
  async saidBy(sha: string): Promise<string[]> {
    return this.#inOrder((ordinal) => saidSlot(sha, ordinal));
  }

  async #inOrder(slot: (ordinal: number) => string): Promise<string[]> {
    const ids: string[] = [];
    for (;;) {
      const slots = Array.from({ length: 8 }, (_, index) => slot(ids.length + index));
      const found = await this.findAll(slots);
      for (const each of slots) {
        const id = found.get(each);
        if (id === undefined) return ids;
        ids.push(id);
      }
    }
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

/** The ledger in a unit that writes. */
export class WritableLedger extends CaptureLedger {
  readonly #captures: CaptureRepository;
  readonly #project: Project;

  constructor(captures: CaptureRepository, project: Project) {
    super(captures, project);
    this.#captures = captures;
    this.#project = project;
  }

  /** Forgets a fingerprint under all names of the project. */
  async remove(fingerprint: string): Promise<void> {
    for (const key of projectKeys(this.#project)) await this.#captures.removeStatement(key, fingerprint);
  }
}

/** Fingerprint of a statement: the same text in the same category. */
export function statementFingerprint(category: Category, content: string): string {
  return digest(`statement\0${category}\0${contentKey(content)}`);
}

/** Fingerprint of the text of a decision record, wherever it stands. */
export function documentFingerprint(text: string): string {
  return digest(`document\0${text.replaceAll(/\s+/g, ' ').trim()}`);
}

/** Fingerprint of a decision record: two with one text are two, and a later text of one is another statement. */
export function recordFingerprint(path: string, text: string): string {
  return digest(`record\0${path}\0${documentFingerprint(text)}`);
}

/** The latest memory of a decision record is found by its path. */
export function recordSlot(path: string): string {
  return slotOf('record', path, 0);
}

/** Under which each trailer of a commit leads to its memory. */
export function saidSlot(sha: string, ordinal: number): string {
  return `said:${sha}#${ordinal}`;
}

/** Marks a commit whose message was read, while its records were not all. */
export function wordsSlot(sha: string): string {
  return `words:${sha}`;
}

/** The candidate that asks whether a memory still holds, whatever was answered to it. */
export function offerSlot(memoryId: string): string {
  return `offer:${memoryId}`;
}

/** Memories whose successor was named before it was captured. */
export function awaitedSlot(record: string): string {
  return `awaited:${record}`;
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
