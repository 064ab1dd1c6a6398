import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { product } from '../../src/core/product.ts';
import { runNpm } from '../processes/runNpm.ts';

interface Release {
  readonly tarball: Buffer;
  readonly integrity: string;
}

/** A registry of packages on this computer, with one package that is ours. It signs nothing, like a mirror in a company. */
export class NpmRegistry {
  readonly #releases = new Map<string, Release>();
  readonly #server = createServer(({ url = '' }, response) => this.#answer(url, response));
  readonly #folder: string;
  /** Every address that was asked, in order. */
  readonly asked: string[] = [];
  latest = '';
  /** What the registry says of sums that is not so. */
  integrity: string | undefined;
  /** Tarballs are begun, and never end. */
  isSilent = false;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  /** What npm makes of a built program, as a release of it would be. */
  async publish(version: string, dist: string): Promise<void> {
    const source = path.join(this.#folder, `package-${version}`);
    await mkdir(source, { recursive: true });
    await cp(dist, path.join(source, 'dist'), { recursive: true });
    const manifest = { name: product, version, bin: { 'memory-bridge': 'dist/cli.js' } };
    await writeFile(path.join(source, 'package.json'), JSON.stringify(manifest));
    const packed = await runNpm(['pack', source, '--pack-destination', this.#folder], {
      cwd: this.#folder,
      cache: path.join(this.#folder, 'cache'),
    });
    if (packed.code !== 0) throw new Error(packed.stderr);
    const tarball = await readFile(path.join(this.#folder, `${product}-${version}.tgz`));
    const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
    this.#releases.set(version, { tarball, integrity });
    this.latest = version;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(url: string, response: ServerResponse): void {
    this.asked.push(url);
    const [, version = ''] = /-(\d[^/]*)\.tgz$/.exec(url) ?? [];
    const tarball = this.#releases.get(version)?.tarball;
    if (tarball && this.isSilent) return void response.writeHead(200).write(tarball.subarray(0, 100));
    if (tarball) return void response.end(tarball);
    const manifests = Object.fromEntries([...this.#releases].map(([each]) => [each, this.#manifest(each)]));
    const known = {
      [`/${product}`]: { name: product, 'dist-tags': { latest: this.latest }, versions: manifests },
      [`/${product}/latest`]: manifests[this.latest],
    }[url];
    response.writeHead(known ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(known ?? { error: 'not found' }));
  }

  #manifest(version: string): object {
    const dist = {
      tarball: `${this.url}${product}/-/${product}-${version}.tgz`,
      integrity: this.integrity ?? this.#releases.get(version)?.integrity,
    };
    return { name: product, version, bin: { 'memory-bridge': 'dist/cli.js' }, dist };
  }
}
