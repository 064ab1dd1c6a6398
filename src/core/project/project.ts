/** A project as memories know it. Several names may lead to one id. */
export interface Project {
  /** `host/group/repo` from the git remote, else `root:<sha>` of the root commit, else `folder:<absolute path>`. */
  readonly id: string;
  /** What people see: the last part of the id. */
  readonly name: string;
  /** Other forms that mean the same project: `owner-repo`, `group/project`, the root sha, folders. */
  readonly aliases: readonly string[];
  /** Root folder on this machine, when known. */
  readonly root?: string | undefined;
}

/** Turns what a caller names (a directory, an id, an alias) into a project. */
export interface ProjectResolver {
  resolve(reference: string): Promise<Project>;
  /** What is known of projects has changed in another way than by looking at them. */
  forget(): void;
}

/**
 * Every key under which memories of a project may stand: its id and its aliases, because an alias may be an id that it
 * had before it got a remote. Filters of reads take all of them; writes use the id.
 */
export function projectKeys(project: Project): string[] {
  return [...new Set([project.id, ...project.aliases])];
}
