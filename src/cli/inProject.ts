/** What a project is called to people; without one only global memories are meant, and that is said. */
export function inProject(project: string | null): string {
  return project === null
    ? 'for all projects (no project was recognized here)'
    : `in ${project} and for all projects`;
}
