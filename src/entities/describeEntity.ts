import type { EntityRecord } from '../core/entity/entityRecord.ts';
import { ageLabel } from '../core/text/ageLabel.ts';
import { oneLine } from '../core/text/oneLine.ts';
import type { EntityDetails } from '../protocol/entityDetails.ts';

/** After so long, what a forge said may have changed, ms. */
export const staleAfter = 24 * 3_600_000;

/** What is kept of a forge's answer, as clients see it; null when it has never said anything. */
export function toEntityDetails(record: EntityRecord | undefined, now: number): EntityDetails | null {
  if (!record) return null;
  const { reference, title, state, author, labels, url, outcome, fetchedAt } = record;
  return {
    reference,
    title,
    state,
    author,
    labels: [...labels],
    url,
    outcome,
    fetchedAt,
    age: fetchedAt === null ? null : ageLabel(fetchedAt, now),
    isStale: fetchedAt === null || now - fetchedAt > staleAfter,
  };
}

/** "Queue uploads (merged, ada, backend) https://…, 2h ago": on one line, whatever the forge has said. */
export function describeDetails(details: EntityDetails): string {
  const { title, state, author, labels, url, age, outcome } = details;
  if (title === null)
    return outcome === 'no_access' ? 'The forge does not show it.' : 'The forge knows nothing of it.';
  const facts = [state, author && `by ${author}`, labels.length > 0 ? `labels ${labels.join(', ')}` : null];
  const said = facts.filter(Boolean).join(' · ');
  const lost = {
    found: '',
    not_found: ', and does not show it any more',
    no_access: ', and did not show it to whoever asked last',
  }[outcome];
  const when = age === null || age === 'now' ? 'just now' : `${age} ago`;
  return oneLine(
    `"${title}"${said === '' ? '' : ` · ${said}`}${url === null ? '' : ` · ${url}`} (the forge said so ${when}${lost})`,
  );
}
