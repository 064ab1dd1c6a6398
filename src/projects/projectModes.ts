import { isOff, type ModeNow, modeAt, type SaidMode } from '../core/project/projectMode.ts';
import type { Project } from '../core/project/project.ts';
import type { ReadUnit } from '../store/ports/readUnit.ts';

export interface ModeQuestion {
  /** The setting `projects.default`. */
  readonly initial: 'on' | 'off';
  /** Wall clock, ms. */
  readonly now: number;
}

/**
 * In which projects memory is at work. What was said of a project goes with it when it gets another id: where nothing was
 * said of the id it has now, what was said of an earlier one holds.
 */
export class ProjectModes {
  readonly #said: ReadonlyMap<string, SaidMode>;
  readonly #byId: ReadonlyMap<string, Project>;
  readonly #byAlias: ReadonlyMap<string, Project>;
  readonly #question: ModeQuestion;

  private constructor(
    said: ReadonlyMap<string, SaidMode>,
    projects: readonly Project[],
    question: ModeQuestion,
  ) {
    this.#said = said;
    this.#question = question;
    this.#byId = new Map(projects.map((project) => [project.id, project]));
    this.#byAlias = new Map(
      projects.flatMap((project) => project.aliases.map((alias) => [alias, project] as const)),
    );
  }

  static async read(unit: Pick<ReadUnit, 'projects'>, question: ModeQuestion): Promise<ProjectModes> {
    const said = await unit.projects.modes();
    // Of most nobody has ever said anything.
    const projects = said.size === 0 ? [] : await unit.projects.list();
    return new ProjectModes(said, projects, question);
  }

  /** Whether memory is at work everywhere. */
  get areAllOn(): boolean {
    const { initial, now } = this.#question;
    return initial === 'on' && [...this.#said.values()].every((said) => !isOff(modeAt(said, initial, now)));
  }

  of(project: Project): ModeNow {
    const { initial, now } = this.#question;
    return modeAt(this.#saidOf(project), initial, now);
  }

  /** Of what is stored under a key; what belongs to no project is nobody's to switch off. */
  isOff(key: string | null): boolean {
    if (key === null) return false;
    const owner = this.#byAlias.get(key);
    const own = this.#byId.get(key);
    // A project that has come back to an id that it had before is there again.
    const project = own && owner?.id !== undefined && own.aliases.includes(owner.id) ? own : (owner ?? own);
    return isOff(this.of(project ?? { id: key, name: key, aliases: [] }));
  }

  #saidOf({ id, aliases }: Project): SaidMode | undefined {
    const own = this.#said.get(id);
    if (own) return own;
    const { initial, now } = this.#question;
    const former = aliases.flatMap((alias) => this.#said.get(alias) ?? []);
    // A folder whose git cannot be run is that of the project that it was known as.
    const owner = id.startsWith('folder:') ? this.#byAlias.get(id) : undefined;
    const all = [...former, ...(owner ? [this.#said.get(owner.id) ?? []].flat() : [])];
    return all.find((said) => isOff(modeAt(said, initial, now))) ?? all[0];
  }
}
