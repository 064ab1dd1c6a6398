import { MemoryBridgeError } from '../../core/errors.ts';
import { bootstrapMemoryOperation } from '../../protocol/operations/documents/bootstrapMemory.ts';
import type { TaskOperation } from '../operation.ts';
import { sayStarted } from '../shared/jobRecords.ts';
import { type DocumentsPorts, type NamedDocuments, namedDocuments, readingJob } from './namedDocuments.ts';

export function createBootstrapMemory(
  ports: DocumentsPorts,
): TaskOperation<typeof bootstrapMemoryOperation, NamedDocuments> {
  return {
    definition: bootstrapMemoryOperation,

    async prepare(input, context) {
      const given = input.path ?? context.project?.root;
      if (given === undefined)
        throw unreadable(
          'which project? Nothing says where its folder is. Give the absolute path of its root.',
        );
      const found = await namedDocuments(given, input.project, context, ports);
      if (found.isFolder) return found;
      throw unreadable('is a file. Give the root folder of the project.');
    },

    start: (_input, { actor }, unit, found) =>
      readingJob(found, { mode: 'bootstrap', category: null, tags: [], actor }, unit),

    render: sayStarted('Reading the project'),
  };
}

const unreadable = (why: string): MemoryBridgeError =>
  new MemoryBridgeError('invalid_input', `path: ${why}`, { details: { field: 'path' } });
