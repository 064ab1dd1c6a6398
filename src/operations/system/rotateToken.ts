import { MemoryBridgeError } from '../../core/errors.ts';
import type { OutputOf } from '../../protocol/operation.ts';
import { rotateTokenOperation } from '../../protocol/operations/system/rotateToken.ts';
import type { Operation } from '../operation.ts';
import type { TokenPort } from '../ports.ts';
import { isPerson } from '../../memories/provenance.ts';

type Output = OutputOf<typeof rotateTokenOperation>;

export function createRotateToken(token: TokenPort): Operation<typeof rotateTokenOperation, Output> {
  return {
    definition: rotateTokenOperation,

    async prepare({ now }, context) {
      if (!isPerson(context.actor))
        throw new MemoryBridgeError(
          'forbidden',
          'Only a person can rotate the token, with "memory-bridge token rotate" at a terminal.',
        );
      // After the reply: a client whose stream ends sends again what it waits for.
      if (now) context.defer(async () => token.endStreams());
      return token.rotate({ now });
    },

    run: async (_input, _context, _unit, rotated) => rotated,

    render: ({ previousUntil }) =>
      previousUntil === null
        ? 'A new token is in use, and the old one is revoked.'
        : `A new token is in use. The old one stays valid until ${new Date(previousUntil).toISOString()}.`,
  };
}
