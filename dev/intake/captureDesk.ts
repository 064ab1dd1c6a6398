import { v7 } from 'uuid';
import type { Actor } from '../../src/core/memory/history.ts';
import type { Memory } from '../../src/core/memory/memory.ts';
import { linkedTo } from '../../src/core/memory/memoryLink.ts';
import { projectKeys } from '../../src/core/project/project.ts';
import type { InputOf, OutputOf } from '../../src/protocol/operation.ts';
import { captureCommitsOperation } from '../../src/protocol/operations/capture/captureCommits.ts';
import { recallOperation } from '../../src/protocol/operations/recall/recall.ts';
import { reviewInboxTool } from '../../src/protocol/tools/reviewInboxTool.ts';
import { undoOperation } from '../../src/protocol/operations/memories/undo.ts';
import { updateMemoryTool } from '../../src/protocol/tools/updateMemoryTool.ts';
import type { GitRepository } from '../git/gitRepository.ts';
import { makeMemory } from '../memory/makeMemory.ts';
import { OperationsBench } from '../operations/operationsBench.ts';

const editor: Actor = { kind: 'editor', name: 'vscode' };

type Visit = OutputOf<typeof captureCommitsOperation> & { text: string };
type Review = OutputOf<typeof reviewInboxTool> & { text: string };

/** A person's desk: the editor visits a repository, and the person answers what is in the Inbox. */
export class CaptureDesk {
  readonly bench: OperationsBench;
  readonly #repository: GitRepository;

  private constructor(bench: OperationsBench, repository: GitRepository) {
    this.bench = bench;
    this.#repository = repository;
  }

  static async open(repository: GitRepository): Promise<CaptureDesk> {
    const bench = await OperationsBench.open();
    bench.now = Date.now();
    return new CaptureDesk(bench, repository);
  }

  async visit(
    repository = this.#repository,
    input: Partial<InputOf<typeof captureCommitsOperation>> = {},
  ): Promise<Visit> {
    const root = repository.path;
    return this.bench.call(
      captureCommitsOperation,
      { root, catch_up: true, localAuthors: [repository.author.email], ...input },
      { actor: editor, project: root },
    );
  }

  /** Without an id, everything that waits. */
  async review(
    action: 'accept' | 'reject' | 'accept_all',
    id?: string,
    edits: { content?: string } = {},
  ): Promise<Review> {
    const ids = id === undefined ? (await this.inbox()).map((memory) => memory.id) : [id];
    return this.bench.call(
      reviewInboxTool,
      { action, ...(action !== 'accept_all' && { ids }), ...edits },
      { actor: editor, project: this.#repository.path },
    );
  }

  async undo(changeId: string | null): Promise<void> {
    await this.bench.call(undoOperation, { change_id: changeId ?? '' });
  }

  async inbox(): Promise<Memory[]> {
    return (await this.memories()).filter(
      ({ status, deletedAt }) => status === 'candidate' && deletedAt === null,
    );
  }

  /** Contents as recall shows them. */
  async recalled(query: string): Promise<string[]> {
    const { memories } = await this.bench.call(
      recallOperation,
      { query },
      { project: this.#repository.path },
    );
    const all = new Map((await this.memories()).map(({ id, content }) => [id, content]));
    return memories.map(({ id }) => all.get(id) ?? '');
  }

  /** Of what is a statement of its own, the status by content. */
  async statuses(): Promise<Record<string, string>> {
    const own = (await this.memories()).filter((memory) => linkedTo(memory, 'ends') === undefined);
    return Object.fromEntries(
      own.map(({ content, status, deletedAt }) => [content, deletedAt === null ? status : 'deleted']),
    );
  }

  async memories(): Promise<Memory[]> {
    const project = await this.bench.projects.resolve(this.#repository.path);
    const page = await this.bench.store.read(({ memories }) =>
      memories.list({ projects: projectKeys(project), includeDeleted: true }, { limit: 500 }),
    );
    return page.memories.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** What an agent remembered. */
  async insert(content: string): Promise<void> {
    const project = await this.bench.projects.resolve(this.#repository.path);
    await this.bench.store.write(({ memories }) =>
      memories.insert(
        makeMemory({
          id: v7(),
          project: project.id,
          category: 'decision',
          content,
          title: content,
          source: { kind: 'agent', actor: 'opencode' },
        }),
      ),
    );
  }

  async edit(from: string, to: string): Promise<void> {
    const memory = (await this.memories()).find((each) => each.content === from);
    await this.bench.call(updateMemoryTool, {
      memory_id: memory?.id ?? '',
      action: 'edit',
      content: to,
    });
  }

  async remove(content: string): Promise<void> {
    const memory = (await this.memories()).find((each) => each.content === content);
    await this.bench.call(updateMemoryTool, { memory_id: memory?.id ?? '', action: 'delete' });
  }

  async close(): Promise<void> {
    await this.bench.close();
  }
}
