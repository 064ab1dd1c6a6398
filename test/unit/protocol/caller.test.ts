import { describe, expect, it } from 'vitest';
import { type Caller, callerBeside, callerHeaders, callerOfHeaders } from '../../../src/protocol/caller.ts';

describe('a caller', () => {
  it.each<Caller>([
    { actor: { kind: 'agent', name: 'opencode' }, project: '/home/zoë/проект 100%', sessionId: 'ses_1' },
    { actor: { kind: 'cli' }, idempotencyKey: 'key 1', withoutText: true },
    { actor: { kind: 'editor', name: 'vs/code' }, project: ' blank at the ends ' },
  ])('is the same after the way through headers: %j', (caller) => {
    const there = callerOfHeaders(new Headers(callerHeaders(caller)));
    expect(there).toEqual({ withoutText: false, ...caller });
  });

  it.each([
    [{ project: '/somewhere/else' }, undefined],
    [{ project: 'null' }, '/here'],
    [{ project: null }, '/here'],
    [{ query: 'x' }, '/here'],
    ['text', '/here'],
  ])('says its project once, beside %j', (input, project) => {
    const caller: Caller = { actor: { kind: 'agent' }, project: '/here' };
    expect(callerBeside(input, caller).project).toBe(project);
  });
});
