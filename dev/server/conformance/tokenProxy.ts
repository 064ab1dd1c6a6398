import { createServer, request } from 'node:http';

export interface TokenProxy extends AsyncDisposable {
  readonly url: string;
}

/**
 * Adds the token to every request, for clients that cannot send headers. Host and Origin go through as they came, only
 * the proxy's own address becomes the server's: a foreign one must stay foreign, or nothing would be tested.
 */
export async function startTokenProxy(target: { port: number; token: string }): Promise<TokenProxy> {
  const server = createServer((incoming, outgoing) => {
    const own = `:${(server.address() as { port: number }).port}`;
    const translate = (value: string) =>
      /^(https?:\/\/)?(127\.0\.0\.1|localhost|\[::1\]):\d+$/.test(value)
        ? value.replace('[::1]', 'localhost').replace(own, `:${target.port}`)
        : value;
    const headers: Record<string, string | string[]> = { authorization: `Bearer ${target.token}` };
    for (const [name, value] of Object.entries(incoming.headers)) {
      if (value === undefined) continue;
      const isAddress = (name === 'host' || name === 'origin') && typeof value === 'string';
      headers[name] = isAddress ? translate(value) : value;
    }
    const onward = request(
      { host: '127.0.0.1', port: target.port, path: incoming.url, method: incoming.method, headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
