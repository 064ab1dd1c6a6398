import { canonicalEntity, hostOfEntity } from '../core/entity/entityReference.ts';
import { type EntityPlace, entityPlace } from '../core/forge/entityPlace.ts';
import type { Forges } from '../core/forge/forges.ts';
import type { ReadUnit } from '../store/ports/readUnit.ts';

/** Tells where forges have what references name, by what is known of projects in one unit of work. */
export class Places {
  readonly #forges: Forges;
  readonly #idByPath: ReadonlyMap<string, string>;
  readonly #instance: string | undefined;

  private constructor(forges: Forges, idByPath: ReadonlyMap<string, string>) {
    this.#forges = forges;
    this.#idByPath = idByPath;
    this.#instance = forges.find(({ tokenVariables }) => tokenVariables.includes('GITLAB_TOKEN'))?.host;
  }

  static async in({ projects }: Pick<ReadUnit, 'projects'>, forges: Forges): Promise<Places> {
    const known = await projects.list();
    const pathOf = (id: string): string => id.slice(id.indexOf('/') + 1).toLowerCase();
    return new Places(forges, new Map(known.map(({ id }) => [pathOf(id), id])));
  }

  /** Of a canonical reference as memories of a project have it. */
  of(canonical: string, project: string | null | undefined, host?: string): EntityPlace | undefined {
    return entityPlace(canonical, {
      forges: this.#forges,
      project,
      host,
      instance: this.#instance,
      projectAt: (path) => this.#idByPath.get(path),
    });
  }

  /** Of what a caller says, which may be an address. */
  said(text: string, project: string | null | undefined): EntityPlace | undefined {
    const canonical = canonicalEntity(text, project, this.#forges);
    return canonical === undefined ? undefined : this.of(canonical, project, hostOfEntity(text));
  }
}
