import type { Project } from '../../core/project/project.ts';

export interface ProjectRepository {
  upsert(project: Project): Promise<void>;
  findByReference(reference: string): Promise<Project | undefined>;
  list(): Promise<Project[]>;
}
