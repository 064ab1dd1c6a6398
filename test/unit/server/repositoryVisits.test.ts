import { describe, expect, it } from 'vitest';
import { MemoryBridgeError, type ErrorCode } from '../../../src/core/errors.ts';
import type { Actor } from '../../../src/core/memory/history.ts';
import { RepositoryVisits } from '../../../src/server/repositoryVisits.ts';

const agent: Actor = { kind: 'agent', name: 'opencode' };
const minute = 60_000;

class World {
  now = 0;
  isOn = true;
  fails: ErrorCode | undefined;
  readonly visited: unknown[] = [];
  readonly warnings: string[] = [];
  readonly visits = new RepositoryVisits({
    dispatch: async (name, input, { actor }) => {
      this.visited.push([name, input, actor.kind]);
      if (this.fails) throw new MemoryBridgeError(this.fails, 'No.');
    },
    clock: { monotonic: () => this.now },
    logger: {
      trace: () => {},
      debug: () => {},
      info: () => {},
      warn: (message) => this.warnings.push(message),
      error: () => {},
    },
    isOn: () => this.isOn,
  });

  hear(name: string, project: string | undefined = '/work', actor = agent): number {
    const before = this.visited.length;
    this.visits.heard(name, { actor, project });
    return this.visited.length - before;
  }
}

describe('visits to repositories', () => {
  it('follow the first call from a folder, and each beginning and end of a session there', () => {
    const world = new World();
    expect(world.hear('recall')).toBe(1);
    expect(world.visited[0]).toEqual(['capture_commits', { root: '/work', catch_up: true }, 'system']);
    expect(world.hear('recall')).toBe(0);
    world.now += minute;
    expect([world.hear('recall'), world.hear('session_end'), world.hear('session_start')]).toEqual([0, 1, 0]);
    expect([world.hear('session_wrap_up'), world.hear('session_end')]).toEqual([1, 1]);
    world.now += minute;
    expect(world.hear('get_boot_context')).toBe(1);
    world.now += 10 * minute;
    expect([world.hear('remember'), world.hear('remember', '/other')]).toEqual([1, 1]);
  });

  it.each([
    ['without a folder', undefined, agent],
    ['from a name', 'gitlab.com/a/b', agent],
    ['from the editor', '/work', { kind: 'editor' } as const],
    ['of its own', '/work', { kind: 'system' } as const],
  ])('do not follow calls %s', (_name, project, actor) => {
    const world = new World();
    expect(world.hear('session_start', project ?? 'none', actor)).toBe(0);
    world.visits.heard('session_start', { actor, project });
    expect(world.visited).toEqual([]);
  });

  it('leave everything to an editor that is open, trusted or not', () => {
    const world = new World();
    world.visits.heard('list_memories', { actor: { kind: 'editor' } });
    expect([world.hear('session_start', '/work/app'), world.hear('session_end')]).toEqual([0, 0]);
    world.now += 61 * minute;
    expect(world.hear('session_start', '/work/app')).toBe(1);
  });

  it('follow what a person says of sessions, and no other call of theirs', () => {
    const world = new World();
    const person = { kind: 'cli' } as const;
    expect(world.hear('list_memories', '/work', person)).toBe(0);
    expect(world.hear('session_start', '/work', person)).toBe(1);
  });

  it('are not made while commits are not captured, nor once the server ends', async () => {
    const world = new World();
    world.isOn = false;
    expect(world.hear('session_start')).toBe(0);
    world.isOn = true;
    expect(world.hear('session_start')).toBe(1);
    await world.visits.stop();
    expect(world.hear('session_start', '/other')).toBe(0);
  });

  it.each([
    ['invalid_input', 0],
    ['forbidden', 0],
    ['internal', 1],
  ] as const)('that end with %s are told %d times', async (code, times) => {
    const world = new World();
    world.fails = code;
    world.hear('session_start');
    await world.visits.stop();
    expect(world.warnings).toHaveLength(times);
  });
});
