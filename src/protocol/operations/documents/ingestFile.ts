import * as z from 'zod';
import { documentCategories } from '../../../core/document/sectionCategory.ts';
import { jobStartedSchema } from '../../jobRecord.ts';
import { limits } from '../../limits.ts';
import { projectField } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';

export const ingestFileOperation = defineOperation({
  name: 'ingest_file',
  summary: 'Make memories of the sections of a Markdown file, or of all below a folder.',
  description:
    'Make memories of a Markdown file, or of all Markdown files below a folder: one for each heading. Call it when the person wants documents to be remembered; calling it again brings the memories up to date and doubles nothing. The path has to lie in the project. Answers the id of a job; list_jobs shows what came of it.',
  input: z.object({
    path: z.string().min(1).max(4_096).describe('file or folder; from the root of the project, or absolute'),
    project: projectField.optional(),
    category: z
      .enum(documentCategories)
      .optional()
      .describe('of all of them; without it the headings decide'),
    tags: z.array(z.string().min(1).max(limits.tag)).max(limits.tags).default([]),
  }),
  output: jobStartedSchema,
  kind: 'task',
  exact: ['path'],
  place: 'path',
  otherFields: { file_path: 'path', directory_path: 'path' },
  toolsets: ['full'],
  cli: {
    command: 'ingest',
    summary: 'make memories of Markdown files',
    description:
      'Make memories of a Markdown file, or of all Markdown files below a folder: one for each heading. Again, it brings them up to date: what changed is changed, what is gone is archived, and what you have edited is left to you.',
    argument: { syntax: '<path>', help: 'a Markdown file or a folder', field: 'path' },
    options: [
      { flags: '-c, --category <category>', field: 'category', choices: documentCategories },
      { flags: '-t, --tag <tag>', help: 'for all of them (repeatable)', field: 'tags', repeated: true },
    ],
    examples: ['memory-bridge ingest docs', 'memory-bridge ingest notes/oncall.md --tag oncall'],
    about: 'fromHere',
  },
});
