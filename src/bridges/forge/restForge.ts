import { type EntityPlace, placeName } from '../../core/forge/entityPlace.ts';
import { type Forges, type ForgeKind, forgeAt, type KnownForge } from '../../core/forge/forges.ts';
import { type Loan, noLoan } from '../../core/taskLoans.ts';
import type { Clock } from '../../core/ports.ts';
import { percentDecoded } from '../../core/text/percentDecoded.ts';
import type { Forge, ForgeAnswer } from '../../entities/forge.ts';
import type { Network } from '../../net/network.ts';
import { jsonOf, sendRequest, type WholeResponse } from '../../net/sendRequest.ts';
import { TransportError } from '../../net/transportError.ts';
import type { ForgeApi } from './forgeApi.ts';
import { gitHubApi } from './gitHubApi.ts';
import { gitLabApi } from './gitLabApi.ts';
import { RateLimits } from './rateLimits.ts';

export interface RestForgeParts {
  readonly forges: () => Forges;
  /** Of this forge and no other, out of what whoever asks has lent or the server has; undefined where there is none. */
  readonly token: (forge: KnownForge, lent: Loan) => string | undefined;
  readonly network: () => Network;
  readonly clock: Clock;
  /** How a request is sent; for tests. */
  readonly send?: typeof sendRequest;
}

const apis: Readonly<Record<ForgeKind, ForgeApi>> = { gitlab: gitLabApi, github: gitHubApi };
/** A description of any length comes with a title. */
const mostBytes = 4 * 1024 * 1024;
const overallMs = 15_000;
/** Longer ones are none of a forge. */
const longestEtag = 200;

/** Asks GitLab and GitHub over their REST APIs, each with its own token, and waits out what they want to be waited for. */
export class RestForge implements Forge {
  readonly #parts: RestForgeParts;
  readonly #limits = new RateLimits();

  constructor(parts: RestForgeParts) {
    this.#parts = parts;
  }

  async lookUp(
    place: EntityPlace,
    { etag, signal, lent: loan = noLoan }: Parameters<Forge['lookUp']>[1] = {},
  ): Promise<ForgeAnswer> {
    const { forges, clock, token } = this.#parts;
    const forge = forgeAt(place.host, forges());
    if (!forge) return unreachable(`${place.host} is no forge that is known. Name it in the setting forges.`);
    const path = apis[forge.kind].pathOf(place);
    if (path === undefined) return { kind: 'not_found', sentence: `${forge.host} has no epics.` };
    const until = this.#limits.until(forge.host, clock.now());
    if (until !== undefined) return limited(forge, until);
    const lent = token(forge, loan);
    try {
      const response = await this.#ask(forge, path, { token: lent, etag, signal });
      const refusedUntil = this.#limits.note(forge.host, response, clock.now());
      return refusedUntil === undefined
        ? withoutToken(answerOf(response, place, forge, lent !== undefined), lent)
        : limited(forge, refusedUntil);
    } catch (error) {
      if (signal?.aborted) throw error;
      return unreachable(TransportError.is(error) ? `${error.message} ${error.advice}` : nonsense(forge));
    }
  }

  #ask(
    forge: KnownForge,
    path: string,
    {
      token,
      etag,
      signal,
    }: { token?: string | undefined; etag?: string | null | undefined; signal?: AbortSignal | undefined },
  ): Promise<WholeResponse> {
    const { network, send = sendRequest } = this.#parts;
    return send({
      purpose: 'forge',
      url: new URL(forge.api + path),
      headers: {
        ...apis[forge.kind].headers,
        'user-agent': 'memory-bridge',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(etag ? { 'if-none-match': etag } : {}),
      },
      network: network(),
      // What was renamed is looked up where its own forge says; nobody else sees the token.
      redirects: 'sameOrigin',
      mostBytes,
      overallMs,
      signal,
    });
  }
}

function answerOf(
  response: WholeResponse,
  place: EntityPlace,
  forge: KnownForge,
  hasToken: boolean,
): ForgeAnswer {
  const name = placeName(place);
  switch (response.status) {
    case 304:
      return { kind: 'unchanged' };
    case 200:
      return found(response, place, forge);
    case 401:
      return {
        kind: 'no_access',
        sentence: hasToken
          ? `${forge.host} does not accept the token, which may have expired. ${howToLend(forge)}`
          : `${forge.host} wants a token. ${howToLend(forge)}`,
      };
    case 403:
      return {
        kind: 'no_access',
        sentence: hasToken
          ? `The token for ${forge.host} may not read ${name}. It needs the scope ${scopeOf(forge)}.`
          : `${forge.host} shows ${name} to nobody without a token. ${howToLend(forge)}`,
      };
    case 404:
    case 410:
      return {
        kind: 'not_found',
        sentence: hasToken
          ? `${name} does not exist, or the token for ${forge.host} may not see it.`
          : `${name} does not exist, or is hidden from whoever has no token.`,
        ...(hasToken ? {} : { advice: howToLend(forge) }),
      };
    default:
      return unreachable(`${forge.host} answered with status ${response.status}. Try again later.`);
  }
}

function found(response: WholeResponse, place: EntityPlace, forge: KnownForge): ForgeAnswer {
  const facts = apis[forge.kind].read(jsonOf(response), place);
  const etag = response.headers.etag ?? null;
  return {
    kind: 'found',
    facts: {
      ...facts,
      url: facts.url === null ? null : pageOf(facts.url, forge),
      etag: etag !== null && etag.length <= longestEtag ? etag : null,
    },
  };
}

/** What a forge was told it may say again, and others would read it. */
function withoutToken(answer: ForgeAnswer, token: string | undefined): ForgeAnswer {
  if (answer.kind !== 'found' || token === undefined) return answer;
  const told = (text: string): string => text.replaceAll(token, '[redacted:token]');
  const { title, author, labels, url, etag, ...rest } = answer.facts;
  return {
    kind: 'found',
    facts: {
      ...rest,
      title: told(title),
      author: author === null ? null : told(author),
      labels: labels.map(told),
      url: url !== null && percentDecoded(url).includes(token) ? null : url,
      etag: etag?.includes(token) === true ? null : etag,
    },
  };
}

/** A link that people will follow leads to the forge itself. As it is read: what is written may have sentences in it. */
function pageOf(address: string, forge: KnownForge): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  const { protocol } = new URL(forge.web);
  const isPage = url.protocol === protocol && url.username === '' && forge.names.includes(url.hostname);
  return isPage ? url.href : null;
}

/** How a token for a forge is lent to the server. */
export function howToLend({ tokenVariables, host }: KnownForge): string {
  const named = tokenVariables.join(' or ');
  return named === ''
    ? `To lend one, name a variable in the setting forges (tokenVariable of ${host}) and set it where the command or the agent is started.`
    : `Set ${named} where the command or the agent is started.`;
}

const scopeOf = ({ kind }: KnownForge): string => (kind === 'gitlab' ? 'read_api' : 'repo (or read access)');

function limited(forge: KnownForge, until: number): ForgeAnswer {
  const when = new Date(until).toISOString().replace(/\.\d+Z$/, 'Z');
  return { kind: 'limited', until, sentence: `${forge.host} wants no more questions until ${when}.` };
}

const nonsense = ({ host }: KnownForge): string =>
  `${host} answered with something else than its API does. Check the address in the setting forges.`;

const unreachable = (sentence: string): ForgeAnswer => ({ kind: 'unreachable', sentence });
