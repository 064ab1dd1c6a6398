import { vectorKernel } from '../../tools/build/vectorKernel.mjs';

/** Before all tests, so that none of them waits for the compiler. */
export async function setup(): Promise<void> {
  await vectorKernel();
}
