import { MemoryBridgeError } from '../../core/errors.ts';
import { trimMemoryText } from '../../memories/memoryWording.ts';
import { sessionWrapUpOperation } from '../../protocol/operations/sessions/sessionWrapUp.ts';
import type { HandOver, Session } from '../../core/session/session.ts';
import { toMemoryLine } from '../../recall/memoryRecords.ts';
import type { ChangeOperation } from '../operation.ts';
import type { ConfigPort, SessionGracePort } from '../ports.ts';
import { counted } from '../shared/rendering.ts';
import { sayKept } from './sayKept.ts';
import { SessionDesk } from './sessionDesk.ts';
import { SessionMemories } from './sessionMemory.ts';

/** An end that hands over. Said twice alike, it is said once. */
export function createSessionWrapUp(
  grace: SessionGracePort,
  config: Pick<ConfigPort, 'read'>,
): ChangeOperation<typeof sessionWrapUpOperation> {
  return {
    definition: sessionWrapUpOperation,

    prepare: async ({ summary, learned, done = [], open_items = [], next }) => {
      trimMemoryText({ note: [summary, ...done, ...open_items, next].filter(Boolean).join('\n'), learned });
    },

    async run(input, context, unit) {
      const desk = new SessionDesk(context, unit, grace);
      const id = desk.requiredIdOf(input);
      const known = (await desk.ownSession(id)) ?? desk.described({}, id, undefined, context.now);
      const left = { done: input.done ?? [], open: input.open_items ?? [], next: input.next ?? null };
      const summary = input.summary?.trim() || null;
      if (summary === null && left.done.length === 0 && left.open.length === 0 && left.next === null)
        throw new MemoryBridgeError(
          'invalid_input',
          'Say what was done or what is open: one of summary, done, open_items and next. session_end ends a session without a word.',
          { details: { field: 'summary' } },
        );
      if (isSaidAlready(known, summary, left))
        return { sessions: [await desk.recordOf(known)], memory: null, changeId: '' };
      const memories = new SessionMemories(unit, context, { config, id, session: known });
      const held = await desk.letGo(known);
      const kept = await memories.keepEvent({ ...input, summary: summary ?? undefined }, held);
      const session = await desk.save({
        ...known,
        state: 'ended',
        endedAt: context.now,
        summary,
        handOver: {
          ...left,
          at: context.now,
          held: held.length === 0 && known.state === 'ended' ? (known.handOver?.held ?? []) : held,
        },
      });
      memories.announce();
      desk.announce();
      return {
        sessions: [session],
        memory: kept && toMemoryLine(kept, context.now),
        changeId: memories.changeId,
      };
    },

    render: ({ memory }, { open_items = [] }) =>
      `Wrapped up with ${counted(open_items.length, 'open item')}; its claims are free. The next session here is told, and session_continue takes it up.${sayKept(memory)}`,
  };
}

function isSaidAlready(
  { state, summary, handOver }: Session,
  said: string | null,
  left: Pick<HandOver, 'done' | 'open' | 'next'>,
): boolean {
  if (state !== 'ended' || !handOver || summary !== said) return false;
  const { done, open, next } = handOver;
  return JSON.stringify([done, open, next]) === JSON.stringify([left.done, left.open, left.next]);
}
