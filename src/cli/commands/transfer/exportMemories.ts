import { createReadStream, existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { MemoryClient } from '../../../client/memoryClient.ts';
import { memoriesCounted } from '../../../core/text/countOf.ts';
import { describeJob } from '../../../protocol/describeJob.ts';
import { exportMemoriesOperation } from '../../../protocol/operations/transfer/exportMemories.ts';
import type { ExportResult } from '../../../protocol/transferResults.ts';
import type { CliIo } from '../../cliIo.ts';
import { type CommandRun, commandOf } from '../../commandOf.ts';
import { isForced } from '../../confirm.ts';
import { formatBytes } from '../../renderMemories.ts';
import { UsageError } from '../../usageError.ts';

type Verb = typeof exportMemoriesOperation;
type Run = CommandRun<Verb>;

const standardOutput = '-';

export const addExport = commandOf(exportMemoriesOperation, showExport, {
  complete: async (run) => withFile(run),
  work: exportTo,
});

/** The server works elsewhere: a file is named in full. */
function withFile({ input, options, globals, context: { io } }: Run): Run['input'] {
  const { output = defaultName(input.format), ...rest } = input;
  // Written by the server and handed on from there, under a name of its own.
  if (output === standardOutput) {
    if (globals.json) throw new UsageError('Standard output is one thing: leave out --json, or name a file.');
    return rest;
  }
  const file = path.resolve(io.cwd, output);
  const replace = isForced(options);
  if (!replace && existsSync(file))
    throw new UsageError(`There is a file ${file} already. Add --force to replace it.`);
  return { ...rest, output: file, replace };
}

const defaultName = (format: Run['input']['format']): string =>
  format === 'markdown' ? 'memories.md' : 'memories.json';

async function exportTo(client: MemoryClient, run: Run): Promise<ExportResult> {
  const { io } = run.context;
  const [{ finishJob }, { exportResultSchema }] = await Promise.all([
    import('../../finishJob.ts'),
    import('../../../protocol/transferResults.ts'),
  ]);
  const { result: begun } = await client.call(exportMemoriesOperation, run.input, run.callOptions);
  const job = await finishJob(client, begun.job, io, (news) => io.progress?.(describeJob(news)));
  const result = exportResultSchema.parse(job.result);
  if (run.input.output !== undefined) return result;
  try {
    await pipeline(createReadStream(result.path), process.stdout, { end: false });
  } finally {
    await rm(result.path, { force: true });
  }
  return { ...result, path: standardOutput };
}

export function showExport({ path: file, bytes, memories }: ExportResult, io: CliIo): void {
  const text = `${memoriesCounted(memories)}, ${formatBytes(bytes)}`;
  // What was written to standard output is all that stands there.
  if (file === standardOutput) io.note(io.paint.dim(`Exported ${text}.`));
  else io.print(`${file}  ${io.paint.dim(text)}`);
}
