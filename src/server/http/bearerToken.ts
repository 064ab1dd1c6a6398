import type { MiddlewareHandler } from 'hono';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { TokenVerifier } from '../lifecycle.ts';
import { consume } from './rateLimit.ts';
import { refusal } from './refusal.ts';

/** Wrong tokens that are answered in a minute; after that only 429. Right tokens are never held up by this. */
const guessesPerMinute = 120;

/** Every route behind this needs `Authorization: Bearer <token>`. */
export function bearerToken(tokens: TokenVerifier): MiddlewareHandler {
  const guesses = new RateLimiterMemory({ points: guessesPerMinute, duration: 60 });
  return async (context, next) => {
    const header = context.req.header('authorization');
    const token = header === undefined ? undefined : /^bearer +(\S+) *$/i.exec(header)?.[1];
    if (token !== undefined && tokens.verify(token)) {
      await next();
      return undefined;
    }
    const tooMany = await consume(guesses, 'wrong token');
    if (tooMany) return refusal(tooMany);
    return refusal(new MemoryBridgeError('unauthorized', explain(header, token)), {
      headers: { 'www-authenticate': 'Bearer realm="memory"' },
    });
  };
}

function explain(header: string | undefined, token: string | undefined): string {
  if (header === undefined) {
    return 'This needs a token. Send "Authorization: Bearer <token>" with the content of the file "token" in the memory home.';
  }
  if (token === undefined) return 'The Authorization header must read "Bearer <token>".';
  return 'The token is not the one of this memory server. Read the file "token" in the memory home again.';
}
