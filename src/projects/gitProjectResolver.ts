import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { GitError } from '../git/git.ts';
import { gitEntryAbove, readRepository, type Repository, stampOf } from '../git/repository.ts';
import type { Forges } from '../core/forge/forges.ts';
import { MemoryBridgeError } from '../core/errors.ts';
import { oneLine } from '../core/text/oneLine.ts';
import type { Logger, Redactor } from '../core/ports.ts';
import type { Project, ProjectResolver } from '../core/project/project.ts';
import { looksLikeRemote, remoteAliases, remotePlace } from '../core/project/remoteUrl.ts';
import { formAlias } from '../core/project/spokenNames.ts';
import type { ProjectReader } from '../store/ports/projectRepository.ts';
import type { Store } from '../store/ports/store.ts';
import { folderOf, refuseAsName } from './folderReference.ts';
import { isFormer, isOlderName, nameOf, placeOfName, plainFolder, withFormer } from './formerNames.ts';

interface Known {
  readonly project: Project;
  /** The `.git` found above the folder; undefined for a plain folder. */
  readonly entry: string | undefined;
  readonly configPath: string | undefined;
  /** Size and time of the repository's configuration: a changed remote is a changed project. */
  readonly configStamp: string;
  /** By which the place was read: other settings may name another one. */
  readonly forges: Forges;
}

const maxKnown = 500;
const none: Forges = [];
const noForges = (): Forges => none;

/**
 * Turns what a caller names into a project.
 *
 * - An absolute folder or file, a `file:` URL or `folder:<path>`: the repository it lies in, worktrees mapped to the
 *   repository they belong to; without a repository the folder itself.
 * - A git URL: the project of that remote.
 * - Anything else is an id, an alias or the name of exactly one known project. A name that nobody knows is taken as an
 *   id as it stands, so that people may keep memories of things that have no folder.
 * - `.`, `./x`, `../x` and `~` are refused: they would mean the server's own folder, not the caller's.
 *
 * A repository changes its id when it gets its first commit (`folder:` to `root:`), its first remote (`root:` to the
 * place of the remote) or another remote. Its earlier ids stay as aliases of the new one, and readers look under the id
 * and all aliases (`projectKeys`), so what was remembered before stays in reach without moving a row.
 *
 * Names and addresses pass `incoming` before they are written; a folder of this machine keeps its path, by which it is read.
 *
 * It opens units of work of its own, so it must not be called from inside one.
 */
export class GitProjectResolver implements ProjectResolver {
  readonly #store: Store;
  readonly #logger: Logger;
  readonly #incoming: Redactor;
  readonly #forges: () => Forges;
  readonly #known = new Map<string, Known>();
  readonly #underway = new Map<string, Promise<Project>>();
  #toldGitMissing = false;

  /** `forges` returns the same list for as long as the settings say the same. */
  constructor(store: Store, logger: Logger, incoming: Redactor, forges: () => Forges = noForges) {
    this.#forges = forges;
    this.#store = store;
    this.#logger = logger;
    this.#incoming = incoming;
  }

  async resolve(reference: string): Promise<Project> {
    const text = reference.trim();
    if (oneLine(text) === '')
      throw new MemoryBridgeError('invalid_input', 'Name a project: a folder or an id.');
    const folder = folderOf(text);
    if (folder !== undefined) return this.#ofFolder(folder, text);
    refuseAsName(text);
    return this.#ofName(text);
  }

  forget(): void {
    this.#known.clear();
  }

