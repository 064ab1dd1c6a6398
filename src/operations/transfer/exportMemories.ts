import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { MemoryBridgeError } from '../../core/errors.ts';
import { projectKeys } from '../../core/project/project.ts';
import { shortId } from '../../core/shortId.ts';
import { parseSince } from '../../core/text/since.ts';
import { isPerson } from '../../memories/provenance.ts';
import type { ParsedInputOf } from '../../protocol/operation.ts';
import { exportMemoriesOperation } from '../../protocol/operations/transfer/exportMemories.ts';
import type { ExportPayload } from '../../protocol/transferResults.ts';
import { confinedTarget, personsTarget, roomOf } from '../../transfer/confinedFile.ts';
import type { OperationContext, TaskOperation } from '../operation.ts';
import { sayStarted } from '../shared/jobRecords.ts';
import type { TransferPorts } from './createTransfer.ts';

type Input = ParsedInputOf<typeof exportMemoriesOperation>;

const day = 86_400_000;

/** What is wrong with the target is said at once; what is written is written by the job. */
export function createExportMemories({
  exports,
}: TransferPorts): TaskOperation<typeof exportMemoriesOperation> {
  return {
    definition: exportMemoriesOperation,

    async start(input, context) {
      const format = input.format ?? (/\.(?:md|markdown)$/i.test(input.output ?? '') ? 'markdown' : 'json');
      const isPersons = isPerson(context.actor);
      if (input.replace && !isPersons)
        throw new MemoryBridgeError(
          'forbidden',
          'replace: only a person may have a file replaced. Name one that is not there yet.',
        );
      const target = await targetOf(input, { exports, format, context });
      const payload: ExportPayload = {
        path: target,
        isReplaced: input.replace,
        format,
        ...(input.project === undefined || !context.project
          ? {}
          : { projects: projectKeys(context.project) }),
        ...(input.category === undefined || input.category.length === 0
          ? {}
          : { categories: input.category }),
        ...sinceOf(input, context.now),
        ...(input.limit === undefined ? {} : { limit: input.limit }),
        ...(input.offset === 0 ? {} : { offset: input.offset }),
        withHistory: input.history,
        withDeleted: input.include_deleted,
        isPersons,
      };
      return { kind: 'export', payload, project: null };
    },

    render: sayStarted('Export'),
  };
}

interface Target {
  readonly exports: string;
  readonly format: ExportPayload['format'];
  readonly context: OperationContext;
}

async function targetOf({ output, replace }: Input, { exports, format, context }: Target): Promise<string> {
  await mkdir(exports, { recursive: true, mode: 0o700 });
  const room = await roomOf(context.from, exports);
  const named =
    output ??
    path.join(exports, `memories-${shortId(context.ids.next())}.${format === 'json' ? 'json' : 'md'}`);
  if (!isPerson(context.actor)) return confinedTarget(named, room);
  if (!path.isAbsolute(named))
    throw new MemoryBridgeError(
      'invalid_input',
      `output: "${named}" depends on a folder. Give the whole path.`,
      {
        details: { field: 'output' },
      },
    );
  return personsTarget(named, { isReplaced: replace });
}

function sinceOf({ since, since_days }: Input, now: number): { since?: number } {
  if (since === undefined) return since_days === undefined ? {} : { since: now - since_days * day };
  const at = parseSince(since, now);
  if (at === undefined)
    throw new MemoryBridgeError('invalid_input', 'since: say 7d, 3mo, or a date such as 2026-11-01.', {
      details: { field: 'since' },
    });
  return { since: at };
}
