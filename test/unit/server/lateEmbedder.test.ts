import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { EmbedderState } from '../../../src/embed/embedderHandle.ts';
import { LateEmbedder } from '../../../src/server/lateEmbedder.ts';
import { ScriptedEmbedder, ScriptedHandle } from '../../../dev/embedding/scriptedEmbedder.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const setUp = () => {
  const made: ScriptedHandle[] = [];
  const wanted = { provider: 'openai' } as const;
  const make = () => {
    const handle = new ScriptedHandle(wanted, new ScriptedEmbedder('openai', 'm'));
    made.push(handle);
    return handle;
  };
  const late = new LateEmbedder(wanted, make, 2_000);
  const states: EmbedderState['kind'][] = [];
  late.onState(({ kind }) => void states.push(kind));
  return { made, late, states };
};

it('begins later, and then is the embedder that it made', () => {
  const { made, late, states } = setUp();
  late.retry();
  vi.advanceTimersByTime(1_999);
  expect([made.length, late.state.kind, late.embedder]).toEqual([0, 'waiting', undefined]);
  vi.advanceTimersByTime(1);
  expect([made.length, late.state.kind, late.embedder?.model]).toEqual([1, 'ready', 'm']);
  made[0]?.become({ kind: 'waiting', why: 'x' });
  late.retry();
  expect([states, made[0]?.retries]).toEqual([['ready', 'waiting'], 1]);
  late.dispose();
  expect(made[0]?.isDisposed).toBe(true);
});

it('never begins once it is not wanted any more', () => {
  const { made, late, states } = setUp();
  late.dispose();
  vi.advanceTimersByTime(10_000);
  expect([made, states]).toEqual([[], []]);
});
