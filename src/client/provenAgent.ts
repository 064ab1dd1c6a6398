import http from 'node:http';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import { healthSchema } from '../protocol/health.ts';
import { LoopbackError } from './loopbackRequest.ts';
import { usualPatience } from './patience.ts';
import { isProofOf, newNonce } from '../home/proof.ts';

type Connected = (error: Error | null, stream: Duplex) => void;

const maxAnswer = 16 * 1024;

/**
 * Connections to the owner, each of which has shown that it knows the token before anything is sent over it. A proof
 * for the port alone would not do: the owner may end and somebody else take the port between the proof and the call.
 */
export class ProvenAgent extends http.Agent {
  readonly #tokens: () => readonly string[];
  readonly #patience: number;

  /** A connection that has not proven itself within `patience` ms is given up. */
  constructor(tokens: () => readonly string[], patience = usualPatience.answer) {
    super({ keepAlive: true, maxSockets: 16, maxFreeSockets: 4 });
    this.#tokens = tokens;
    this.#patience = patience;
  }

  override createConnection(options: http.ClientRequestArgs, callback?: Connected): undefined {
    const socket = net.connect({ host: '127.0.0.1', port: Number(options.port), noDelay: true });
    prove(socket, Number(options.port), this.#tokens, this.#patience, (error) => {
      if (error) socket.destroy();
      callback?.(error, socket);
    });
    // Nothing yet: the callback brings it.
    return undefined;
  }
}

/** Asks over this very connection. `done` is called once, with an error when it is broken, silent or a stranger's. */
function prove(
  socket: net.Socket,
  port: number,
  tokens: () => readonly string[],
  patience: number,
  done: (error: LoopbackError | null) => void,
): void {
  const nonce = newNonce();
  let text = '';
  const settle = (error: LoopbackError | null) => {
    clearTimeout(timer);
    socket.off('error', onError).off('close', onClose).off('data', onData);
    done(error);
  };
  const onError = (error: NodeJS.ErrnoException) =>
    settle(new LoopbackError(error.code === 'ECONNREFUSED' ? 'refused' : 'broken', error.message, error));
  const onClose = () => settle(new LoopbackError('broken', 'The connection ended before it was proven.'));
  const onData = (chunk: Buffer) => {
    text += chunk.toString('latin1');
    const body = bodyOf(text);
    if (body === undefined && text.length < maxAnswer) return;
    const isOurs = body !== undefined && isProof(body, tokens(), nonce);
    settle(isOurs ? null : new LoopbackError('broken', 'The port belongs to a stranger.'));
  };
  const timer = setTimeout(() => settle(new LoopbackError('silent', 'No proof in time.')), patience);
  socket.on('error', onError).on('close', onClose).on('data', onData);
  socket.write(`GET /health?nonce=${nonce} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
}

/** The body of one complete answer with a known length; undefined while it is not there yet. */
function bodyOf(text: string): string | undefined {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return undefined;
  const length = /\r\ncontent-length: *(\d+)\r\n/i.exec(text.slice(0, head + 2))?.[1];
  const body = text.slice(head + 4);
  return length !== undefined && body.length >= Number(length) ? body : undefined;
}

function isProof(body: string, tokens: readonly string[], nonce: string): boolean {
  try {
    const { proof } = healthSchema.parse(JSON.parse(body));
    return proof !== undefined && isProofOf(tokens, nonce, proof);
  } catch {
    return false;
  }
}
