import { MemoryBridgeError } from '../../core/errors.ts';
import { trimMemoryText } from '../../memories/memoryWording.ts';
import { sessionEndOperation } from '../../protocol/operations/sessions/sessionEnd.ts';
import { toMemoryLine } from '../../recall/memoryRecords.ts';
import type { ChangeOperation } from '../operation.ts';
import type { ConfigPort, SessionGracePort } from '../ports.ts';
import { SessionDesk } from './sessionDesk.ts';
import { SessionMemories } from './sessionMemory.ts';
import { sayKept } from './sayKept.ts';

/** Ending twice with the same summary is ending once. */
export function createSessionEnd(
  grace: SessionGracePort,
  config: Pick<ConfigPort, 'read'>,
): ChangeOperation<typeof sessionEndOperation> {
  return {
    definition: sessionEndOperation,

    prepare: async ({ summary, learned }) => {
      trimMemoryText({ note: summary, learned });
    },

    async run(input, context, unit) {
      const desk = new SessionDesk(context, unit, grace);
      const id = desk.requiredIdOf(input);
      const known = await desk.ownSession(id);
      if (!known)
        throw new MemoryBridgeError(
          'not_found',
          `There is no session ${id}. get_active_sessions lists them.`,
        );
      const memories = new SessionMemories(unit, context, { config, id, session: known });
      const held = await desk.letGo(known);
      const summary = input.summary?.trim() || null;
      const isNews = summary !== null && summary !== known.summary;
      const kept = isNews ? await memories.keepEvent({ ...input, summary }, held) : null;
      const memory = kept && toMemoryLine(kept, context.now);
      if (known.state === 'ended' && !isNews)
        return { sessions: [await desk.recordOf(known)], memory, changeId: '' };
      const session = await desk.save({
        ...known,
        state: 'ended',
        endedAt: known.endedAt ?? context.now,
        summary: summary ?? known.summary,
      });
      memories.announce();
      desk.announce();
      return { sessions: [session], memory, changeId: memories.changeId };
    },

    render: ({ memory }) => `Ended; its claims are free.${sayKept(memory)}`,
  };
}
