import { isLoopback } from '../core/safeAddress.ts';
import { type OpenResponse, type OutgoingRequest, openResponse } from './openResponse.ts';
import { TransportError } from './transportError.ts';

/** `none`: an answer that points elsewhere is the answer. `sameOrigin`: only to the very host that was asked. */
export type RedirectRule = 'none' | 'sameOrigin' | 'anyHost';

const mostRedirects = 5;
const pointing: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** What another origin may see of a request. A token goes by many names, so everything else stays behind. */
const harmless: ReadonlySet<string> = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'range',
  'user-agent',
]);

/**
 * Opens an address, going on to where it points as far as the rule allows. Another origin gets neither a body nor any
 * header but harmless ones, and what was left behind stays so, even on the way back.
 */
export async function followRedirects(
  request: OutgoingRequest,
  rule: RedirectRule = 'anyHost',
): Promise<{ readonly url: URL; readonly response: OpenResponse }> {
  let current = request;
  for (let count = 0; count <= mostRedirects; count++) {
    const { url } = current;
    const response = await openResponse(current);
    const { location } = response.headers;
    if (rule === 'none' || !pointing.has(response.status) || location === undefined) return { url, response };
    response.close();
    const next = targetOf(url, location);
    if (next.origin !== url.origin && rule === 'sameOrigin')
      throw notFollowed(url, `points to ${next.host}, which was not asked`);
    current = { ...onward(current, response.status, next), url: next };
  }
  throw notFollowed(current.url, 'points from one address to the next without end');
}

/** From outside nobody may send us to servers of this computer, nor away from encryption. */
function targetOf(url: URL, location: string): URL {
  if (!URL.canParse(location, url.href)) throw notFollowed(url, 'points to an address that cannot be read');
  const next = new URL(location, url);
  const isSafe = next.protocol === 'https:' || (next.protocol === 'http:' && isLoopback(next));
  const isDowngrade = url.protocol === 'https:' && next.protocol !== 'https:';
  if (!isSafe || isDowngrade || (isLoopback(next) && !isLoopback(url)))
    throw notFollowed(url, `points to ${next.host} without encryption or to this computer`);
  return next;
}

/** The request as it goes on. Only one that asks for something may be sent on without its body. */
function onward(request: OutgoingRequest, status: number, next: URL): OutgoingRequest {
  const { method = 'GET', url, headers = {}, body: _body, agent: _agent, ...rest } = request;
  const isQuestion = method === 'GET' || method === 'HEAD';
  if (next.origin === url.origin && (isQuestion || status === 307 || status === 308)) return request;
  if (!isQuestion) throw notFollowed(url, `points to ${next.host} for an answer to ${method}`);
  const kept = Object.entries(headers).filter(([name]) => harmless.has(name.toLowerCase()));
  return { ...rest, url, method, headers: Object.fromEntries(kept) };
}

function notFollowed(url: URL, why: string): TransportError {
  return new TransportError('redirect', `${url.host} ${why}.`, 'That is not followed.');
}
