import * as z from 'zod';
import { forgeKinds, hostOf } from '../../core/forge/forges.ts';
import { forgeTokenName } from '../../core/forge/forgeTokenNames.ts';
import { addressProblem, isLoopback } from '../../core/safeAddress.ts';

const host = z
  .string()
  .min(1)
  .max(253)
  .regex(
    /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/i,
    'Write a host without scheme and port, like git.example.com.',
  );

const address = z
  .string()
  .max(500)
  .refine(
    (text) => addressProblem(text) === undefined,
    'Write an address like https://git.example.com/gitlab.',
  );

const forge = z.strictObject({
  kind: z.enum(forgeKinds).describe('gitlab or github'),
  web: address.optional().describe('where its pages are; default https://<host>'),
  api: address.optional().describe('where its REST API is; default below the pages'),
  ssh: z.array(host).max(20).optional().describe('hosts that git reaches the same projects by over ssh'),
  aliases: z.array(host).max(20).optional().describe('other names of the host'),
  tokenVariable: z
    .string()
    .regex(forgeTokenName, 'Write a name like GITLAB_WORK_TOKEN.')
    .optional()
    .describe('variable of the environment that holds a token for it'),
});

/** A token goes where the API is, so that is the host itself, one below it, or a server of this computer. */
const isNear = (name: string, { web, api, aliases = [] }: z.output<typeof forge>): boolean => {
  const near = [name, ...aliases].map((each) => each.toLowerCase());
  return [web, api].every((text) => {
    // What is no address is told of by itself, and reaches nothing.
    if (text === undefined || !URL.canParse(text)) return true;
    const url = hostOf(text);
    return isLoopback(new URL(text)) || near.some((each) => url === each || url.endsWith(`.${each}`));
  });
};

/** Hosts on which projects live, besides gitlab.com and github.com. */
export const forgesSchema = z
  .record(host, forge)
  .refine(
    (forges) => Object.entries(forges).every(([name, each]) => isNear(name, each)),
    'web and api must lie on the host itself, on one below it, or on one of its aliases.',
  );
