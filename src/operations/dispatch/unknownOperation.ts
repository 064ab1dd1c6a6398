import { MemoryBridgeError } from '../../core/errors.ts';
import { closestNames } from '../../core/text/closestNames.ts';

/** The refusal of a name that is no verb, with those that may have been meant. */
export function unknownOperation(name: string, names: readonly string[]): MemoryBridgeError {
  const shown = name.slice(0, 60);
  const close = closestNames(shown, names);
  const advice = close.length > 0 ? `Did you mean ${close.join(' or ')}?` : `There are: ${names.join(', ')}.`;
  return new MemoryBridgeError('unknown_operation', `There is no operation "${shown}". ${advice}`, {
    details: { close },
  });
}
