import type { MiddlewareHandler } from 'hono';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { MemoryBridgeError } from '../../core/errors.ts';
import { callerOf } from './callerOf.ts';
import { clientName, isStranger } from './clientLanes.ts';

export interface RateLimit {
  /** Requests that one client may make in `seconds`. May become another one at any time. */
  readonly requests: number;
  readonly seconds: number;
}

/** Above what any honest client does, below what keeps the others waiting. */
export const defaultRateLimit: RateLimit = { requests: 1200, seconds: 1 };

/**
 * Counts requests by what a client calls itself, and those of all strangers together: a name that is new each time has a
 * new count each time. The limit is against accidents, not against whoever has the token.
 */
export function rateLimit(limit: RateLimit): MiddlewareHandler {
  const limiter = new RateLimiterMemory({ points: limit.requests, duration: limit.seconds });
  return async (context, next) => {
    limiter.points = limit.requests;
    const { actor, lane } = callerOf(context.req.raw);
    const strangers = lane && isStranger(lane) ? await consume(limiter, lane.client) : undefined;
    const refused = strangers ?? (await consume(limiter, clientName(actor)));
    if (refused) throw refused;
    await next();
  };
}

/** The error to answer with, or undefined when there was still room. */
export async function consume(
  limiter: RateLimiterMemory,
  key: string,
): Promise<MemoryBridgeError | undefined> {
  try {
    await limiter.consume(key);
    return undefined;
  } catch (rejected) {
    if (rejected instanceof Error) throw rejected;
    const wait = Math.max(1, Math.ceil((rejected as RateLimiterRes).msBeforeNext / 1000));
    return new MemoryBridgeError(
      'rate_limited',
      `Too many requests from this client. Wait ${wait} s, then send them more slowly.`,
      { retryAfter: wait },
    );
  }
}
