import { ageLabel } from '../core/ageLabel.ts';
import { shortId } from '../core/shortId.ts';
import { memoryHistoryOperation } from '../protocol/operations/memoryHistory.ts';
import { toMemoryView } from '../recall/memoryViews.ts';
import { findMemory } from './findMemory.ts';
import type { Operation } from './operation.ts';
import { renderWhole } from './rendering.ts';

export const memoryHistory: Operation<typeof memoryHistoryOperation> = {
  definition: memoryHistoryOperation,

  async run(input, { now }, unit) {
    const memory = await findMemory(unit, input.memory_id);
    const changes = await unit.history.ofMemory(memory.id);
    return {
      memory: toMemoryView(memory, now),
      changes: changes.map((change) => ({
        id: change.id,
        groupId: change.groupId,
        action: change.action,
        actor: {
          kind: change.actor.kind,
          ...(change.actor.name === undefined ? {} : { name: change.actor.name }),
        },
        at: change.at,
        age: ageLabel(change.at, now),
        revision: change.revision,
        before: change.before && toMemoryView(change.before, now),
        undone: change.undoneBy !== null,
      })),
    };
  },

  render({ memory, changes }, _input, { now }) {
    const lines = changes.map(({ id, action, actor, age, revision, undone }) => {
      const who = actor.name ? `${actor.kind} ${actor.name}` : actor.kind;
      return `- ${age} · ${action} by ${who} · revision ${revision} · change ${shortId(id)}${undone ? ' · undone' : ''}`;
    });
    return [renderWhole(memory, now), 'Changes:', ...lines].join('\n');
  },
};
