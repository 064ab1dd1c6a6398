import type { Feature } from '../shared/feature.ts';
import type { Host } from '../shared/host.ts';
import { workspaceFolderPaths } from '../shared/platform/workspaceFolders.ts';
import { InboxCommands } from './inboxCommands.ts';
import { InboxData } from './inboxData.ts';
import { InboxView } from './inboxView.ts';

export function composeInbox(host: Host): Feature[] {
  const data = new InboxData(host.live, host.lists, workspaceFolderPaths);
  return [new InboxView(data, host), new InboxCommands(host.commands, host.actions, host.picker)];
}
