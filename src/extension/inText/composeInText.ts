import type { Feature } from '../shared/feature.ts';
import type { Host } from '../shared/host.ts';
import { EntityHover } from './entityHover.ts';

export function composeInText({ client }: Host): Feature[] {
  return [new EntityHover(client)];
}
