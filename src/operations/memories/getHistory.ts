import { ageLabel } from '../../core/text/ageLabel.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { shortId } from '../../core/shortId.ts';
import { getHistoryOperation } from '../../protocol/operations/memories/getHistory.ts';
import { toMemoryRecord } from '../../recall/memoryRecords.ts';
import { findMemory } from '../../memories/findMemory.ts';
import type { QueryOperation } from '../operation.ts';
import { renderWhole } from '../shared/rendering.ts';

/** Characters of earlier texts in one answer, beside the memory itself. */
const longestPage = 100_000;

export const getHistory: QueryOperation<typeof getHistoryOperation> = {
  definition: getHistoryOperation,

  async run(input, { now }, unit) {
    const memory = await findMemory(unit, input.memory_id);
    const { changes, total, hasMore } = await unit.history.page(memory.id, {
      limit: input.limit,
      before: input.cursor,
      characters: longestPage,
    });
    return {
      memory: toMemoryRecord(memory, now),
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
        before: change.before && toMemoryRecord(change.before, now),
        undone: change.undoneBy !== null,
      })),
      total,
      nextCursor: hasMore ? (changes[0]?.id ?? null) : null,
    };
  },

  render({ memory, changes, total = changes.length, nextCursor }, _input, { now }) {
    const lines = changes.map(({ id, action, actor, age, revision, undone }) => {
      const who = actor.name ? `${actor.kind} ${actor.name}` : actor.kind;
      return oneLine(
        `- ${action} by ${who} · ${age} · revision ${revision} · change ${shortId(id)}${undone ? ' · undone' : ''}`,
      );
    });
    const head = changes.length < total ? `Changes (${changes.length} of ${total}):` : 'Changes:';
    const more = nextCursor ? [`Earlier ones with cursor ${oneLine(nextCursor)}`] : [];
    return [renderWhole(memory, now), head, ...lines, ...more].join('\n');
  },
};
