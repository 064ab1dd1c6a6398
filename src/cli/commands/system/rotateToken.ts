import { momentName, ownTimeZone } from '../../../core/reminder/zonedTime.ts';
import { rotateTokenOperation } from '../../../protocol/operations/system/rotateToken.ts';
import { commandOf } from '../../commandOf.ts';

export const addRotate = commandOf(rotateTokenOperation, ({ previousUntil }, io) => {
  io.print('A new token is in use.');
  io.note(
    io.paint.dim(
      previousUntil === null
        ? 'The old one is revoked. Restart OpenCode if its configuration uses the address of the server.'
        : `The old one stays valid until ${momentName(previousUntil, ownTimeZone())}.`,
    ),
  );
});
