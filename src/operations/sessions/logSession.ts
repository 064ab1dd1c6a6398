import { nameOf } from '../../core/memory/memoryLine.ts';
import { shortId } from '../../core/shortId.ts';
import { trimMemoryText } from '../../memories/memoryWording.ts';
import { MemoryBridgeError } from '../../core/errors.ts';
import { logSessionOperation } from '../../protocol/operations/sessions/logSession.ts';
import { toMemoryLine } from '../../recall/memoryRecords.ts';
import type { ChangeOperation } from '../operation.ts';
import type { ConfigPort, SessionGracePort } from '../ports.ts';
import { SessionDesk } from './sessionDesk.ts';
import { SessionMemories } from './sessionMemory.ts';

export function createLogSession(
  grace: SessionGracePort,
  config: Pick<ConfigPort, 'read'>,
): ChangeOperation<typeof logSessionOperation> {
  return {
    definition: logSessionOperation,

    prepare: async ({ summary, learnings = [] }) => {
      for (const text of [summary, ...learnings])
        if (text.trim() === '')
          throw new MemoryBridgeError('invalid_input', 'summary and learnings: must not be blank.', {
            details: { field: text === summary ? 'summary' : 'learnings' },
          });
        else trimMemoryText({ note: text });
    },

    async run(input, context, unit) {
      const desk = new SessionDesk(context, unit, grace);
      const id = desk.idOf(input);
      const session = id === undefined ? undefined : await desk.ownSession(id);
      const memories = new SessionMemories(unit, context, { config, id, session });
      const line = (memory: Parameters<typeof toMemoryLine>[0]) => toMemoryLine(memory, context.now);
      const event = await memories.keepEvent(input);
      const facts = [];
      for (const learning of input.learnings ?? [])
        facts.push(
          await memories.keep({ category: 'fact', content: learning.trim(), entities: input.entities }),
        );
      memories.announce();
      return {
        sessions: session ? [await desk.recordOf(session)] : [],
        memory: event && line(event),
        learnings: facts.map(line),
        changeId: memories.changeId,
      };
    },

    render: ({ memory, learnings, changeId }) =>
      [
        'Logged:',
        ...[...(memory ? [memory] : []), ...learnings].map(
          (each) => `- ${each.status === 'candidate' ? 'waits in the Inbox' : 'kept'}: ${nameOf(each)}`,
        ),
        ...(changeId === ''
          ? ['All of it was known already.']
          : [`undo ${shortId(changeId)} takes it back.`]),
      ].join('\n'),
  };
}
