import type { Feature } from '../shared/feature.ts';
import type { Host } from '../shared/host.ts';
import { SettingsSync } from './settingsSync.ts';

export function composeServerSettings({ client, errors }: Host): Feature[] {
  return [new SettingsSync(client, errors)];
}
