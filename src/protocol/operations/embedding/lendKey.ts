import * as z from 'zod';
import { asWritten, defineOperation } from '../../operation.ts';

/**
 * A client lends the server what it needs and a server that a window started has not: a key or a token from secret storage,
 * for the one origin it was given for, or keys of models in the client's environment by their names. All of it is held in
 * memory alone, values for some minutes. Tokens of forges in an environment go with the call that needs them (`Caller.lent`).
 */
export const lendKeyOperation = defineOperation({
  name: 'lend_key',
  summary: 'Lend the server keys, tokens and other values of an environment, held in memory only.',
  description: 'Lend the server keys, tokens and other values of an environment, held in memory only.',
  input: z.object({
    origin: z
      .string()
      .max(300)
      .refine((text) => URL.canParse(text) && new URL(text).origin === text, 'Write it like https://host.')
      .optional()
      .describe('the service, as https://host'),
    key: z
      .string()
      .min(1)
      .max(2_000)
      .register(asWritten, {})
      .nullish()
      .describe('for origin; null withdraws it'),
    values: z
      .record(
        z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/, 'Write a name of an environment, like GITLAB_TOKEN.'),
        z.string().max(4_000).register(asWritten, {}).nullable(),
      )
      .optional()
      .describe('by their names in an environment; null withdraws one'),
    minutes: z.number().int().min(1).max(1_440).default(60).describe('for how long values are lent'),
  }),
  output: z.object({ changed: z.boolean() }),
  kind: 'control',
  whenOff: 'anyone',
  exact: ['origin', 'key', 'values'],
  touchesNoFile: true,
  toolsets: [],
});
