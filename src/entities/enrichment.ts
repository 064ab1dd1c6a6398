import type { EntityRecord } from '../core/entity/entityRecord.ts';
import { type EntityPlace, placeName } from '../core/forge/entityPlace.ts';
import { cutAtWord } from '../core/memory/memoryTitle.ts';
import type { Clock, Redactor } from '../core/ports.ts';
import { oneLine } from '../core/text/oneLine.ts';
import { percentDecoded } from '../core/text/percentDecoded.ts';
import type { Forge, ForgeAnswer, ForgeFacts } from './forge.ts';

export interface EnrichmentParts {
  readonly forge: Forge;
  /** What a forge says is text from outside. */
  readonly redactor: Redactor;
  readonly clock: Clock;
}

export interface Enrichment {
  readonly answer: ForgeAnswer;
  /** To be kept; undefined when nothing was learned. */
  readonly record: EntityRecord | undefined;
}

/** Bounds of what is kept, in characters, and of what is looked at to get there. */
const limits = { title: 300, name: 100, label: 64, labels: 32, url: 500, read: 2_000 } as const;

/** Asks the forge about one place, and says what of it is to be kept. `known` is what is kept by now. */
export async function enrich(
  place: EntityPlace,
  known: EntityRecord | undefined,
  { forge, redactor, clock }: EnrichmentParts,
  asked: Pick<Parameters<Forge['lookUp']>[1], 'signal' | 'lent'> = {},
): Promise<Enrichment> {
  const answer = await forge.lookUp(place, { ...asked, etag: known?.etag ?? null });
  const now = clock.now();
  const before = known ?? emptyRecord(place);
  switch (answer.kind) {
    case 'found': {
      const facts = await cleanFacts(answer.facts, redactor);
      return { answer, record: { ...before, ...facts, outcome: 'found', fetchedAt: now, triedAt: now } };
    }
    case 'unchanged':
      return { answer, record: { ...before, outcome: 'found', fetchedAt: now, triedAt: now } };
    case 'not_found':
    case 'no_access':
      // What it said earlier stays, with its age: it may only be hidden now.
      return { answer, record: { ...before, outcome: outcomeOf(answer), triedAt: now } };
    case 'limited':
    case 'unreachable':
      return { answer, record: undefined };
  }
}

/** What is not there for whoever has no token may be there for others. */
const outcomeOf = (answer: ForgeAnswer & { kind: 'not_found' | 'no_access' }): 'not_found' | 'no_access' =>
  'advice' in answer && answer.advice !== undefined ? 'no_access' : answer.kind;

function emptyRecord(place: EntityPlace): EntityRecord {
  const none = { title: null, state: null, author: null, url: null, etag: null, fetchedAt: null };
  return {
    reference: placeName(place),
    kind: place.kind,
    project: `${place.host}/${place.path}`,
    ...none,
    labels: [],
    outcome: 'not_found',
    triedAt: 0,
  };
}

/** Also where an escape stands right before it, so that it begins no word. */
async function hasSecret(address: string, redactor: Redactor): Promise<boolean> {
  for (const text of [address, percentDecoded(address)])
    if ((await redactor.redact(text)).text !== text) return true;
  return false;
}

async function cleanFacts(facts: ForgeFacts, redactor: Redactor): Promise<ForgeFacts> {
  const clean = async (text: string, length: number): Promise<string> =>
    cutAtWord(oneLine((await redactor.redact(text.slice(0, limits.read))).text), length);
  const labels = [];
  for (const label of facts.labels.slice(0, limits.labels)) labels.push(await clean(label, limits.label));
  const author = facts.author === null ? '' : await clean(facts.author, limits.name);
  // An address is shown whole or not at all.
  const isKept =
    facts.url !== null && facts.url.length <= limits.url && !(await hasSecret(facts.url, redactor));
  return {
    title: await clean(facts.title, limits.title),
    state: facts.state,
    author: author === '' ? null : author,
    labels: labels.filter((label) => label !== ''),
    url: isKept ? facts.url : null,
    etag: facts.etag,
  };
}
