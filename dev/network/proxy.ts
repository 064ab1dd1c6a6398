import { type RequestListener, createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect } from 'node:net';
import type { Certificate } from './selfSignedCertificate.ts';

export interface TestProxy {
  readonly url: string;
  /** `host:port` and the credentials of each CONNECT. */
  readonly connects: { readonly target: string; readonly authorization: string | undefined }[];
  close(): Promise<void>;
}

/**
 * An HTTP proxy on the loopback that knows CONNECT alone, and leads every name to `port` of this computer. With a
 * certificate it speaks TLS itself, as `localhost`.
 */
export async function startProxy(
  port: number,
  answer: { status?: number; tls?: Certificate } = {},
): Promise<TestProxy> {
  const connects: { target: string; authorization: string | undefined }[] = [];
  const refuse: RequestListener = (_request, response) => response.writeHead(405).end();
  const server = answer.tls ? createTlsServer(answer.tls, refuse) : createServer(refuse);
  server.on('connect', (request, socket) => {
    connects.push({ target: request.url ?? '', authorization: request.headers['proxy-authorization'] });
    socket.on('error', () => {});
    if (answer.status !== undefined) {
      socket.end(`HTTP/1.1 ${answer.status} Refused\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const far = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connected\r\n\r\n');
      socket.pipe(far).pipe(socket);
    });
    far.on('error', () => socket.destroy());
    far.on('close', () => socket.destroy());
    socket.on('close', () => far.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port');
  return {
    url: answer.tls ? `https://localhost:${address.port}` : `http://127.0.0.1:${address.port}`,
    connects,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
