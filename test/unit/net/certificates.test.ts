import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authorities } from '../../../src/net/authorities.ts';
import type { Network } from '../../../src/net/network.ts';
import { sendRequest } from '../../../src/net/sendRequest.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { type TestProxy, startProxy } from '../../../dev/network/proxy.ts';
import { selfSignedCertificate } from '../../../dev/network/selfSignedCertificate.ts';

const host = selfSignedCertificate('host.invalid');
const gate = selfSignedCertificate('localhost');

let temp: TempDirectory;
let plain: TestProxy;
let secure: TestProxy;
let own: string;
let both: string;
const server = createServer(host, (_request, response) => response.end('there'));

beforeAll(async () => {
  temp = await tempDirectory('certificates');
  // As such files are: with words around, and with line breaks of another system.
  own = await temp.write('own.pem', `# ours\r\n${host.cert.replaceAll('\n', '\r\n')}# the end`);
  both = await temp.write('both.pem', `${gate.cert}${host.cert}`);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  plain = await startProxy(port);
  secure = await startProxy(port, { tls: gate });
});
afterAll(async () => {
  server.closeAllConnections();
  await Promise.all([plain.close(), secure.close(), new Promise((resolve) => server.close(resolve))]);
  await temp.dispose();
});

const ask = async (network: Network): Promise<string> => {
  const { body } = await sendRequest({ purpose: 'model', url: new URL('https://host.invalid/'), network });
  return body.toString();
};

describe('certificates', () => {
  it.each(['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'])(
    'of %s are trusted, whatever node was started with',
    async (name) => {
      await expect(ask({ env: {}, proxy: plain.url })).rejects.toMatchObject({ fault: 'untrusted' });
      expect(await ask({ env: { [name]: own }, proxy: plain.url })).toBe('there');
      // Known to be needed by now: asked once, not twice.
      const before = plain.connects.length;
      expect(await ask({ env: { [name]: own }, proxy: plain.url })).toBe('there');
      expect(plain.connects.length - before).toBe(1);
      await expect(ask({ env: {}, proxy: plain.url })).rejects.toMatchObject({ fault: 'untrusted' });
    },
  );

  it.each([
    ['is not there', () => temp.join('none.pem')],
    ['is a folder', () => temp.path],
    ['holds another one', () => temp.write('gate.pem', gate.cert)],
    ['holds none', () => temp.write('empty.pem', '-----BEGIN CERTIFICATE-----\n-----END')],
  ])('are not trusted for a file that %s', async (_name, file) => {
    const network = { env: { NODE_EXTRA_CA_CERTS: await file() }, proxy: plain.url };
    await expect(ask(network)).rejects.toThrow(/certificate of host\.invalid is not trusted.*/);
  });

  it('of the system and of node are among them', () => {
    expect(authorities({}).length).toBeGreaterThan(50);
    expect(authorities({ NODE_EXTRA_CA_CERTS: own })).toHaveLength(authorities({}).length + 1);
  });
});

describe('a proxy that speaks TLS', () => {
  it('has to be trusted, too', async () => {
    await expect(ask({ env: { SSL_CERT_FILE: own }, proxy: secure.url })).rejects.toMatchObject({
      fault: 'untrusted',
    });
    expect(secure.connects).toEqual([]);
    expect(await ask({ env: { SSL_CERT_FILE: both }, proxy: secure.url })).toBe('there');
    expect(secure.connects.length).toBeGreaterThan(0);
  });

  it('is not judged where the person says so, but the host is', async () => {
    const network = { proxy: secure.url, proxyStrictSsl: false };
    expect(await ask({ ...network, env: { SSL_CERT_FILE: own } })).toBe('there');
    await expect(ask({ ...network, env: {} })).rejects.toThrow(/certificate of host\.invalid/);
  });
});
