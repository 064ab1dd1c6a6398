import { isRecord } from '../../core/isRecord.ts';
import { type Quarantine, reasonsText, suspicions } from '../../core/memory/quarantine.ts';
import { ordersWithin } from '../../memories/ordersToModels.ts';

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
 * An answer as an agent gets it: in the place of a memory that waits in the Inbox because it gives orders to a model, and
 * of what a forge says that does, stands that it does so, and why. However it came into the answer, its words are in none.
 */
export function withheld<T>(answer: T): T;
export function withheld(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map((each: unknown) => withheld(each));
  if (!isRecord(answer)) return answer;
  const quarantine = answer['quarantine'];
  if (isQuarantine(quarantine) && typeof answer['title'] === 'string')
    return withoutWords(answer, quarantine);
  const ofForge = isOfForge(answer) ? ordersWithin(answer) : undefined;
  if (ofForge) return withoutWordsOfForge(answer, ofForge);
  return Object.fromEntries(Object.entries(answer).map(([name, value]) => [name, withheld(value)]));
}

const isQuarantine = (value: unknown): value is Quarantine =>
  isRecord(value) && Array.isArray(value['reasons']);

/** What a forge said of a reference, in whichever form an answer has it: nobody has judged that when it came. */
const isOfForge = ({ reference, title, state }: Record<string, unknown>): boolean =>
  typeof reference === 'string' && typeof title === 'string' && state !== undefined;

function withoutWordsOfForge(details: Record<string, unknown>, found: Quarantine): Record<string, unknown> {
  return {
    ...details,
    title: `Withheld, as it ${reasonsOf(found)}`,
    ...('state' in details ? { state: null } : {}),
    ...('author' in details ? { author: null } : {}),
    ...('labels' in details ? { labels: [] } : {}),
    ...('url' in details ? { url: null } : {}),
  };
}

const known: ReadonlySet<string> = new Set(suspicions);

/** An export says of what it holds what it likes, so reasons are told in our own words alone. */
function ours({ reasons }: Pick<Quarantine, 'reasons'>): string[] {
  const told = reasons.filter((each) => known.has(each));
  return told.length === 0 ? ['gives orders to a model'] : told;
}

const reasonsOf = (quarantine: Pick<Quarantine, 'reasons'>): string =>
  reasonsText({ reasons: ours(quarantine) });

function withoutWords(memory: Record<string, unknown>, quarantine: Quarantine): Record<string, unknown> {
  const told: Record<string, unknown> = {
    title: `Withheld, as it ${reasonsOf(quarantine)}`,
    content: `Only a person reads this${memory['status'] === 'candidate' ? ', and decides on it in the Inbox' : ''}.`,
    quarantine: { ...quarantine, reasons: ours(quarantine), excerpt: '' },
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
