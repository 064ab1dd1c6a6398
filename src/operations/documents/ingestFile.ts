import { MemoryBridgeError } from '../../core/errors.ts';
import { isMarkdown } from '../../intake/documents/documentFiles.ts';
import { ingestFileOperation } from '../../protocol/operations/documents/ingestFile.ts';
import type { TaskOperation } from '../operation.ts';
import { sayStarted } from '../shared/jobRecords.ts';
import { type DocumentsPorts, type NamedDocuments, namedDocuments, readingJob } from './namedDocuments.ts';

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

    start: ({ category = null, tags }, { actor }, unit, found) =>
      readingJob(found, { mode: 'ingest', category, tags, actor }, unit),

    render: sayStarted('Reading documents'),
  };
}
