import { beforeEach, describe, expect, it } from 'vitest';
import type { Lane } from '../../../src/core/fairLanes.ts';
import { ClientLanes, isStranger } from '../../../src/server/http/clientLanes.ts';
import { Acquaintances } from '../../../src/server/http/acquaintances.ts';

describe('who has turns of its own', () => {
  let clients: ClientLanes;
  beforeEach(() => (clients = new ClientLanes()));

  const call = (name: string | undefined, connection: object, sessionId?: string): Lane =>
    clients.laneOf({ actor: { kind: 'agent', name }, sessionId }, connection);
  const distinct = (lanes: Lane[]): number => new Set(lanes.map(({ client }) => client)).size;

  it('has it by coming back under the same name over the same connection', () => {
    const connection = {};
    expect(isStranger(call('opencode', connection))).toBe(true);
    expect(call('opencode', connection)).toEqual({ client: 'agent|opencode', part: '' });
  });

  it.each<[string, (at: number) => [name: string | undefined, connection: object]]>([
    ['a new name each time, over one connection', () => [`${Math.random()}`, one]],
    ['a new name and a new connection each time', () => [`${Math.random()}`, {}]],
    ['one name, and a new connection each time', () => ['same', {}]],
    ['no name, and a new connection each time', () => [undefined, {}]],
    ['fifty names in turns, over two hundred connections', (at) => [`${at % 50}`, many[at % 199] ?? one]],
    ['fifty names in turns, and a new connection each time', (at) => [`${at % 50}`, {}]],
  ])('does not have it by %s', (_name, make) => {
    // Names that a connection gives before it has given too many are a handful each.
    for (let at = 0; at < 10_000; at += 1) call(...make(at));
    const lanes = Array.from({ length: 400 }, (_, at) => call(...make(10_000 + at)));
    expect(lanes.every(isStranger)).toBe(true);
  });

  it('has one lane for all its connections', () => {
    const lanes = many.map((connection) => {
      call('opencode', connection);
      return call('opencode', connection);
    });
    expect([distinct(lanes), lanes.some(isStranger)]).toEqual([1, false]);
  });

  it('keeps what it has, whoever else passes by', () => {
    const connection = {};
    call('quiet', connection);
    for (let at = 0; at < 20_000; at += 1) call(`passing ${at}`, {});
    expect(call('quiet', connection)).toEqual({ client: 'agent|quiet', part: '' });
    // A connection of a few moments, as of a command: a part of its own among the strangers.
    expect(call('quiet', {})).toEqual({ client: 'strangers', part: 'agent|quiet' });
    expect(call('never heard', {})).toEqual({ client: 'strangers', part: '' });
  });

  it('tells its sessions apart once they have been there, and the new ones not', () => {
    const connection = {};
    call('opencode', connection);
    const parts = Array.from({ length: 50 }, (_, at) => call('opencode', connection, `new ${at}`).part);
    expect(new Set(parts)).toEqual(new Set(['']));
    call('opencode', connection, 'work');
    expect(call('opencode', connection, 'work')).toEqual({ client: 'agent|opencode', part: 'work' });
  });

  it('may go by a few names over one connection', () => {
    const connection = {};
    const names = ['cli', 'vscode', 'opencode'];
    for (const name of names) call(name, connection);
    expect(distinct(names.map((name) => call(name, connection)))).toBe(3);
  });

  const one = {};
  const many = Array.from({ length: 200 }, () => ({}));
});

describe('acquaintances', () => {
  it('know who comes back', () => {
    const heard = new Acquaintances();
    expect([heard.hear('a'), heard.hear('b'), heard.hear('a'), heard.hear('a')]).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  it('forget who was heard once before who came back, and keep to their bounds', () => {
    const heard = new Acquaintances();
    heard.hear('once');
    heard.hear('twice');
    heard.hear('twice');
    for (let at = 0; at < 100_000; at += 1) heard.hear(`passing ${at}`);
    expect(heard.hear('once')).toBe(false);
    expect(heard.hear('twice')).toBe(true);
  });
});
