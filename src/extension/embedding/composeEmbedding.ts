import { l10n } from 'vscode';
import type { EmbeddingStatus } from '../../protocol/embeddingStatus.ts';
import { memoryStatusOperation } from '../../protocol/operations/system/memoryStatus.ts';
import type { Feature } from '../shared/feature.ts';
import type { Host } from '../shared/host.ts';
import { Keyring } from '../shared/keyring.ts';
import { EmbeddingCommands } from './embeddingCommands.ts';
import { EmbeddingNotices } from './embeddingNotices.ts';
import { EmbeddingSettings } from './embeddingSettings.ts';
import { EmbeddingStanding } from './embeddingStanding.ts';
import { ModelImport } from './modelImport.ts';

export function composeEmbedding(host: Host): Feature[] {
  const { client, errors, live, commands: registry } = host;
  const status = live.add<EmbeddingStatus>({
    fetch: async (signal) => (await client.call(memoryStatusOperation, {}, { signal })).result.embedding,
    isAffectedBy: ({ kind }) => kind === 'embedding' || kind === 'config',
  });
  const keyring = new Keyring(host.secrets, client, errors, {
    name: 'keys of embedding services',
    prefix: 'embedding-key ',
    title: (service) => l10n.t('Key for {0}', service),
    missing: l10n.t('Enter the key.'),
  });
  const settings = new EmbeddingSettings(client, errors);
  const notices = new EmbeddingNotices(client, errors, status, keyring);
  const models = new ModelImport(host.cli, host.directory.home);
  return [
    keyring,
    settings,
    notices,
    new EmbeddingStanding(status, host.statusNotes, host.statusSections),
    new EmbeddingCommands({ registry, client, status, settings, keyring, notices, models }),
  ];
}