  async #ofName(given: string): Promise<Project> {
    // Before it is taken apart: of what is left, nothing may say that it is a password.
    const text = await this.#clean(given);
    const place = looksLikeRemote(text) ? remotePlace(text, this.#forges()) : undefined;
    // Nothing of it is repeated: it may be a password.
    if (!place && looksLikeRemote(text) && text.includes('@'))
      throw new MemoryBridgeError('invalid_input', 'This address names no repository on another machine.');
    const wanted = oneLine(await this.#clean(place ?? placeOfName(text, this.#forges())));
    if (wanted === '') throw new MemoryBridgeError('invalid_input', 'Name a project: a folder or an id.');
    const stored = await this.#store.read(async ({ projects }) => {
      const all = await projects.list();
      const byId = all.find(({ id }) => id === wanted);
      const byAlias = all.find(
        ({ aliases }) => aliases.includes(wanted) || aliases.includes(wanted.toLowerCase()),
      );
      // An id that a project had before leads to what it is called now, unless it has come back to it.
      if (byId && byAlias) return byId.aliases.includes(byAlias.id) ? byId : byAlias;
      if (byId ?? byAlias) return byId ?? byAlias;
      const older = all.filter(({ id }) => isOlderName(id, wanted, this.#forges()));
      if (older.length > 0) return withFormer({ id: wanted, name: nameOf(wanted), aliases: [] }, older);
      const named = all.filter(({ name }) => name.toLowerCase() === wanted.toLowerCase());
      return named.length === 1 ? named[0] : undefined;
    });
    if (stored) return stored;
    return { id: wanted, name: nameOf(wanted), aliases: place ? remoteAliases(wanted) : [] };
  }

  async #clean(name: string): Promise<string> {
    return (await this.#incoming.redact(name)).text;
  }

  async #ofFolder(given: string, reference: string): Promise<Project> {
    let folder: string;
    try {
      folder = await realpath(given);
      if (!(await stat(folder)).isDirectory()) folder = path.dirname(folder);
    } catch (error) {
      const gone = await this.#store.read(({ projects }) => projects.findByReference(`folder:${given}`));
      if (gone) return gone;
      throw new MemoryBridgeError(
        'not_found',
        `The folder "${reference}" does not exist on this machine. Name the project by its id instead.`,
        { cause: error },
      );
    }
    const entry = await gitEntryAbove(folder);
    const known = this.#known.get(folder);
    const isSame = (each: Known): boolean => each.entry === entry && each.forges === this.#forges();
    if (known && isSame(known) && (await stampOf(known.configPath)) === known.configStamp)
      return known.project;

    const underway = this.#underway.get(folder);
    if (underway) return underway;
    const work = this.#identify(folder, entry).finally(() => this.#underway.delete(folder));
    this.#underway.set(folder, work);
    return work;
  }

  async #identify(folder: string, entry: string | undefined): Promise<Project> {
    if (entry === undefined) return this.#keep(folder, plainFolder(folder), entry, undefined);
    try {
      const repository = await readRepository(folder, this.#forges());
      const place = repository.place && (await this.#knownSpelling(await this.#clean(repository.place)));
      const literal = repository.literalPlace && (await this.#clean(repository.literalPlace));
      const found = place ? { id: place, aliases: remoteAliases(place) } : undefined;
      const rootSha = await this.#rootSha(repository, found?.id);
      const root = rootSha === undefined ? [] : [`root:${rootSha}`, rootSha];
      const id = found?.id ?? root[0];
      // Without a commit there is nothing to go by yet, and the first one must be noticed: not kept in mind.
      if (id === undefined) return await this.#save(plainFolder(repository.root));
      const form = literal === undefined || literal === id ? [] : [formAlias(literal)];
      const aliases = [...(found?.aliases ?? []), ...form, ...root, `folder:${repository.root}`];
      const name = found ? nameOf(id) : path.basename(repository.root);
      const project = {
        id,
        name,
        aliases: aliases.filter((alias) => alias !== id),
        root: repository.root,
      };
      return await this.#keep(folder, project, entry, repository.configPath, literal);
    } catch (error) {
      return this.#withoutGit(folder, error);
    }
  }

  /** Forges do not tell upper from lower case, so the spelling that was seen first is the id of all. */
  async #knownSpelling(place: string): Promise<string> {
    const lower = place.toLowerCase();
    const stored = await this.#store.read(({ projects }) => projects.findByReference(lower));
    return stored?.id.toLowerCase() === lower ? stored.id : place;
  }

  /** Walking to the first commit takes long in a large history, so a known one is not looked for again. */
  async #rootSha(repository: Repository, id: string | undefined): Promise<string | undefined> {
    if (id !== undefined) {
      const stored = await this.#store.read(({ projects }) => projects.findByReference(id));
      const sha = stored?.aliases.find((alias) => alias.startsWith('root:'))?.slice('root:'.length);
      if (sha) return sha;
    }
    if (repository.isShallow) return undefined;
    try {
      const roots = await repository.git.run(['rev-list', '--max-parents=0', '--all']);
      return roots.trim().split('\n').at(-1) || undefined;
    } catch (error) {
      // With a remote the root is only one more alias.
      if (id !== undefined && GitError.is(error)) return undefined;
      throw error;
    }
  }

