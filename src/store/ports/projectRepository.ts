import type { Project } from '../../core/project/project.ts';

export interface ProjectReader {
  /** By id, else by alias, else by root folder. */
  findByReference(reference: string): Promise<Project | undefined>;
  /** By id. */
  list(): Promise<Project[]>;
}

export interface ProjectRepository extends ProjectReader {
  /**
   * Names and root are those given; a root that is not given stays. Aliases are added to those known, and one that led to
   * another project leads here now.
   */
  upsert(project: Project): Promise<void>;
}
