import type { MemoryBridgeError } from '../../core/errors.ts';
import { shownAddress } from '../../core/safeAddress.ts';
import { embedFailure } from '../embedFailure.ts';
import { retryAfterSeconds } from '../../net/retry.ts';
import { howToGiveKey } from './apiKeys.ts';
import type { ResolvedApi } from './resolveApi.ts';

/** A refusal as it came. */
export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

const builtInAnswers = 'Until then the built-in embedder answers.';

/** What a status other than 200 means. The key is never in the message, not even a part that the server repeats. */
export function apiFailure(api: ResolvedApi, refusal: Refusal, key: string | undefined): MemoryBridgeError {
  const { status, body } = refusal;
  const { host } = api.base;
  const said = saidBy(body, key);
  const reason = said === '' ? '' : ` It says: ${said}`;
  const location = refusal.headers['location'];
  if (status >= 300 && status < 400)
    return embedFailure(
      'forbidden',
      `${host} points to ${typeof location === 'string' ? targetOf(location, api.base) : 'another address'}.`,
      'Text and keys are not sent there. Set that address as baseUrl if it is right.',
    );
  if (status === 401)
    return embedFailure(
      'unauthorized',
      key === undefined ? `${host} requires a key.` : `${host} does not accept the key.`,
      howToGiveKey(api),
    );
  if (status === 403)
    return embedFailure(
      'forbidden',
      `${host} does not allow the use of ${api.model}.${reason}`,
      'Check what the key may do, or choose another model.',
    );
  if (status === 404)
    return embedFailure(
      'not_found',
      `${host} has no model ${api.model} at ${shownAddress(api.base)}.${reason}`,
      api.provider === 'ollama' ? `Run: ollama pull ${api.model}` : 'Check model and baseUrl.',
    );
  if (status === 429) return tooMany(api, refusal, reason);
  if (status >= 500)
    return embedFailure(
      'unavailable',
      `${host} has a problem (status ${status}).`,
      `Try again later. ${builtInAnswers}`,
      {
        retryAfter: pauseOf(refusal),
      },
    );
  if (status === 413 || isTooLong(said))
    return embedFailure(
      'too_large',
      `${host} finds a text too long.${reason}`,
      'Choose a model for longer texts.',
    );
  return embedFailure(
    'invalid_input',
    `${host} refuses the request (status ${status}).${reason}`,
    'Check model, dimensions and baseUrl.',
  );
}

export function notOfTheApi(api: ResolvedApi): MemoryBridgeError {
  return embedFailure(
    'unavailable',
    `${api.base.host} answered with something other than a list of vectors.`,
    `Check baseUrl (${shownAddress(api.base)}); for OpenAI-compatible servers it usually ends with /v1.`,
  );
}

/** Tokens that a message names as the limit, or undefined. */
export function limitNamedIn({ message }: MemoryBridgeError): number | undefined {
  const [, digits] = /(?:context|length|limit|maximum)\D{0,60}?([\d,]{3,9})/i.exec(message) ?? [];
  const limit = Number(digits?.replaceAll(',', ''));
  return limit >= 64 ? limit : undefined;
}

function tooMany(api: ResolvedApi, refusal: Refusal, reason: string): MemoryBridgeError {
  const { host } = api.base;
  // The code of OpenAI for an account without credit: waiting does not help.
  if (refusal.body.includes('insufficient_quota'))
    return embedFailure(
      'forbidden',
      `The account at ${host} has no credit left.`,
      'Add some, or choose another embedder.',
    );
  return embedFailure(
    'rate_limited',
    `${host} has had too many requests.${reason}`,
    `Try again later. ${builtInAnswers}`,
    {
      retryAfter: pauseOf(refusal),
    },
  );
}

function pauseOf({ headers }: Refusal): number | undefined {
  const value = headers['retry-after'];
  return retryAfterSeconds(Array.isArray(value) ? value[0] : value);
}

function isTooLong(said: string): boolean {
  return /context length|too long|too many tokens|max\w* (?:context|tokens|length)|exceeds? .*(?:context|tokens)/i.test(
    said,
  );
}

function targetOf(location: string, base: URL): string {
  return URL.canParse(location, base.href)
    ? shownAddress(new URL(location, base))
    : 'an address that cannot be read';
}

/** The message of OpenAI (`error.message`), Voyage (`detail`) or Ollama (`error`), in one short line without secrets. */
function saidBy(body: string, key: string | undefined): string {
  let said: unknown;
  try {
    const { error, detail, message } = JSON.parse(body) as Record<string, unknown>;
    said = (error as { message?: unknown } | undefined)?.message ?? error ?? detail ?? message;
  } catch {
    return '';
  }
  if (typeof said !== 'string') return '';
  const withoutKey = key === undefined ? said : said.replaceAll(key, '[key]');
  return withoutKey
    .replaceAll(/\b(?:sk|pa|key|Bearer)[-_ ][\w*.-]{6,}/g, '[key]')
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 200);
}
