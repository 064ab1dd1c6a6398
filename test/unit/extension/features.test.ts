import { describe, expect, it, vi } from 'vitest';
import type { Logger } from '../../../src/core/ports.ts';
import * as features from '../../../src/extension/compose.ts';
import { type Compose, type Feature, loadFeatures } from '../../../src/extension/shared/feature.ts';
import type { Host as RealHost } from '../../../src/extension/shared/host.ts';
import { anything } from './anything.ts';

vi.mock('vscode', async () => (await import('./anything.ts')).anyModule());

interface Host {
  readonly loaded: string[];
}

/** A feature as the folders make them; `broken` is where it throws. */
class Fake implements Feature {
  readonly name: string;
  readonly #host: Host;
  readonly #broken: boolean;

  constructor(name: string, host: Host, broken?: 'made' | 'registered') {
    if (broken === 'made') throw new Error(`${name} cannot be made`);
    this.name = name;
    this.#host = host;
    this.#broken = broken === 'registered';
  }

  register() {
    if (this.#broken) throw new Error(`${this.name} cannot be registered`);
    this.#host.loaded.push(this.name);
    return { dispose: () => void this.#host.loaded.splice(this.#host.loaded.indexOf(this.name), 1) };
  }
}

function load(folders: Record<string, Compose<Host>>) {
  const host: Host = { loaded: [] };
  const problems: string[] = [];
  const error = (message: string, fields?: Readonly<Record<string, unknown>>) =>
    problems.push(`${message} ${String(fields?.['error'])}`);
  const logger = { error } as unknown as Logger;
  return { host, problems, handles: loadFeatures(folders, host, logger) };
}

const before: Compose<Host> = (host) => [new Fake('blockers', host)];
const after: Compose<Host> = (host) => [new Fake('views', host), new Fake('status', host)];

describe('features', () => {
  it('load, and go together', () => {
    const { host, problems, handles } = load({ before, after });
    expect(host.loaded).toEqual(['blockers', 'views', 'status']);
    expect(problems).toEqual([]);
    for (const handle of handles) handle.dispose();
    expect(host.loaded).toEqual([]);
  });

  it.each<[string, Compose<Host>]>([
    ['whose constructor throws', (host) => [new Fake('hover', host), new Fake('inbox', host, 'made')]],
    [
      'that throws on the way',
      () => {
        throw new Error('inbox cannot be made');
      },
    ],
    [
      'that needs what is not there',
      (host) => {
        const { inbox } = host as unknown as { inbox: { name: string } };
        return [new Fake(inbox.name, host)];
      },
    ],
  ])('load without one %s, which is logged', (_what, composeInbox) => {
    const { host, problems } = load({ before, composeInbox, after });
    expect(host.loaded).toEqual(['blockers', 'views', 'status']);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/inbox/i);
  });

  it('load without one that cannot be registered, beside those of its own folder', () => {
    const composeInbox: Compose<Host> = (host) => [
      new Fake('inbox view', host, 'registered'),
      new Fake('inbox commands', host),
    ];
    const { host, problems } = load({ before, composeInbox, after });
    expect(host.loaded).toEqual(['blockers', 'inbox commands', 'views', 'status']);
    expect(problems).toEqual([
      'The feature "inbox view" could not be loaded. Error: inbox view cannot be registered',
    ]);
  });
});

describe('the features of the extension', () => {
  /** Names of what is loaded, with some folders replaced. */
  const loadedWith = (others: Record<string, Compose<RealHost>>) => {
    const loaded: string[] = [];
    const problems: string[] = [];
    const spied = Object.entries({ ...features, ...others }).map(
      ([name, compose]): [string, Compose<RealHost>] => [
        name,
        (host) =>
          compose(host).map((feature) => ({
            name: feature.name,
            register: () => {
              const handle = feature.register();
              loaded.push(feature.name);
              return handle;
            },
          })),
      ],
    );
    const logger = anything({ error: (message: string) => problems.push(message) });
    const handles = loadFeatures(Object.fromEntries(spied), anything() as RealHost, logger);
    for (const handle of handles) handle.dispose();
    return { loaded, problems };
  };

  const names = Object.keys(features);
  const nothingOf = (name: string): [string, Compose<RealHost>] => [name, () => []];

  it.each(names)('load all but those of %s when it throws', (broken) => {
    const all = loadedWith({});
    expect(all.problems).toEqual([]);
    expect(new Set(all.loaded).size).toBe(all.loaded.length);
    expect(all.loaded.length).toBeGreaterThan(25);
    const own = loadedWith(Object.fromEntries(names.filter((name) => name !== broken).map(nothingOf))).loaded;
    const rest = loadedWith({
      [broken]: () => {
        throw new Error('broken');
      },
    });
    expect(rest.loaded).toEqual(all.loaded.filter((name) => !own.includes(name)));
    expect(rest.problems).toEqual([`${broken} failed, and nothing of it is loaded.`]);
  });
});
