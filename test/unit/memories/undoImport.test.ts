import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/core/memory/history.ts';
import { undoChanges } from '../../../src/memories/undo.ts';
import { refusal } from '../../../dev/operations/operationsBench.ts';

const groupId = '019b0000-0000-7000-8000-00abcdef0123';

/** A store in which one import has made so many changes. */
const unitWith = (changes: number) =>
  ({
    history: { find: async () => Array.from({ length: changes }, () => ({ groupId, action: 'import' })) },
  }) as never;

const refused = (actor: Actor) => refusal(undoChanges(unitWith(5_001), { actor, now: 0 } as never, groupId));

describe('an import that is too large to be undone in one step', () => {
  it.each([{ kind: 'cli' }, { kind: 'editor' }, { kind: 'user' }] as const)(
    'is for %o to take back with another command',
    async (actor) => {
      expect(await refused(actor)).toMatchObject({
        code: 'conflict',
        message: expect.stringMatching(/Use undo_import abcdef0123\.$/),
      });
    },
  );

  it.each([{ kind: 'agent', name: 'cli' }, { kind: 'agent', name: 'model' }, { kind: 'system' }] as const)(
    'is for a person to take back, as %o is told',
    async (actor) => {
      const { message } = await refused(actor);
      expect(message).toContain(
        'Only a person can take it back, at a terminal: "memory-bridge undo-import abcdef0123"',
      );
      expect(message).not.toContain('Use undo_import');
    },
  );
});
