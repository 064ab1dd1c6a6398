import { MemoryConnection } from '../../src/client/connection.ts';
import { DataDirectory } from '../../src/home/dataDirectory.ts';
import type { Category } from '../../src/core/memory/memory.ts';
import type { MemoryRecord } from '../../src/protocol/memoryRecord.ts';
import type { InputOf } from '../../src/protocol/operation.ts';
import { listMemoriesOperation } from '../../src/protocol/operations/memories/listMemories.ts';
import { rememberOperation } from '../../src/protocol/operations/memories/remember.ts';
import { builtPackage } from '../package/builtPackage.ts';
import { EditorRunner, type EditorRunnerOptions } from './editorRunner.ts';
import { type GitFiles, GitRepository } from '../git/gitRepository.ts';
import { freePort } from '../processes/processes.ts';
import { type TempDirectory, tempDirectory } from '../files/tempDirectory.ts';
import { until } from '../processes/until.ts';

type EditorOptions = Partial<Omit<EditorRunnerOptions, 'home' | 'folder'>>;
type RememberInput = Omit<InputOf<typeof rememberOperation>, 'content' | 'category'>;

/** A real editor with the packaged extension, a repository to work in, and another client of the same memory. */
export class MemoryEditor {
  readonly temp: TempDirectory;
  readonly editor: EditorRunner;
  readonly repository: GitRepository;
  readonly home: string;
  #agent: MemoryConnection | undefined;
  #person: MemoryConnection | undefined;

  private constructor(temp: TempDirectory, editor: EditorRunner, repository: GitRepository, home: string) {
    this.temp = temp;
    this.editor = editor;
    this.repository = repository;
    this.home = home;
  }

  /**
   * An agent that works beside the editor. Never an owner, so what it reaches is the editor's own server. It begins to
   * look for that with its first use, because one that has looked in vain for long looks seldom.
   */
  get agent(): MemoryConnection {
    this.#agent ??= new MemoryConnection({
      directory: new DataDirectory(this.home),
      actor: { kind: 'agent', name: 'test' },
      project: this.repository.path,
    });
    return this.#agent;
  }

  /** The repository `app` has one commit with the given files and a remote, which gives it a stable name. */
  static async start(
    prefix: string,
    { files = { 'README.md': '# App\n' }, ...options }: EditorOptions & { files?: GitFiles } = {},
  ): Promise<MemoryEditor> {
    const temp = await tempDirectory(prefix);
    const repository = await GitRepository.create(temp.join('app'));
    await repository.addRemote('origin', 'https://git.example.com/group/app.git');
    await repository.commit('Begin', { files });
    const home = temp.join('memory');
    const editor = await EditorRunner.start({
      ...(options.source === undefined ? { vsix: builtPackage() } : {}),
      ...options,
      home,
      folder: repository.path,
      env: { MEMORY_BRIDGE_PORT: String(await freePort()), ...options.env },
    });
    return new MemoryEditor(temp, editor, repository, home);
  }

  /** A person beside the editor, as at a terminal. */
  get person(): MemoryConnection {
    this.#person ??= new MemoryConnection({
      directory: new DataDirectory(this.home),
      actor: { kind: 'user', name: 'test' },
      project: this.repository.path,
    });
    return this.#person;
  }

  /** Remembers something as an agent would; what binds everybody, as a person would, from whom alone it is in force. */
  async remember(category: Category, content: string, input: RememberInput = {}): Promise<MemoryRecord> {
    const binds = category === 'directive' || input.scope === 'global';
    const { result } = await (binds ? this.person : this.agent).call(rememberOperation, {
      category,
      content,
      ...input,
    });
    return result.memory;
  }

  /** Everything of the project in the store, whatever its status. */
  async stored(): Promise<MemoryRecord[]> {
    const { result } = await this.agent.call(listMemoriesOperation, {
      status: ['candidate', 'active', 'resolved', 'superseded', 'archived', 'rejected'],
      limit: 1000,
    });
    return result.memories;
  }

  /**
   * Waits until commits are read. The first look at a repository only notes where its history stands, and nothing
   * shows that it has happened; so commits are made until one of them is remembered.
   */
  async untilCommitsAreRead(timeoutMs = 30_000): Promise<void> {
    let made = 0;
    await until(
      async () => {
        if ((await this.stored()).some(({ source }) => source.kind === 'commit')) return true;
        made += 1;
        await this.repository.commit(`Try ${made}\n\nDecision: try number ${made}`, {
          files: { 'tries.txt': String(made) },
        });
        return false;
      },
      { what: 'a commit to be remembered', timeoutMs, intervalMs: 1_000 },
    );
  }

  async stop(): Promise<void> {
    this.#agent?.dispose();
    this.#person?.dispose();
    await this.editor.stop();
    await this.temp.dispose();
  }
}
