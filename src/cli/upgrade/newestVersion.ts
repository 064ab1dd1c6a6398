import { MemoryBridgeError } from '../../core/errors.ts';
import { product } from '../../core/product.ts';
import type { Network } from '../../net/network.ts';
import { jsonOf, sendRequest } from '../../net/sendRequest.ts';
import { TransportError } from '../../net/transportError.ts';

const version = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/;

/** The version that a registry calls the latest. Throws `unavailable`, or `forbidden` when nothing may leave. */
export async function newestVersion(registry: URL, network: Network): Promise<string> {
  const url = new URL(`${registry.href.replace(/\/$/, '')}/${product}/latest`);
  try {
    const answer = await sendRequest({
      purpose: 'upgrade',
      url,
      network,
      headers: { accept: 'application/json' },
      redirects: 'anyHost',
      mostBytes: 1024 * 1024,
    });
    if (answer.status === 404)
      throw new MemoryBridgeError('not_found', `${url.host} has no package ${product}.`);
    if (answer.status !== 200)
      throw new MemoryBridgeError(
        'unavailable',
        `${url.host} answered with status ${answer.status}. Try again later.`,
      );
    const found = (jsonOf(answer) as { version?: unknown } | null)?.version;
    if (typeof found === 'string' && version.test(found)) return found;
    throw new MemoryBridgeError('unavailable', `${url.host} did not say which version is the latest.`);
  } catch (error) {
    if (!TransportError.is(error)) throw error;
    const code = TransportError.is(error, 'offline') ? 'forbidden' : 'unavailable';
    throw new MemoryBridgeError(code, `${error.message} ${error.advice}`, { cause: error });
  }
}
