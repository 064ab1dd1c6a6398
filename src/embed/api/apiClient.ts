import http from 'node:http';
import https from 'node:https';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { Logger } from '../../core/ports.ts';
import { embedFailure } from '../embedFailure.ts';
import { type OpenResponse, openResponse } from '../../net/openResponse.ts';
import type { Network } from '../../net/network.ts';
import { backoffMs, sleep } from '../../net/retry.ts';
import { TransportError } from '../../net/transportError.ts';
import { apiFailure, notOfTheApi } from './apiFailure.ts';
import type { ResolvedApi } from './resolveApi.ts';

/** How long somebody waits for an answer. */
export interface Patience {
  readonly attempts: number;
  /** Silence, ms. Servers at home may have to load the model first. */
  readonly idleMs: number;
  /** A server that asks for a longer pause is not waited for, seconds. */
  readonly longestPauseSeconds: number;
  readonly backoffMs: number;
}

/** A person or an agent waits for a question; documents have time. */
export const usualPatience: Readonly<Record<'query' | 'document', Patience>> = {
  query: { attempts: 2, idleMs: 15_000, longestPauseSeconds: 1, backoffMs: 250 },
  document: { attempts: 5, idleMs: 120_000, longestPauseSeconds: 60, backoffMs: 1_000 },
};

export interface ApiClientOptions {
  readonly api: ResolvedApi;
  /** Asked before each request: a key may be lent or taken back meanwhile. */
  readonly key: () => string | undefined;
  readonly network: Network;
  readonly logger?: Logger | undefined;
}

const connectMs = 10_000;
const longestAnswer = 64 * 1024 * 1024;

/** Sends JSON to one API, and again after what may pass. Redirects are never followed: the key would go with them. */
export class ApiClient {
  readonly #options: ApiClientOptions;
  /** A question should not wait for a handshake. Idle connections do not keep the process alive. */
  readonly #agent: http.Agent;

  constructor(options: ApiClientOptions) {
    this.#options = options;
    const { protocol } = options.api.base;
    this.#agent = new (protocol === 'https:' ? https.Agent : http.Agent)({
      keepAlive: true,
      maxFreeSockets: 2,
    });
  }

  /** The answer as JSON. Throws a `MemoryBridgeError` that says what to do, or the signal's reason. */
  async post(path: string, body: object, patience: Patience, signal?: AbortSignal): Promise<unknown> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#once(path, JSON.stringify(body), patience.idleMs, signal);
      } catch (error) {
        signal?.throwIfAborted();
        const failure = this.#asFailure(error);
        const pause = failure.retryAfter ?? 0;
        if (!failure.isRetryable || attempt >= patience.attempts || pause > patience.longestPauseSeconds)
          throw failure;
        this.#options.logger?.debug('An API is asked again.', { why: failure.message, attempt });
        await sleep(Math.max(pause * 1_000, backoffMs(attempt - 1, patience.backoffMs)), signal);
      }
    }
  }

  async #once(path: string, body: string, idleMs: number, signal: AbortSignal | undefined): Promise<unknown> {
    const { api, network } = this.#options;
    const key = this.#options.key();
    const response = await openResponse({
      purpose: 'embedding',
      url: new URL(path, api.base),
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        'accept-encoding': 'identity',
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      },
      body,
      network,
      connectMs,
      idleMs,
      signal,
      agent: this.#agent,
    });
    const { status, headers } = response;
    const text = await readText(response, api);
    if (status < 200 || status >= 300) throw apiFailure(api, { status, headers, body: text }, key);
    try {
      return JSON.parse(text);
    } catch {
      throw notOfTheApi(api);
    }
  }

  #asFailure(error: unknown): MemoryBridgeError {
    if (MemoryBridgeError.is(error)) return error;
    const { api } = this.#options;
    if (!TransportError.is(error) || error.fault === 'invalid')
      // Such as a key with characters that no header may have. Node's message would not show it, and ours must not.
      return embedFailure(
        'invalid_input',
        `The request to ${api.base.host} cannot be made.`,
        'Check the key and baseUrl.',
      );
    const isHome = !api.leavesMachine && error.fault === 'refused';
    return embedFailure(
      error.isRetryable ? 'unavailable' : 'forbidden',
      error.message,
      isHome && api.provider === 'ollama' ? 'Start Ollama, or check baseUrl.' : error.advice,
      { cause: error },
    );
  }
}

async function readText(response: OpenResponse, api: ResolvedApi): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.length;
    if (size > longestAnswer) {
      response.close();
      throw notOfTheApi(api);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
