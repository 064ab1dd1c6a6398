import path from 'node:path';
import { saidOf } from '../../../core/text/countOf.ts';
import type { MemoryClient } from '../../../client/memoryClient.ts';
import type { OutputOf } from '../../../protocol/operation.ts';
import { captureCommitsOperation } from '../../../protocol/operations/capture/captureCommits.ts';
import { captureHistoryOperation } from '../../../protocol/operations/capture/captureHistory.ts';
import { answerForPeople } from '../../answerForPeople.ts';
import type { CliIo } from '../../cliIo.ts';
import { type CommandRun, commandOf } from '../../commandOf.ts';

type Verb = typeof captureCommitsOperation;

interface Captured {
  readonly text: string;
  readonly result: OutputOf<Verb> | OutputOf<typeof captureHistoryOperation>;
  /** Decisions from before the first visit that nobody has looked at. */
  readonly onOffer: number;
}

export const addCapture = commandOf(captureCommitsOperation, show, {
  complete: async ({ input }) => ({ root: path.resolve(input.root ?? '.'), catch_up: true }),
  work: capture,
  json: ({ result, onOffer }) => ({ ...result, onOffer }),
  mayBegin: true,
});

async function capture(client: MemoryClient, run: CommandRun<Verb>): Promise<Captured> {
  const { root } = run.input;
  const calling = { ...run.callOptions, withText: true };
  if (run.options['history'] === true) {
    const { text = '', result } = await client.call(
      captureHistoryOperation,
      { root, action: 'take' },
      calling,
    );
    return { text, result, onOffer: 0 };
  }
  const { text = '', result } = await client.call(captureCommitsOperation, run.input, calling);
  const offer = await client.call(captureHistoryOperation, { root, action: 'count' }, run.callOptions);
  return { text, result, onOffer: offer.result.found };
}

function show({ text, result, onOffer }: Captured, io: CliIo): void {
  io.print(answerForPeople(text, result, { onScreen: io.width !== undefined }));
  if (onOffer > 0)
    io.note(
      `${saidOf(onOffer, 'decision', 'decisions')} from before the first visit: memory-bridge capture --history puts them into the Inbox.`,
    );
}
