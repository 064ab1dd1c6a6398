import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { MemoryBridgeError } from '../../core/errors.ts';
import { isPerson } from '../../memories/provenance.ts';
import { importMemoriesOperation } from '../../protocol/operations/transfer/importMemories.ts';
import type { ImportPayload } from '../../protocol/transferResults.ts';
import { confinedSource, personsSource, roomOf } from '../../transfer/confinedFile.ts';
import type { TaskOperation } from '../operation.ts';
import { refuseSecretName } from '../shared/refuseSecretName.ts';
import { sayStarted } from '../shared/jobRecords.ts';
import type { TransferPorts } from './createTransfer.ts';

/** Where it lies is judged at once; what it is, and what is in it, by the job. */
export function createImportMemories({
  exports,
}: TransferPorts): TaskOperation<typeof importMemoriesOperation> {
  return {
    definition: importMemoriesOperation,

    async start(input, { actor, project, from, redactor }) {
      const isPersons = isPerson(actor);
      if (input.trust_source && !isPersons)
        throw new MemoryBridgeError(
          'forbidden',
          'trust_source: only a person can say that a source speaks for them. Import without it; what would bind everyone waits in the Inbox.',
        );
      await mkdir(exports, { recursive: true, mode: 0o700 });
      const source = isPersons
        ? await personsSource(absolute(input.path))
        : await confinedSource(input.path, await roomOf(from, exports));
      await refuseSecretName(source.path, redactor);
      const payload: ImportPayload = {
        path: source.path,
        ...(input.from === undefined ? {} : { from: input.from }),
        isDryRun: input.dry_run,
        duplicates: input.duplicates ?? (input.skip_duplicates ? 'skip' : 'keep-both'),
        ...(input.project === undefined || !project ? {} : { project: project.id }),
        trustsSource: input.trust_source,
        isPersons,
        actor: actor.name === undefined ? { kind: actor.kind } : { kind: actor.kind, name: actor.name },
      };
      return { kind: 'import', payload, project: null };
    },

    render: sayStarted('Import'),
  };
}

function absolute(given: string): string {
  if (path.isAbsolute(given)) return given;
  throw new MemoryBridgeError('invalid_input', `path: "${given}" depends on a folder. Give the whole path.`, {
    details: { field: 'path' },
  });
}
