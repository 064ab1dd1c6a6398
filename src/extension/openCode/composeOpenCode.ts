import type { Feature } from '../shared/feature.ts';
import type { Host } from '../shared/host.ts';
import { CommandLineToolCommands } from './commandLineToolCommands.ts';
import { LauncherKeeper } from './launcherKeeper.ts';
import { OpenCodeCommands } from './openCodeCommands.ts';

export function composeOpenCode(host: Host): Feature[] {
  const { commands: registry, client, errors, keys, dist, steps } = host;
  const { home } = host.directory;
  const launcher = new LauncherKeeper(errors, home, dist);
  const onConnected = () => steps.fire('connected');
  return [
    launcher,
    new OpenCodeCommands({ registry, client, errors, launcher, keys, onConnected, home }),
    new CommandLineToolCommands(registry, launcher, home),
  ];
}
