import * as z from 'zod';
import { jobStartedSchema } from '../../jobRecord.ts';
import { projectField } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';

export const enrichEntitiesOperation = defineOperation({
  name: 'enrich_entities',
  summary: 'Ask GitLab and GitHub for titles and states of what memories name.',
  description:
    'Ask GitLab and GitHub in the background for titles and states of the references that memories name, the last mentioned first. Answers the id of a job.',
  input: z.object({
    project: projectField.optional(),
    entity_ref: z.string().min(1).max(2_000).optional().describe('only this one, however fresh it is'),
    limit: z.number().int().min(1).max(1_000).default(50),
    stale_hours: z
      .number()
      .int()
      .min(0)
      .max(8_760)
      .default(24)
      .describe('leave out what was asked about within so many hours'),
    all_projects: z.boolean().default(false).describe('of every project, not only the one of the caller'),
  }),
  output: jobStartedSchema,
  kind: 'task',
  borrows: 'forgeTokens',
  whenOff: 'person',
  toolsets: ['full'],
  cli: {
    command: 'enrich',
    summary: 'ask GitLab and GitHub for titles and states of what memories name',
    description:
      'Ask GitLab and GitHub for titles and states of the merge requests, issues, epics and commits that memories name, or of one of them. Tokens are taken from GITLAB_TOKEN, GITHUB_TOKEN or GH_TOKEN, or from the editor.',
    argument: {
      syntax: '[reference]',
      help: 'only this one: !12, #34, &5, a URL or a sha',
      field: 'entity_ref',
    },
    options: [
      { flags: '-l, --limit <count>', help: 'references at most (default: 50)', field: 'limit', most: 1_000 },
      {
        flags: '--stale-hours <hours>',
        help: 'leave out what was asked about within so many hours (default: 24)',
        field: 'stale_hours',
        most: 8_760,
        least: 0,
      },
      { flags: '-a, --all-projects', help: 'of every project', field: 'all_projects' },
    ],
    examples: ["memory-bridge enrich '!12'", 'memory-bridge enrich --limit 200 --stale-hours 1'],
  },
});
