import { entityPlace } from '../../src/core/forge/entityPlace.ts';
import { forgeAt, forgesOf, pathOnForge } from '../../src/core/forge/forges.ts';
import { formAlias, spokenNames } from '../../src/core/project/spokenNames.ts';
import { lendable } from '../../src/core/lending.ts';
import { placeOfName } from '../../src/projects/formerNames.ts';

const forges = forgesOf(
  { 'git.example.com': { kind: 'gitlab', web: 'https://git.example.com/gitlab', ssh: ['ssh.example.com'] } },
  'gitlab.com',
);

/** Functions about forges that are handed a text from outside. */
export const forgeFunctions: Readonly<Record<string, (text: string) => unknown>> = {
  'core/forge/entityPlace.ts#entityPlace': (text) =>
    entityPlace(text, { forges, project: text, instance: 'gitlab.com' }),
  'core/forge/forges.ts#forgesOf': (text) =>
    forgesOf({ [text]: { kind: 'gitlab', web: text, api: text, ssh: [text], aliases: [text] } }, text),
  'core/forge/forges.ts#forgeAt': (text) => forgeAt(text, forges),
  'core/forge/forges.ts#pathOnForge': (text) => forges.map((forge) => pathOnForge(text.split('/'), forge)),
  'core/project/spokenNames.ts#spokenNames': (text) =>
    spokenNames([...text.split('/'), formAlias(text), text]),
  'core/lending.ts#lendable': (text) => lendable('forgeTokens', { [text]: text }),
  'projects/formerNames.ts#placeOfName': (text) => placeOfName(`git.example.com/${text}`, forges),
};
