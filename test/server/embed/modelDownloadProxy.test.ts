import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ModelFolder } from '../../../src/embed/download/modelFolder.ts';
import { type DownloadOrder, buildDownloader } from '../../../dev/embedding/downloads/downloader.ts';
import { type ModelHub, startModelHub } from '../../../dev/embedding/modelHub.ts';
import { generateModel } from '../../../dev/embedding/onnx/generatedModel.ts';
import { runProcess } from '../../../dev/processes/processes.ts';
import { type TestProxy, startProxy } from '../../../dev/network/proxy.ts';
import { selfSignedCertificate } from '../../../dev/network/selfSignedCertificate.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';

/** A name that nobody can resolve: only the proxy knows the way. */
const host = 'models.invalid';
const model = generateModel('tests/behind-a-proxy');
const certificate = selfSignedCertificate(host);

let temp: TempDirectory;
let program: string;
let authority: string;
let hub: ModelHub;
let proxy: TestProxy | undefined;
let count = 0;

beforeAll(async () => {
  temp = await tempDirectory('proxy');
  program = await buildDownloader(temp.join('downloader.js'));
  authority = await temp.write('authority.pem', certificate.cert);
  hub = await startModelHub(model, { tls: certificate });
});
afterEach(() => proxy?.close());
afterAll(async () => {
  await hub.close();
  await temp.dispose();
});

/** In a process of its own: node reads the trusted certificates when it starts. */
const download = async (env: NodeJS.ProcessEnv, proxySetting?: string) => {
  const models = temp.join(`models-${++count}`);
  const order: DownloadOrder = {
    models,
    manifest: model.manifest,
    mirror: `https://${host}`,
    limits: { connectMs: 3_000, idleMs: 3_000, backoffMs: 5, attempts: 2 },
    ...(proxySetting === undefined ? {} : { proxySetting }),
  };
  const { code, stdout } = await runProcess(process.execPath, [program, JSON.stringify(order)], {
    env: { PATH: process.env['PATH'], NODE_EXTRA_CA_CERTS: authority, ...env },
  });
  const missing = await new ModelFolder(models, model.manifest).missing();
  return { code, stdout, whole: missing.length === 0, models: path.basename(models) };
};

describe('behind a proxy', () => {
  it.each(['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'HTTP_PROXY'])('finds it in %s', async (name) => {
    proxy = await startProxy(hub.port);
    expect(await download({ [name]: proxy.url })).toMatchObject({ code: 0, whole: true });
    expect(proxy.connects).toEqual([
      { target: `${host}:443`, authorization: undefined },
      { target: `${host}:443`, authorization: undefined },
    ]);
  });

  it('goes by the setting before the environment, with a password', async () => {
    proxy = await startProxy(hub.port);
    const setting = proxy.url.replace('//', '//ann:se%20cret@');
    expect(await download({ HTTPS_PROXY: 'http://127.0.0.1:1' }, setting)).toMatchObject({ code: 0 });
    const authorization = `Basic ${Buffer.from('ann:se cret').toString('base64')}`;
    expect(proxy.connects[0]).toEqual({ target: `${host}:443`, authorization });
  });

  it('leaves it out for hosts in NO_PROXY', async () => {
    proxy = await startProxy(hub.port);
    const { code, stdout } = await download({ HTTPS_PROXY: proxy.url, NO_PROXY: 'example.org, .invalid' });
    expect(code).toBe(1);
    expect(stdout).toContain(`The name ${host} could not be resolved.`);
    expect(proxy.connects).toEqual([]);
  });

  it.each([
    [407, /requires a user name and a password.*HTTPS_PROXY/],
    [403, /refused to connect to models\.invalid:443 \(status 403\)\. Ask whoever runs the proxy/],
    [502, /could not reach models\.invalid:443/],
  ])('says what the proxy said: %s', async (status, message) => {
    proxy = await startProxy(hub.port, { status });
    const { code, stdout } = await download({ HTTPS_PROXY: proxy.url.replace('//', '//ann:hush@') });
    expect(code).toBe(1);
    expect(stdout).toMatch(message);
    expect(stdout).not.toContain('hush');
  });

  it('says so when the proxy is not there or of another kind', async () => {
    const gone = await download({ HTTPS_PROXY: 'http://127.0.0.1:1' });
    expect(gone.stdout).toContain('Nobody answers at the proxy 127.0.0.1:1.');
    const socks = await download({ HTTPS_PROXY: 'socks5://127.0.0.1:1' });
    expect(socks.stdout).toContain('SOCKS proxies are not supported');
  });

  it('trusts no certificate that nobody vouches for', async () => {
    proxy = await startProxy(hub.port);
    const { code, stdout, whole } = await download({ HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: '' });
    expect({ code, whole }).toEqual({ code: 1, whole: false });
    expect(stdout).toMatch(/certificate of models\.invalid is not trusted.*NODE_EXTRA_CA_CERTS/);
  });
});