  #withoutGit(folder: string, error: unknown): Promise<Project> {
    if (GitError.is(error, 'foreign_owner'))
      throw new MemoryBridgeError(
        'forbidden',
        `Git does not read "${folder}" because it belongs to another user. If you trust it, run: git config --global --add safe.directory "${folder}"`,
        { cause: error, details: { reason: 'safe_directory', folder } },
      );
    if (GitError.is(error, 'timeout'))
      throw new MemoryBridgeError(
        'unavailable',
        `Git did not answer in "${folder}". Try again in a moment.`,
        {
          cause: error,
          retryAfter: 5,
        },
      );
    if (!GitError.is(error)) throw error;
    if (error.code !== 'missing') {
      this.#logger.warn('Git could not tell the project of a folder.', { folder, reason: error.message });
    } else if (!this.#toldGitMissing) {
      this.#toldGitMissing = true;
      this.#logger.warn('Git was not found, so projects are told apart by their folders.');
    }
    return this.#save(plainFolder(folder));
  }

  async #keep(
    folder: string,
    project: Project,
    entry: string | undefined,
    configPath: string | undefined,
    literal?: string,
  ): Promise<Project> {
    const configStamp = await stampOf(configPath);
    const forges = this.#forges();
    const saved = await this.#save(project, literal);
    this.#known.delete(folder);
    this.#known.set(folder, { project: saved, entry, configPath, configStamp, forges });
    const [oldest] = this.#known.keys();
    if (this.#known.size > maxKnown && oldest !== undefined) this.#known.delete(oldest);
    return saved;
  }

  /**
   * Joins what the store knows of the project with what was found, and writes only when that is new. `literal` is the
   * id that the remote gave before the forms of a forge were joined.
   */
  async #save(found: Project, literal?: string): Promise<Project> {
    return this.#store.write(async ({ projects }) => {
      const all = await projects.list();
      const project = await ledProject(projects, found, all);
      const same = all.find(({ id }) => id === project.id);
      const former = all.filter(
        (each) =>
          each.id !== project.id &&
          (isFormer(each, project) ||
            each.id === literal ||
            each.aliases.includes(formAlias(project.id)) ||
            isOlderName(each.id, project.id, this.#forges())),
      );
      const joined = withFormer(
        { ...project, aliases: [...project.aliases, ...(same?.aliases ?? [])] },
        former,
      );
      const isNew =
        !same ||
        same.name !== joined.name ||
        same.root !== joined.root ||
        same.aliases.length !== joined.aliases.length;
      if (isNew) await projects.upsert(joined);
      // What is at work goes with it: nobody else may claim under the new name what is held under the old one.
      if (isNew && former.length > 0)
        await projects.takeWork(
          former.map(({ id }) => id),
          joined.id,
        );
      return joined;
    });
  }
}

/** What was found, or the project that a person has made it a part of. */
async function ledProject(
  projects: ProjectReader,
  found: Project,
  all: readonly Project[],
): Promise<Project> {
  const led = await projects.ledTo(found.id);
  const project = led === undefined ? undefined : all.find(({ id }) => id === led);
  if (!project) return found;
  const aliases = new Set([found.id, ...found.aliases, ...project.aliases]);
  aliases.delete(project.id);
  return {
    ...found,
    id: project.id,
    name: project.name,
    aliases: [...aliases],
    root: project.root ?? found.root,
  };
}
