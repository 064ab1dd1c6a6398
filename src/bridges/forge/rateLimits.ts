import type { IncomingHttpHeaders } from 'node:http';
import { retryAfterSeconds } from '../../net/retry.ts';

interface LimitedAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Where a forge says that it has had enough and not for how long, ms: what GitHub asks for. */
const usualRest = 60_000;
/** Whatever a header says, it is asked again after so long, ms. */
const longestRest = 24 * 3_600_000;

/** When each forge may be asked again. Kept in memory: a new server that asks too early is told so. */
export class RateLimits {
  readonly #until = new Map<string, number>();

  /** Undefined when it may be asked now. */
  until(host: string, now: number): number | undefined {
    const until = this.#until.get(host);
    if (until !== undefined && until > now) return until;
    this.#until.delete(host);
    return undefined;
  }

  /** Remembers what an answer says of its limits. Returns until when, if it was refused for them. */
  note(host: string, answer: LimitedAnswer, now: number): number | undefined {
    const until = restOf(answer, now);
    if (until !== undefined) this.#until.set(host, until);
    return until !== undefined && isRefused(answer) ? until : undefined;
  }
}

/**
 * 429 is a limit whatever else it says. GitHub also uses 403 and then has nothing left, says when to come back, or speaks
 * of a limit. Whoever gets the last answer that is free need not ask for the refusal.
 */
function restOf(answer: LimitedAnswer, now: number): number | undefined {
  const { headers } = answer;
  const seconds = retryAfterSeconds(first(headers['retry-after']), now);
  const reset = Number(first(headers['x-ratelimit-reset'] ?? headers['ratelimit-reset']));
  const isSpent = first(headers['x-ratelimit-remaining'] ?? headers['ratelimit-remaining']) === '0';
  if (!isRefused(answer) && !isSpent) return undefined;
  const wished =
    isRefused(answer) && seconds !== undefined
      ? seconds * 1_000
      : isSpent && reset > 0
        ? reset * 1_000 - now
        : usualRest;
  return now + Math.min(longestRest, Math.max(1_000, wished));
}

function isRefused({ status, headers, body }: LimitedAnswer): boolean {
  if (status === 429) return true;
  if (status !== 403) return false;
  const isSpent = first(headers['x-ratelimit-remaining']) === '0';
  return (
    isSpent || headers['retry-after'] !== undefined || /rate limit/i.test(body.toString('utf8', 0, 2_000))
  );
}

const first = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;
