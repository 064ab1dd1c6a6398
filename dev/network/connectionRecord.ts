import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface Turn {
  readonly kind: 'connect' | 'name' | 'datagram' | 'program';
  readonly target: string;
}

const here = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i;

/** What processes turned to that were started with `environment`, their threads included. */
export class ConnectionRecord {
  readonly #file: string;

  /** `file`: not there yet. */
  constructor(file: string) {
    this.#file = file;
  }

  get environment(): Record<string, string> {
    const recorder = fileURLToPath(new URL('recordConnections.cjs', import.meta.url));
    return { NODE_OPTIONS: `--require ${recorder}`, RECORDED_CONNECTIONS: this.#file };
  }

  /** Hosts beyond this computer that somebody tried to reach, each once. */
  get beyond(): string[] {
    const turns = this.#turns.filter(({ kind, target }) => kind !== 'program' && !here.test(target));
    return [...new Set(turns.map(({ target }) => target))];
  }

  get programs(): string[] {
    return [...new Set(this.#turns.filter(({ kind }) => kind === 'program').map(({ target }) => target))];
  }

  get #turns(): Turn[] {
    if (!existsSync(this.#file)) return [];
    return readFileSync(this.#file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Turn);
  }
}
