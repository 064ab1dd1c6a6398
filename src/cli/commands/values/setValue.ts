import { oneLine } from '../../../core/text/oneLine.ts';
import type { InputOf } from '../../../protocol/operation.ts';
import { describeExpiry } from '../../../protocol/describeExpiry.ts';
import { kvSetOperation } from '../../../protocol/operations/values/kvSet.ts';
import { type AddCommand, commandOf } from '../../commandOf.ts';
import { typedText } from '../../typedText.ts';

/** The value comes behind its key, or by standard input. */
export const addSetValue: AddCommand = (program, context) => {
  const add = commandOf(
    kvSetOperation,
    ({ key, expiresAt, replaced }, io) => {
      io.print(`${replaced ? 'Replaced' : 'Kept'} ${io.paint.cyan(oneLine(key))}`);
      io.note(io.paint.dim(`It is kept ${describeExpiry(expiresAt, Date.now())}.`));
    },
    {
      mayBegin: true,
      complete: async ({ input }): Promise<InputOf<typeof kvSetOperation>> => ({
        ...input,
        value: await typedText(command.args[1], context.io, {
          missing: 'Say the value too: memory-bridge kv set <key> "value".',
        }),
      }),
    },
  );
  const command = add(program, context).argument(
    '[value]',
    'text or JSON; "-" or nothing reads standard input',
  );
};
