import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 collect garbage early instead of growing its heap. A server lives for days beside an editor; without this a
 * burst of writes leaves it at 190 MB of which it uses 40, with it at 125 MB, for some percent of processor time under
 * load.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--optimize-for-size');
}
