import { describe, expect, it } from 'vitest';
import type { Logger } from '../../../src/core/ports.ts';
import { type Compose, type Feature, loadFeatures } from '../../../src/extension/shared/feature.ts';

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
