import { MemoryBridgeError } from '../../core/errors.ts';
import { rotateTokenOperation } from '../../protocol/operations/system/rotateToken.ts';
import type { ControlOperation } from '../operation.ts';
import type { TokenPort } from '../ports.ts';
import { isPerson } from '../../memories/provenance.ts';

export function createRotateToken(token: TokenPort): ControlOperation<typeof rotateTokenOperation> {
  return {
    definition: rotateTokenOperation,

    async run({ now }, context) {
      if (!isPerson(context.actor))
        throw new MemoryBridgeError(
          'forbidden',
          'Only a person can rotate the token, with "memory-bridge token rotate" at a terminal.',
        );
      // After the reply: a client whose stream ends sends again what it waits for.
      if (now) context.defer(async () => token.endStreams());
      return token.rotate({ now });
    },

    render: ({ previousUntil }) =>
      previousUntil === null
        ? 'A new token is in use, and the old one is revoked.'
        : `A new token is in use. The old one stays valid until ${new Date(previousUntil).toISOString()}.`,
  };
}
