import { spawn } from 'node:child_process';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { Network } from '../../net/network.ts';
import { proxyFor } from '../../net/proxyFor.ts';

const defaultRegistry = 'https://registry.npmjs.org/';
/** A tool that was started by another npm would install into the place of that one. */
const ofAnotherCall =
  /^npm_(?:lifecycle_|package_|command$|config_(?:prefix|global|location|local_prefix)$)/i;

export interface NpmResult {
  readonly code: number | null;
  readonly output: string;
}

/** npm as the person has it: with their registry, their proxy and their certificates. */
export class Npm {
  readonly #env: NodeJS.ProcessEnv;
  readonly #network: Network;

  constructor(env: NodeJS.ProcessEnv, network: Network) {
    this.#env = Object.fromEntries(Object.entries(env).filter(([name]) => !ofAnotherCall.test(name)));
    this.#network = network;
  }

  /** Where npm would look. Without npm it is the usual place, so that one can still ask what is new. */
  async registry(): Promise<URL> {
    const named = this.#env['npm_config_registry'] ?? this.#env['NPM_CONFIG_REGISTRY'];
    if (named && URL.canParse(named)) return new URL(named);
    const asked = await this.run(['config', 'get', 'registry']).catch(() => undefined);
    const said = asked?.code === 0 ? asked.output.trim().split('\n').at(-1) : undefined;
    return new URL(said && URL.canParse(said) ? said : defaultRegistry);
  }

  /** Throws `not_found` when there is no npm. */
  async run(args: readonly string[], registry?: URL): Promise<NpmResult> {
    const proxy = registry && proxyFor(registry, this.#network);
    const env = {
      ...this.#env,
      ...(registry ? { npm_config_registry: registry.href } : {}),
      ...(proxy ? { npm_config_proxy: proxy.href, npm_config_https_proxy: proxy.href } : {}),
      npm_config_update_notifier: 'false',
    };
    const isWindows = process.platform === 'win32';
    const child = spawn(isWindows ? 'cmd.exe' : 'npm', [...(isWindows ? ['/d', '/c', 'npm'] : []), ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output = `${output}${text}`.slice(-20_000)));
    return new Promise((resolve, reject) => {
      child.once('close', (code) => resolve({ code, output }));
      child.once('error', (cause) => {
        reject(
          new MemoryBridgeError(
            'not_found',
            'npm was not found. Install Node.js with npm, or update the extension in VS Code, which brings the same program.',
            { cause },
          ),
        );
      });
    });
  }
}
