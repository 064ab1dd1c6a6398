import type { Feature } from '../shared/feature.ts';
import type { Host } from '../shared/host.ts';
import { AnotherPort } from './anotherPort.ts';
import { ConnectionContext } from './connectionContext.ts';
import { MemoryStatusBar } from './statusBar.ts';
import { StatusCommands } from './statusCommands.ts';
import { StatusPage } from './statusPage.ts';
import { StatusReport } from './statusReport.ts';
import { WindowPulse } from './windowPulse.ts';

export function composeStatus(host: Host): Feature[] {
  const { client, commands, live, directory } = host;
  const report = new StatusReport({
    client,
    logger: host.logger,
    sections: host.statusSections,
    facts: {
      home: directory.home,
      extensionId: host.extensionId,
      activationMilliseconds: host.activationMilliseconds,
    },
  });
  return [
    new ConnectionContext(client, host.keys),
    new MemoryStatusBar(client, host.statusNotes),
    new StatusPage(client, commands, host.pages, report),
    new StatusCommands({ commands, client, live, report, showLog: () => host.showLog() }),
    new AnotherPort(commands, client, live, directory),
    new WindowPulse((isAlive) => host.setWindowAlive(isAlive)),
  ];
}
