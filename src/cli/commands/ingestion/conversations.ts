import type { MemoryClient } from '../../../client/memoryClient.ts';
import { MemoryBridgeError } from '../../../core/errors.ts';
import { describeIngestion, sayIngested } from '../../../protocol/describeIngestion.ts';
import { describeJob } from '../../../protocol/describeJob.ts';
import type { IngestionStatus, IngestResult } from '../../../protocol/ingestion.ts';
import { readConversationsOperation } from '../../../protocol/operations/ingestion/readConversations.ts';
import { ingestionStatusOperation } from '../../../protocol/operations/ingestion/ingestionStatus.ts';
import { configureOperation } from '../../../protocol/operations/system/configure.ts';
import type { CliIo } from '../../cliIo.ts';
import { type CommandRun, commandOf } from '../../commandOf.ts';

type Run = CommandRun<typeof readConversationsOperation>;
type Shown = { readonly status: IngestionStatus } | { readonly result: IngestResult };

export const addConversations = commandOf(readConversationsOperation, show, {
  work: ingest,
  json: (shown) => ('status' in shown ? shown.status : shown.result),
  isFailure: (shown) => 'result' in shown && shown.result.faults.length > 0 && shown.result.sources === 0,
  mayBegin: true,
});

async function ingest(client: MemoryClient, run: Run): Promise<Shown> {
  const { options, callOptions } = run;
  const wish = ['now', 'on', 'off'].filter((name) => options[name] === true);
  if (wish.length > 1)
    throw new MemoryBridgeError('invalid_input', `--${wish.join(' and --')} exclude each other.`);
  if (wish[0] === 'now') return { result: await readNow(client, run) };
  const status = async () => (await client.call(ingestionStatusOperation, {}, callOptions)).result;
  const before = await status();
  const { feed: agent } = run.input;
  const meant = before.agents.filter((each) => agent === undefined || each.agent === agent);
  if (meant.length === 0) {
    const known = before.agents.map((each) => each.agent).join(', ');
    throw new MemoryBridgeError('invalid_input', `Conversations can be read with ${known}.`);
  }
  if (wish[0] === undefined) return { status: agent === undefined ? before : { ...before, agents: meant } };
  const isOn = wish[0] === 'on';
  const named = agent === undefined ? [] : meant.map(({ setting }) => setting);
  // Whoever wants one agent read wants conversations read.
  const settings = [...named, ...(agent === undefined || isOn ? ['ingestion.enabled'] : [])];
  await client.call(configureOperation, { set: changesOf(settings, isOn) }, callOptions);
  return { status: await status() };
}

/** `ingestion.openCode` as the settings are changed. */
function changesOf(names: readonly string[], value: boolean): Record<string, Record<string, boolean>> {
  const changes: Record<string, Record<string, boolean>> = {};
  for (const name of names) {
    const [group = '', key = ''] = name.split('.');
    changes[group] = { ...changes[group], [key]: value };
  }
  return changes;
}

async function readNow(
  client: MemoryClient,
  { input, callOptions, context: { io } }: Run,
): Promise<IngestResult> {
  const [{ finishJob }, { ingestResultSchema }] = await Promise.all([
    import('../../finishJob.ts'),
    import('../../../protocol/ingestion.ts'),
  ]);
  const { job } = (await client.call(readConversationsOperation, input, callOptions)).result;
  const done = await finishJob(client, job, io, (news) =>
    io.progress?.(`${describeJob(news)}, ${news.progress?.done ?? 0} turns`),
  );
  return ingestResultSchema.parse(done.result);
}

function show(shown: Shown, io: CliIo): void {
  if ('status' in shown) {
    for (const line of describeIngestion(shown.status, Date.now())) io.print(line);
    return;
  }
  const said = sayIngested(shown.result);
  io.print(`Read conversations: ${said}`);
  for (const fault of shown.result.faults) io.note(`Could not be read: ${fault}`);
}
