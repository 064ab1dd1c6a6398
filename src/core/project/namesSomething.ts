import { oneLine } from '../text/oneLine.ts';
import { saysNothing } from '../text/saysNothing.ts';

/** Whether a text names a project: there is something to see in it, and no word for nothing. */
export const namesSomething = (reference: string): boolean =>
  oneLine(reference) !== '' && !saysNothing(reference);
