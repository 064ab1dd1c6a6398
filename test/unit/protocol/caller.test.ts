import { describe, expect, it } from 'vitest';
import { type Caller, callerHeaders, callerOfHeaders } from '../../../src/protocol/caller.ts';

describe('a caller', () => {
  it.each<Caller>([
    { actor: { kind: 'agent', name: 'opencode' }, project: '/home/zoë/проект 100%', sessionId: 'ses_1' },
    { actor: { kind: 'cli' }, idempotencyKey: 'key 1', withoutText: true },
    { actor: { kind: 'cli' }, lent: { GITLAB_TOKEN: 'tok-1', GITHUB_WORK_TOKEN: 'tök, "2" 100%' } },
    { actor: { kind: 'editor', name: 'vs/code' }, project: ' blank at the ends ' },
  ])('is the same after the way through headers: %j', (caller) => {
    const there = callerOfHeaders(new Headers(callerHeaders(caller)));
    expect(there).toEqual({ withoutText: false, ...caller });
  });

  const lentBy = (header: string) =>
    callerOfHeaders(new Headers({ 'x-memory-actor': 'cli', 'x-memory-lent': header })).lent;

  it('lends tokens of forges and nothing else', () => {
    const token = 't'.repeat(1_001);
    const others = { PATH: '/tmp', AWS_SECRET_ACCESS_KEY: 'k', OPENAI_API_KEY: 'k', GITLAB_X_TOKEN: token };
    expect(lentBy(JSON.stringify({ ...others, GITLAB_TOKEN: ' a ', GH_TOKEN: 7, GITHUB_TOKEN: '' }))).toEqual(
      {
        GITLAB_TOKEN: 'a',
      },
    );
    expect(lentBy('')).toBeUndefined();
  });

  it.each(['token', '["GITLAB_TOKEN"]', '"a"', 'null', '{', `{"a":${'['.repeat(100)}`])(
    'lends nothing in %s',
    (header) => {
      expect(() => lentBy(header)).toThrow('The header x-memory-lent must be a JSON object.');
    },
  );

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
