import * as z from 'zod';
import { asWritten, defineOperation } from '../../operation.ts';

/**
 * A window lends the server a key from its secret storage. It is held in memory, for the one origin it was given for.
 */
export const lendKeyOperation = defineOperation({
  name: 'lend_key',
  summary: 'Lend the server the key of an embedding service until it ends.',
  description: 'Lend the server the key of an embedding service until it ends.',
  input: z.object({
    origin: z
      .string()
      .max(300)
      .refine((text) => URL.canParse(text) && new URL(text).origin === text, 'Write it like https://host.')
      .describe('the service, as https://host'),
    key: z.string().min(1).max(2_000).register(asWritten, {}).nullable().describe('null withdraws it'),
  }),
  output: z.object({ changed: z.boolean() }),
  kind: 'control',
  whenOff: 'anyone',
  exact: ['origin', 'key'],
  touchesNoFile: true,
  toolsets: [],
});
