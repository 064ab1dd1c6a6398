import type { Feature } from '../shared/feature.ts';
import type { Host } from '../shared/host.ts';
import { MemoryDocuments } from './documents/memoryDocuments.ts';
import { MemoryEditing } from './documents/memoryEditing.ts';
import { MemoryLenses } from './documents/memoryLenses.ts';
import { FilterCommands } from './filterCommands.ts';
import { MemoriesData } from './memoriesData.ts';
import { MemoriesView } from './memoriesView.ts';
import { PurgeCommand } from './purgeCommand.ts';
import { RecallCommand } from './recall/recallCommand.ts';
import { RememberCommand } from './remember/rememberCommand.ts';
import { RestoreCommands } from './restore/restoreCommands.ts';
import { UpdateCommands } from './updateCommands.ts';

export function composeMemories(host: Host): Feature[] {
  const { client, commands, actions, picker, errors, steps } = host;
  const data = new MemoriesData(client, host.live, host.lists);
  return [
    new MemoriesView(data, host.trees, host.keys),
    new FilterCommands(commands, data),
    new RememberCommand(commands, client, host.git, () => steps.fire('kept')),
    new RecallCommand(commands, client, errors, () => steps.fire('recalled')),
    new UpdateCommands(host),
    new RestoreCommands(commands, client, actions, picker),
    new PurgeCommand(commands, client, picker),
    new MemoryDocuments(host),
    new MemoryEditing(client, commands, actions, picker, errors),
    new MemoryLenses(client, actions),
  ];
}
