import type { IncomingHttpHeaders } from 'node:http';
import { type RedirectRule, followRedirects } from './followRedirects.ts';
import type { OpenResponse, OutgoingRequest } from './openResponse.ts';
import { TransportError } from './transportError.ts';

export interface WholeRequest extends Omit<OutgoingRequest, 'connectMs' | 'idleMs'> {
  /** Default 10 s. */
  readonly connectMs?: number;
  /** Default 30 s. */
  readonly idleMs?: number;
  /** From the first byte that is sent to the last that is read, redirects included, ms. Default 60 s. */
  readonly overallMs?: number;
  /** Default `none`. See `followRedirects` for what another origin is told. */
  readonly redirects?: RedirectRule;
  /** A longer body is not read, bytes. Default 16 MiB. */
  readonly mostBytes?: number;
}

export interface WholeResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Where the answer came from, after redirects. */
  readonly url: URL;
}

/**
 * Sends one request and reads the answer to its end. Every status is an answer. Throws `TransportError` when none came,
 * the switch forbids to ask, or the answer is too long, and the reason of the signal when it is aborted.
 */
export async function sendRequest(request: WholeRequest): Promise<WholeResponse> {
  const { redirects = 'none', mostBytes = 16 * 1024 * 1024, overallMs = 60_000, headers, ...rest } = request;
  const overall = AbortSignal.timeout(overallMs);
  const signal = request.signal ? AbortSignal.any([request.signal, overall]) : overall;
  try {
    const { url, response } = await followRedirects(
      // What is packed small could be anything once it is unpacked.
      {
        connectMs: 10_000,
        idleMs: 30_000,
        ...rest,
        headers: { 'accept-encoding': 'identity', ...headers },
        signal,
      },
      redirects,
    );
    return {
      status: response.status,
      headers: response.headers,
      body: await readBody(response, url, mostBytes),
      url,
    };
  } catch (error) {
    if (!overall.aborted || request.signal?.aborted) throw error;
    const { hostname } = request.url;
    throw new TransportError('slow', `${hostname} did not answer in time.`, 'Try again later.', error);
  }
}

/** The body as JSON. Throws `TransportError` when it is none, as the sign-in page of a network is. */
export function jsonOf({ body, url }: WholeResponse): unknown {
  try {
    return JSON.parse(body.toString('utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new TransportError(
      'invalid',
      `${url.host} did not answer with JSON.`,
      'Check the address, and whether this network wants you to sign in.',
      error,
    );
  }
}

/** Reads a body that may not be longer than `mostBytes`, whatever its head says. */
export async function readBody(response: OpenResponse, url: URL, mostBytes: number): Promise<Buffer> {
  const tooLong = (): TransportError => {
    response.close();
    return new TransportError(
      'too_large',
      `The answer of ${url.host} is longer than ${mostBytes} bytes.`,
      'It was not read to its end.',
    );
  };
  if (Number(response.headers['content-length'] ?? 0) > mostBytes) throw tooLong();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.length;
    if (size > mostBytes) throw tooLong();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
