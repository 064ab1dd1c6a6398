import type { Feature } from '../shared/feature.ts';
import type { Host } from '../shared/host.ts';
import { FirstSteps } from './firstSteps.ts';

export function composeWelcome(host: Host): Feature[] {
  return [new FirstSteps({ ...host, home: host.directory.home })];
}
