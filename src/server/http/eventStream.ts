import type { Logger } from '../../core/ports.ts';
import type { MemoryEvent } from '../../protocol/events.ts';
import { version } from '../../core/product.ts';
import type { EventHub } from '../eventHub.ts';
import type { Lifecycle } from '../lifecycle.ts';

export interface EventStreamParts {
  readonly events: EventHub;
  readonly lifecycle: Lifecycle;
  readonly logger: Logger;
  readonly heartbeatMs: number;
}

/** Events that may wait for a client that reads slowly. More than that and it is better off fetching everything anew. */
const longestQueue = 256;

/** Answer of `GET /api/events`: server-sent events, `hello` first. Ends when the owner drains. */
export function eventStream(request: Request, parts: EventStreamParts): Response {
  const { events, lifecycle, logger, heartbeatMs } = parts;
  const encoder = new TextEncoder();
  let end: () => void = () => undefined;
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const send = (event: MemoryEvent) => {
          if ((controller.desiredSize ?? 0) > 0) {
            controller.enqueue(encoder.encode(`data: ${JSON.stringify(event)}\n\n`));
            return;
          }
          logger.warn('An event stream was ended because its client does not read', { queue: longestQueue });
          end();
          controller.error(new Error('The client does not read its events.'));
        };
        const handles = [
          events.openStream(send),
          lifecycle.onDraining((reason) => {
            send({ kind: 'draining', reason });
            if (handles.length === 0) return;
            end();
            controller.close();
          }),
        ];
        const sendAway = () => {
          end();
          controller.close();
        };
        const { streamsEnd } = events;
        const heartbeat = setInterval(() => send({ kind: 'heartbeat' }), heartbeatMs);
        heartbeat.unref();
        end = () => {
          clearInterval(heartbeat);
          request.signal.removeEventListener('abort', end);
          streamsEnd.removeEventListener('abort', sendAway);
          for (const handle of handles.splice(0)) handle.dispose();
        };
        request.signal.addEventListener('abort', end);
        streamsEnd.addEventListener('abort', sendAway);
        const { dataDirId, epoch } = lifecycle.facts;
        send({ kind: 'hello', dataDirId, epoch, version });
      },
      cancel: () => end(),
    },
    new CountQueuingStrategy({ highWaterMark: longestQueue }),
  );
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    },
  });
}
