import { isLoopback } from '../../protocol/safeAddress.ts';
import { type OpenResponse, type OutgoingRequest, openResponse } from '../http/openResponse.ts';
import { badRedirect } from './downloadFault.ts';

const mostRedirects = 5;

/** Opens an address, going on to where it points. Nothing secret is in these requests, so hosts may change. */
export async function followRedirects(
  request: OutgoingRequest,
): Promise<{ readonly url: URL; readonly response: OpenResponse }> {
  let { url } = request;
  for (let count = 0; count <= mostRedirects; count++) {
    const response = await openResponse({ ...request, url });
    const { location } = response.headers;
    if (![301, 302, 303, 307, 308].includes(response.status) || location === undefined)
      return { url, response };
    response.close();
    if (!URL.canParse(location, url.href)) throw badRedirect(url, 'points to an address that cannot be read');
    const next = new URL(location, url);
    // From outside nobody may send us to servers of this computer, nor away from encryption.
    const isSafe = next.protocol === 'https:' || (next.protocol === 'http:' && isLoopback(next));
    if (!isSafe || (isLoopback(next) && !isLoopback(url)))
      throw badRedirect(url, `points to ${next.host} without encryption or to this computer`);
    url = next;
  }
  throw badRedirect(url, 'points from one address to the next without end');
}
