import { isRecord } from '../../core/isRecord.ts';
import { type Quarantine, reasonsText } from '../../core/memory/quarantine.ts';

/** What stays of a memory that only a person may read: what the product says of it, and nothing that somebody wrote. */
const kept: ReadonlySet<string> = new Set([
  'id',
  'shortId',
  'category',
  'scope',
  'project',
  'trust',
  'status',
  'supersededBy',
  'age',
]);

/**
 * An answer as an agent gets it: in the place of a memory that waits in the Inbox because it gives orders to a model
 * stands that it does so, and why. However it came into the answer, its words are in none.
 */
export function withheld<T>(answer: T): T;
export function withheld(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map((each: unknown) => withheld(each));
  if (!isRecord(answer)) return answer;
  const quarantine = answer['quarantine'];
  if (isQuarantine(quarantine) && typeof answer['title'] === 'string')
    return withoutWords(answer, quarantine);
  return Object.fromEntries(Object.entries(answer).map(([name, value]) => [name, withheld(value)]));
}

const isQuarantine = (value: unknown): value is Quarantine =>
  isRecord(value) && Array.isArray(value['reasons']);

function withoutWords(memory: Record<string, unknown>, quarantine: Quarantine): Record<string, unknown> {
  const told: Record<string, unknown> = {
    title: `Withheld, as it ${reasonsText(quarantine)}`,
    content: 'Only a person reads this, and decides on it in the Inbox.',
    quarantine: { ...quarantine, excerpt: '' },
    source: isRecord(memory['source']) ? { kind: memory['source']['kind'] } : undefined,
    linked: isRecord(memory['linked']) ? { ...memory['linked'], reason: undefined } : undefined,
  };
  return Object.fromEntries(
    Object.entries(memory).map(([name, value]) => [
      name,
      told[name] ?? (kept.has(name) ? value : blank(value)),
    ]),
  );
}

function blank(value: unknown): unknown {
  if (typeof value === 'string') return '';
  if (Array.isArray(value)) return [];
  return isRecord(value) ? {} : value;
}
