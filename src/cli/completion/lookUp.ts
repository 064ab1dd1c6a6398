import type { MemoryClient } from '../../client/memoryClient.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { shortId } from '../../core/shortId.ts';
import { listInboxOperation } from '../../protocol/operations/inbox/listInbox.ts';
import { listJobsOperation } from '../../protocol/operations/jobs/listJobs.ts';
import { listMemoriesOperation } from '../../protocol/operations/memories/listMemories.ts';
import { statsOperation } from '../../protocol/operations/system/stats.ts';
import type { GlobalOptions } from '../cliContext.ts';
import type { CliIo } from '../cliIo.ts';
import { openDirectory } from '../withMemory.ts';
import type { Completion, Completions, Kind } from './completions.ts';

type Asked = Exclude<Kind, 'files' | 'folders' | 'settings' | 'values'>;

/** A person who waits for a word to be completed would rather type it. */
const deadline = 1_000;
const most = 50;

/** Words that are known by asking. What is not known in time is not offered, and nothing is started to know it. */
export async function lookUp(
  { kind, operands, before, typed }: Completions,
  globals: GlobalOptions,
  io: CliIo,
): Promise<Completion[]> {
  if (kind === undefined || kind === 'files' || kind === 'folders') return [];
  const found =
    kind === 'settings' || kind === 'values'
      ? await settingsOf(kind, operands)
      : await inTime(globals, io, (client) => ask(client, kind, globals));
  return found
    .filter(({ value }) => value.startsWith(typed) && !operands.includes(value))
    .map(({ value, help }) => ({ value: `${before}${value}`, help: oneLine(help) }));
}

async function settingsOf(kind: 'settings' | 'values', operands: readonly string[]): Promise<Completion[]> {
  const { settingNames, settingChoices } = await import('../../settings/settingNames.ts');
  return kind === 'settings' ? settingNames() : settingChoices(operands[0] ?? '');
}

async function ask(client: MemoryClient, kind: Asked, { project }: GlobalOptions): Promise<Completion[]> {
  switch (kind) {
    case 'memories':
    case 'deleted': {
      const isDeleted = kind === 'deleted';
      const { result } = await client.call(
        listMemoriesOperation,
        { detail: 'row', limit: most, include_deleted: isDeleted },
        { project },
      );
      return (result.rows ?? []).map(({ id, title, category }) => ({
        value: shortId(id),
        help: `${category}: ${title}`,
      }));
    }
    case 'inbox': {
      const { result } = await client.call(listInboxOperation, {}, { project });
      return result.memories.map(({ id, title }) => ({ value: shortId(id), help: title }));
    }
    case 'jobs': {
      const { result } = await client.call(listJobsOperation, {});
      return result.jobs.map(({ id, kind: what, state }) => ({
        value: shortId(id),
        help: `${what}, ${state}`,
      }));
    }
    case 'projects': {
      const { result } = await client.call(statsOperation, {});
      return result.byProject.flatMap(({ project: each, count }) =>
        each === null ? [] : [{ value: each, help: `${count} memories` }],
      );
    }
  }
}

/** Asks a server that runs, for a second at most. */
async function inTime(
  globals: GlobalOptions,
  io: CliIo,
  work: (client: MemoryClient) => Promise<Completion[]>,
): Promise<Completion[]> {
  const directory = await openDirectory(globals, io);
  const [{ findOwner }, { TokenFile }, { MemoryConnection }] = await Promise.all([
    import('../../client/ownerSearch.ts'),
    import('../../home/token.ts'),
    import('../../client/connection.ts'),
  ]);
  const stop = AbortSignal.timeout(deadline);
  const late = new Promise<Completion[]>((resolve) => {
    stop.addEventListener('abort', () => resolve([]));
  });
  const asked = async (): Promise<Completion[]> => {
    const { kind } = await findOwner(directory, new TokenFile(directory));
    if (kind !== 'owner' || stop.aborted) return [];
    const client = new MemoryConnection({ directory, actor: { kind: 'cli' }, callTimeoutMs: deadline });
    try {
      return await work(client);
    } finally {
      client.dispose();
    }
  };
  return Promise.race([asked().catch((): Completion[] => []), late]);
}
