import type { Feature } from '../shared/feature.ts';
import type { Host } from '../shared/host.ts';
import { FirstSteps } from './firstSteps.ts';

export function composeWelcome({ client, steps, keys, errors, directory }: Host): Feature[] {
  return [new FirstSteps({ client, steps, keys, errors, home: directory.home })];
}
