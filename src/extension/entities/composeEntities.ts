import { l10n } from 'vscode';
import type { Feature } from '../shared/feature.ts';
import type { Host } from '../shared/host.ts';
import { Keyring } from '../shared/keyring.ts';
import { ForgeTokens } from './forgeTokens.ts';
import { ReferenceLookUp } from './referenceLookUp.ts';

export function composeEntities(host: Host): Feature[] {
  const { client, commands, errors, secrets } = host;
  const keyring = new Keyring(secrets, client, errors, {
    name: 'tokens of forges',
    prefix: 'forge-token ',
    title: (forge) => l10n.t('Token for {0}', forge),
    missing: l10n.t('Enter the token.'),
  });
  const tokens = new ForgeTokens({ client, commands, keyring });
  return [keyring, tokens, new ReferenceLookUp({ client, commands, tokens })];
}
