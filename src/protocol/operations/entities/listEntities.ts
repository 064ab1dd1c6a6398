import * as z from 'zod';
import { mentionKinds } from '../../../core/entity/mentionKinds.ts';
import { entityDetailsSchema } from '../../entityDetails.ts';
import { projectField } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';

export const listEntitiesOperation = defineOperation({
  name: 'list_entities',
  summary: 'List what memories name: merge requests, issues, epics, commits, ADRs and other names.',
  description:
    'Page through the references that memories name, the last mentioned first, with counts and with title and state where they are known. get_context says what is remembered about one.',
  input: z.object({
    page: z.number().int().min(1).max(100_000).default(1),
    page_size: z.number().int().min(1).max(200).default(50),
    kind: z.enum(mentionKinds).optional().describe('name is what is no reference'),
    project: projectField.optional(),
    all_projects: z.boolean().default(false),
  }),
  output: z.object({
    entities: z.array(
      z.object({
        entity: z.string(),
        kind: z.enum(mentionKinds),
        project: z.string().nullable(),
        memories: z.number().int(),
        lastMentionedAt: z.number(),
        age: z.string(),
        details: entityDetailsSchema.nullable(),
      }),
    ),
    total: z.number().int(),
    page: z.number().int(),
    pages: z.number().int(),
  }),
  kind: 'query',
  toolsets: ['full'],
  cli: {
    command: 'entity list',
    summary: 'list what memories name: merge requests, issues, epics, commits and others',
    options: [
      { flags: '--page <page>', help: 'page of the list', field: 'page', most: 100_000 },
      { flags: '-n, --page-size <count>', help: 'references on a page', field: 'page_size', most: 200 },
      {
        flags: '--kind <kind>',
        help: 'only references of this kind; name is what is none',
        field: 'kind',
        choices: mentionKinds,
      },
      { flags: '-a, --all-projects', help: 'of every project', field: 'all_projects' },
    ],
    examples: ['memory-bridge entity list --kind merge_request'],
  },
});
