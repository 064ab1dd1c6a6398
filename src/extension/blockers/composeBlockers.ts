import type { Feature } from '../shared/feature.ts';
import type { Host } from '../shared/host.ts';
import { BlockerCommands } from './blockerCommands.ts';
import { BlockersData } from './blockersData.ts';
import { BlockersView } from './blockersView.ts';

export function composeBlockers({
  live,
  lists,
  trees,
  statusNotes,
  commands,
  actions,
  chosen,
}: Host): Feature[] {
  return [
    new BlockersView(new BlockersData(live, lists), trees, statusNotes),
    new BlockerCommands(commands, actions, chosen),
  ];
}
