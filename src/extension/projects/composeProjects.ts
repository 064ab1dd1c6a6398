import type { Feature } from '../shared/feature.ts';
import type { Host } from '../shared/host.ts';
import { CurrentProject } from './currentProject.ts';
import { MemorySwitch } from './memorySwitch.ts';
import { ProjectStanding } from './projectStanding.ts';

export function composeProjects(host: Host): Feature[] {
  const { client, commands, errors, live, statusNotes, statusSections } = host;
  const project = new CurrentProject(client, live);
  return [
    new ProjectStanding(project, statusNotes, statusSections),
    new MemorySwitch({ client, commands, errors, project }),
  ];
}
