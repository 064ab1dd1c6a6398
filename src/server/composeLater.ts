import type { Composition, CompositionParts } from './memoryServer.ts';

/**
 * `compose`, loaded by the one contender who has won the port. The others would spend more on loading it than on
 * losing, and at the very moment in which the winner needs the machine.
 */
export async function composeLater(parts: CompositionParts): Promise<Composition> {
  const { compose } = await import('./compose.ts');
  return compose(parts);
}
