import { MemoryBridgeError } from '../../core/errors.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import type { Redactor } from '../../core/ports.ts';
import { type Project, type ProjectResolver, projectKeys } from '../../core/project/project.ts';
import type { Store } from '../../store/ports/store.ts';
import type { IncomingProject } from '../incoming.ts';

const commit = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i;
const mostKnown = 2_000;

/** Which project of ours another system means. Must not be asked from inside a unit of work. */
export class ImportProjects {
  readonly #resolver: ProjectResolver;
  readonly #store: Store;
  readonly #redactor: Redactor;
  /** All of it belongs there, whatever the source says. */
  readonly #all: Project | undefined;
  readonly #known = new Map<string, Project | undefined>();

  constructor(resolver: ProjectResolver, store: Store, redactor: Redactor, all: Project | undefined) {
    this.#resolver = resolver;
    this.#redactor = redactor;
    this.#store = store;
    this.#all = all;
  }

  async of(said: IncomingProject | undefined): Promise<Project | undefined> {
    if (this.#all) return this.#all;
    if (!said || (blank(said.folder) && blank(said.name))) return undefined;
    const key = JSON.stringify([said.folder, said.name]);
    if (this.#known.has(key)) return this.#known.get(key);
    const found = await this.#find(said);
    if (this.#known.size >= mostKnown) this.#known.clear();
    this.#known.set(key, found);
    return found;
  }

  /** Under which the same may stand here. */
  static keysOf(project: Project | undefined, id: string | null): (string | null)[] {
    return project && id !== null ? projectKeys(project) : [id];
  }

  async #find({ folder, name }: IncomingProject): Promise<Project | undefined> {
    if (!blank(folder)) {
      const there = await this.#resolved(folder);
      if (there) return there;
      // A folder of another machine, or one that is gone: its name is all there is.
      const gone = await this.#clean(folder);
      if (blank(name))
        return this.#byAlias(
          `folder:${gone}`,
          gone.split(/[\\/]/).findLast((part) => part !== ''),
        );
    }
    if (blank(name)) return undefined;
    if (commit.test(name.trim())) return this.#ofCommit(name.trim().toLowerCase());
    const spoken = oneLine(name);
    const resolved = await this.#resolved(spoken);
    if (resolved) return resolved;
    const id = await this.#clean(spoken);
    return { id, name: id, aliases: [] };
  }

  /** What the resolver takes for no name of a project was cleaned by nobody. */
  async #clean(name: string): Promise<string> {
    return (await this.#redactor.redact(name)).text;
  }

  /** The first commit of a repository, which is known again once the repository is seen here. */
  #ofCommit(sha: string): Promise<Project> {
    return this.#byAlias(`root:${sha}`, sha.slice(0, 10), [sha]);
  }

  async #byAlias(id: string, name: string | undefined, aliases: readonly string[] = []): Promise<Project> {
    const known = await this.#store.read(async ({ projects }) => projects.findByReference(id));
    return known ?? { id, name: name ?? id, aliases };
  }

  async #resolved(reference: string): Promise<Project | undefined> {
    try {
      return await this.#resolver.resolve(reference);
    } catch (error) {
      if (MemoryBridgeError.is(error)) return undefined;
      throw error;
    }
  }
}

const blank = (text: string | undefined): text is undefined => text === undefined || text.trim() === '';
