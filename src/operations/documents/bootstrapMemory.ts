import { MemoryBridgeError } from '../../core/errors.ts';
import type { DocumentJob } from '../../intake/documents/documentJob.ts';
import { documentsKind } from '../../protocol/documentResult.ts';
import { bootstrapMemoryOperation } from '../../protocol/operations/documents/bootstrapMemory.ts';
import type { TaskOperation } from '../operation.ts';
import { sayStarted } from '../shared/jobRecords.ts';
import { type DocumentsPorts, type NamedDocuments, namedDocuments } from './namedDocuments.ts';

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

    async start(_input, { actor }, unit, { project, ...found }) {
      await unit.projects.upsert(project);
      const payload: DocumentJob = {
        mode: 'bootstrap',
        ...found,
        project: { ...project, aliases: [...project.aliases] },
        category: null,
        tags: [],
        actor,
      };
      return { kind: documentsKind, payload, project: project.id };
    },

    render: sayStarted('Reading the project'),
  };
}

const unreadable = (why: string): MemoryBridgeError =>
  new MemoryBridgeError('invalid_input', `path: ${why}`, { details: { field: 'path' } });
