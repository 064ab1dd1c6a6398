import { describe, expect, it } from 'vitest';
import { isInForce, standsInTheWay } from '../../../src/core/memory/changeChain.ts';
import type { Change } from '../../../src/core/memory/history.ts';
import type { Memory } from '../../../src/core/memory/memory.ts';
import { judgeAction, memoryActions, type MemoryAction } from '../../../src/core/memory/memoryStates.ts';
import { sessionStaleAfter, type Session } from '../../../src/core/session/session.ts';
import { sessionStateAt } from '../../../src/core/session/sessionStates.ts';
import { makeMemory } from '../../../dev/memory/makeMemory.ts';

const now = 1_000_000;
const verdict = (memory: Partial<Memory>, action: MemoryAction) =>
  judgeAction(makeMemory(memory), action, now);
const outcome = (memory: Partial<Memory>, action: MemoryAction): string => {
  const judged = verdict(memory, action);
  return judged.kind === 'refused' ? judged.reason : judged.kind;
};

describe('actions on a memory', () => {
  it.each([
    [{}, 'resolve', 'not_a_blocker'],
    [{ category: 'blocker' }, 'resolve', 'allowed'],
    [{ category: 'blocker', status: 'resolved' }, 'resolve', 'unchanged'],
    [{ category: 'blocker', status: 'resolved' }, 'reopen', 'allowed'],
    [{ category: 'blocker' }, 'reopen', 'unchanged'],
    [{ category: 'blocker', status: 'archived' }, 'resolve', 'wrong_status'],
    [{ category: 'blocker', status: 'candidate' }, 'resolve', 'in_review'],
    [{}, 'pin', 'allowed'],
    [{ pinned: true }, 'pin', 'unchanged'],
    [{}, 'unpin', 'unchanged'],
    [{}, 'archive', 'allowed'],
    [{ status: 'archived' }, 'archive', 'unchanged'],
    [{ status: 'candidate' }, 'archive', 'in_review'],
    [{ status: 'archived' }, 'restore', 'allowed'],
    [{ status: 'superseded' }, 'restore', 'allowed'],
    [{ status: 'rejected' }, 'restore', 'allowed'],
    [{ status: 'candidate' }, 'restore', 'in_review'],
    [{}, 'restore', 'unchanged'],
    [{ deletedAt: 1 }, 'restore', 'allowed'],
    [{ deletedAt: 1 }, 'delete', 'unchanged'],
    [{ deletedAt: 1 }, 'edit', 'deleted'],
    [{}, 'supersede', 'allowed'],
    [{ status: 'superseded' }, 'supersede', 'wrong_status'],
    [{ status: 'candidate' }, 'accept', 'allowed'],
    [{ status: 'candidate' }, 'reject', 'allowed'],
    [{}, 'accept', 'unchanged'],
    [{}, 'reject', 'not_a_candidate'],
    [{ status: 'rejected' }, 'accept', 'not_a_candidate'],
  ] as const)('%j %s: %s', (memory, action, expected) => {
    expect(outcome(memory, action)).toBe(expected);
  });

  it('judges each action for each deleted memory', () => {
    const allowed = memoryActions.filter((action) => outcome({ deletedAt: 1 }, action) === 'allowed');
    expect(allowed).toEqual(['restore']);
  });

  it('restores a resolved blocker as resolved, and lifts what superseded it', () => {
    expect(verdict({ category: 'blocker', status: 'archived', resolvedAt: 5 }, 'restore')).toMatchObject({
      change: { status: 'resolved' },
    });
    expect(verdict({ status: 'superseded', supersededBy: 'x' }, 'restore')).toMatchObject({
      change: { status: 'active', supersededBy: null },
    });
  });

  it('takes the end off an accepted candidate', () => {
    expect(verdict({ status: 'candidate', expiresAt: 9 }, 'accept')).toEqual({
      kind: 'allowed',
      change: { status: 'active', expiresAt: null },
    });
  });
});

describe('a session', () => {
  const session: Session = {
    id: 's',
    project: null,
    agent: null,
    title: null,
    state: 'active',
    startedAt: 0,
    heartbeatAt: 0,
    endedAt: null,
    summary: null,
    handOver: null,
    continues: null,
    metadata: {},
  };

  it('goes stale ten minutes after its last heartbeat', () => {
    expect(sessionStateAt(session, sessionStaleAfter, 0)).toBe('active');
    expect(sessionStateAt(session, sessionStaleAfter + 1, 0)).toBe('stale');
    expect(sessionStateAt({ ...session, state: 'ended' }, 1, 0)).toBe('ended');
  });

  it('has one whole interval after its owner changed', () => {
    const takeover = 5 * sessionStaleAfter;
    expect(sessionStateAt(session, takeover + sessionStaleAfter, takeover)).toBe('active');
    expect(sessionStateAt(session, takeover + sessionStaleAfter + 1, takeover)).toBe('stale');
  });
});

describe('a chain of changes', () => {
  const change = (id: string, revision: number, rest: Partial<Change> = {}): Change => ({
    id,
    groupId: id,
    memoryId: 'm',
    action: 'edit',
    actor: { kind: 'user' },
    at: revision,
    before: null,
    revision,
    undoneBy: null,
    ...rest,
  });

  it('is in force until undone, and again when the undoing is undone', () => {
    const edit = change('e', 2, { undoneBy: 'u' });
    const undo = change('u', 3, { action: 'undo' });
    expect(isInForce(edit, [edit, undo])).toBe(false);
    const undoneUndo = { ...undo, undoneBy: 'v' };
    const redo = change('v', 4, { action: 'undo' });
    expect(isInForce(edit, [edit, undoneUndo, redo])).toBe(true);
  });

  it('lets nothing later be overwritten silently', () => {
    const create = change('c', 1, { action: 'create' });
    const edit = change('e', 2);
    expect(standsInTheWay([create, edit], [create])?.id).toBe('e');
    expect(standsInTheWay([create, edit], [edit])).toBeUndefined();
  });

  it('cancels out an edit with its undo, but not an undo of something earlier', () => {
    const create = change('c', 1, { action: 'create' });
    const edit = change('e', 2, { undoneBy: 'u' });
    const undo = change('u', 3, { action: 'undo' });
    expect(standsInTheWay([create, edit, undo], [create])).toBeUndefined();

    const first = change('e1', 2, { undoneBy: 'u2' });
    const second = change('e2', 3, { undoneBy: 'u1' });
    const undoSecond = change('u1', 4, { action: 'undo' });
    const undoFirst = change('u2', 5, { action: 'undo' });
    const history = [create, first, second, undoSecond, undoFirst];
    expect(standsInTheWay(history, [undoSecond])?.id).toBe('u2');
  });
});
