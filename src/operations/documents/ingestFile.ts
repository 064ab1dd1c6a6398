import { MemoryBridgeError } from '../../core/errors.ts';
import { isMarkdown } from '../../intake/documents/documentFiles.ts';
import type { DocumentJob } from '../../intake/documents/documentJob.ts';
import { documentsKind } from '../../protocol/documentResult.ts';
import { ingestFileOperation } from '../../protocol/operations/documents/ingestFile.ts';
import type { TaskOperation } from '../operation.ts';
import { sayStarted } from '../shared/jobRecords.ts';
import { type DocumentsPorts, type NamedDocuments, namedDocuments } from './namedDocuments.ts';

export function createIngestFile(
  ports: DocumentsPorts,
): TaskOperation<typeof ingestFileOperation, NamedDocuments> {
  return {
    definition: ingestFileOperation,

    async prepare(input, context) {
      const found = await namedDocuments(input.path, input.project, context, ports);
      if (found.isFolder || isMarkdown(found.path)) return found;
      throw new MemoryBridgeError(
        'invalid_input',
        'path: is no Markdown file (.md, .markdown, .mdx). Memories are made of headings and what stands below them. What another memory system has exported comes in with import_memories.',
        { details: { field: 'path' } },
      );
    },

    async start({ category = null, tags }, { actor }, unit, { project, ...found }) {
      await unit.projects.upsert(project);
      const payload: DocumentJob = {
        mode: 'ingest',
        ...found,
        project: { ...project, aliases: [...project.aliases] },
        category,
        tags,
        actor,
      };
      return { kind: documentsKind, payload, project: project.id };
    },

    render: sayStarted('Reading documents'),
  };
}
