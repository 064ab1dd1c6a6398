import type { MemoryClient } from '../../../client/memoryClient.ts';
import { oneLine } from '../../../core/text/oneLine.ts';
import { describeJob } from '../../../protocol/describeJob.ts';
import type { EnrichResult } from '../../../protocol/entityDetails.ts';
import type { OutputOf } from '../../../protocol/operation.ts';
import { enrichEntitiesOperation } from '../../../protocol/operations/entities/enrichEntities.ts';
import { enrichEntityOperation } from '../../../protocol/operations/entities/enrichEntity.ts';
import type { CliIo } from '../../cliIo.ts';
import { type CommandRun, commandOf } from '../../commandOf.ts';

type Verb = typeof enrichEntitiesOperation;
type One = { readonly one: OutputOf<typeof enrichEntityOperation>; readonly about: string };
type Many = { readonly many: EnrichResult };

export const addEnrich = commandOf(enrichEntitiesOperation, show, {
  work: enrich,
  json: (result) => ('one' in result ? result.one : result.many),
  isFailure: (result) => ('one' in result ? !result.one.isFresh : isRefused(result.many)),
});

async function enrich(client: MemoryClient, run: CommandRun<Verb>): Promise<One | Many> {
  const { input, callOptions } = run;
  if (input.entity_ref === undefined) return { many: await enrichMany(client, run) };
  const { result, text = '' } = await client.call(
    enrichEntityOperation,
    { entity_ref: input.entity_ref },
    { ...callOptions, withText: true },
  );
  // The rest is said apart, so that a script reads one line.
  return { one: result, about: text.split('\n', 1)[0] ?? '' };
}

async function enrichMany(
  client: MemoryClient,
  { input, callOptions, context: { io } }: CommandRun<Verb>,
): Promise<EnrichResult> {
  const [{ finishJob }, { enrichResultSchema }] = await Promise.all([
    import('../../finishJob.ts'),
    import('../../../protocol/entityDetails.ts'),
  ]);
  const { job } = (await client.call(enrichEntitiesOperation, input, callOptions)).result;
  const done = await finishJob(client, job, io, (news) => io.progress?.(describeJob(news)));
  return enrichResultSchema.parse(done.result);
}

/** Somebody was asked, and nobody showed anything. */
const isRefused = ({ found, noAccess, left }: EnrichResult): boolean => found === 0 && noAccess + left > 0;

function show(result: One | Many, io: CliIo): void {
  if ('one' in result) {
    io.print(result.about);
    if (result.one.message !== null) io.note(oneLine(result.one.message));
    return;
  }
  const { asked, found, notFound, noAccess, left, notes } = result.many;
  if (asked + left === 0) {
    if (notes.length === 0)
      io.note(
        'Nothing to look up: memories here name nothing that a forge knows, or it was looked up of late.',
      );
    for (const note of notes) io.note(oneLine(note));
    return;
  }
  const parts = [
    `${found} looked up`,
    ...(notFound > 0 ? [`${notFound} not found`] : []),
    ...(noAccess > 0 ? [`${noAccess} without access`] : []),
    ...(left > 0 ? [`${left} left for later`] : []),
  ];
  io.print(`${parts.join(', ')}.`);
  for (const note of notes) io.note(oneLine(note));
}
