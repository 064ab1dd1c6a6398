import type { Feature } from '../shared/feature.ts';
import type { Host } from '../shared/host.ts';
import { CommitCapture } from './commitCapture.ts';
import { HistoryOffer } from './historyOffer.ts';

export function composeCapture({ commands, client, errors, git, actions, inboxOffers }: Host): Feature[] {
  const history = new HistoryOffer(commands, client, errors, inboxOffers);
  return [history, new CommitCapture(git, client, actions, errors, history)];
}
