import type { Feature } from '../shared/feature.ts';
import type { Host } from '../shared/host.ts';
import { LoopsView } from './loopsView.ts';

export function composeLoops({ client, live, trees }: Host): Feature[] {
  return [new LoopsView(client, live, (error) => trees.onError(error))];
}
