import { describe, expect, it } from 'vitest';
import { type Caller, callerHeaders, callerOfHeaders } from '../../../src/protocol/caller.ts';

describe('a caller', () => {
  it.each<Caller>([
    { actor: { kind: 'agent', name: 'opencode' }, project: '/home/zoë/проект 100%', sessionId: 'ses_1' },
    { actor: { kind: 'cli' }, idempotencyKey: 'key 1', withoutText: true },
    { actor: { kind: 'editor', name: 'vs/code' }, project: ' blank at the ends ' },
  ])('is the same after the way through headers: %j', (caller) => {
    const there = callerOfHeaders(new Headers(callerHeaders(caller)));
    expect(there).toEqual({ withoutText: false, ...caller });
  });

  it.each(['idempotencyKey', 'sessionId', 'project'] as const)(
    'with a %s that is longer than what is read is refused, and not cut to that of another',
    (field) => {
      const longest = field === 'project' ? 4096 : 200;
      const read = (length: number) =>
        callerOfHeaders(new Headers(callerHeaders({ actor: { kind: 'cli' }, [field]: 'é'.repeat(length) })));
      expect(read(longest)[field]).toBe('é'.repeat(longest));
      for (const length of [longest + 1, longest * 2])
        expect(() => read(length)).toThrow(`has ${length} characters; at most ${longest} are taken`);
    },
  );
});
