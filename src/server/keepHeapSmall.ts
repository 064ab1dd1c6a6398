import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 collect garbage early instead of growing its heap. A server lives for days beside an editor; without this a
 * burst of writes leaves it at 280 MB of which it uses 40, with it at 160 MB. What a request leaves behind is young
 * garbage: with the one megabyte for it that the first flag sets, every other request pays for a collection.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--optimize-for-size');
  setFlagsFromString('--max-semi-space-size=4');
}
