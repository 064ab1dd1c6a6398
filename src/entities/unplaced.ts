import { hostOfEntity, splitCanonical } from '../core/entity/entityReference.ts';
import { hostOfProject } from '../core/forge/entityPlace.ts';
import { type Forges, forgeAt } from '../core/forge/forges.ts';

/** Why nobody can be asked about a reference, and what a person can do about it. */
export function unplacedSentence(
  canonical: string,
  { said, project, forges }: { readonly said: string; readonly project?: string | undefined; forges: Forges },
): string {
  const host = hostOfEntity(said) ?? hostOfProject(project);
  if (host === undefined)
    return `It is not known on which forge ${canonical} lies. Give its URL, or work in a repository with a remote.`;
  if (splitCanonical(canonical).kind === 'epic' && forgeAt(host, forges)) return `${host} has no epics.`;
  return `${host} is no forge that is known, so that nobody can be asked about ${canonical}. Name it in the setting forges.`;
}

/** How many references nobody can be asked about: those on hosts that no setting names, by host, and those without one. */
export class UnknownHosts {
  readonly #counts = new Map<string, number>();
  #homeless = 0;
  readonly #forges: Forges;

  constructor(forges: Forges) {
    this.#forges = forges;
  }

  /** Of a reference that has no place. */
  note(canonical: string, project: string | null): void {
    const { kind } = splitCanonical(canonical);
    const host = hostOfProject(project);
    if (kind === undefined || kind === 'adr') return;
    if (host === undefined) this.#homeless += 1;
    else if (!forgeAt(host, this.#forges)) this.#counts.set(host, (this.#counts.get(host) ?? 0) + 1);
  }

  sentences(): string[] {
    const elsewhere = [...this.#counts].map(
      ([host, count]) =>
        `${count === 1 ? '1 reference lies' : `${count} references lie`} on ${host}, which is no forge that is known. Name it in the setting forges.`,
    );
    const homeless = this.#homeless;
    if (homeless === 0) return elsewhere;
    const which = homeless === 1 ? '1 reference is' : `${homeless} references are`;
    return [...elsewhere, `${which} of a project without a remote, so that nobody can be asked.`];
  }
}
