import * as z from 'zod';
import { categories, scopes } from '../../../core/memory/memory.ts';
import { defineOperation, inFullOnly } from '../../operation.ts';
import {
  categorySchema,
  directivePosition,
  memoryViewSchema,
  metadataField,
  newAnchorSchema,
  projectField,
  scopeSchema,
} from '../../memoryRecord.ts';
import { nearSchema } from '../../nearRecord.ts';
import { limits } from '../../limits.ts';

export const rememberOperation = defineOperation({
  name: 'remember',
  summary: 'Keep a memory.',
  description:
    'Store one decision, convention, blocker, procedure or fact that later work needs. One idea a call, self-contained. Do not store what recall returned, secrets, or chatter.',
  input: z.object({
    content: z.string().min(1).max(limits.content),
    category: categorySchema,
    title: z.string().min(1).max(limits.title).optional(),
    what: z.string().max(limits.note).optional(),
    why: z.string().max(limits.note).optional(),
    learned: z.string().max(limits.note).optional(),
    entities: z.array(z.string().min(1).max(200)).max(limits.entities).optional(),
    tags: z.array(z.string().min(1).max(limits.tag)).max(limits.tags).optional(),
    position: directivePosition.optional().register(inFullOnly, {}),
    project: projectField.optional(),
    scope: scopeSchema.optional(),
    supersedes: z.string().max(64).optional().describe('Id of the memory this replaces'),
    anchors: z.array(newAnchorSchema).max(limits.anchors).optional(),
    metadata: metadataField,
  }),
  output: z.object({
    memory: memoryViewSchema,
    /** False when the same text was already there: the existing memory is returned, bumped. */
    created: z.boolean(),
    changeId: z.string(),
    /** Those that say nearly the same, or what excludes it; both are kept, and the caller decides. */
    near: z.array(nearSchema).optional(),
    /** Kinds of secret that were replaced before writing. */
    redacted: z.array(z.string()),
  }),
  kind: 'change',
  whenOff: 'person',
  exact: ['supersedes'],
  otherFields: { text: 'content', app_id: 'project' },
  withoutEffect: {
    user_id: 'the memory is that of the person at this machine',
    agent_id: 'the agent is known by the connection',
    run_id: 'the session is known by the connection',
    infer: 'a memory is kept as it is said',
    visibility: 'the memory is that of one person, and nobody else reads it',
    visibility_group: 'the memory is that of one person, and nobody else reads it',
  },
  toolsets: ['core', 'full'],
  hints: { idempotent: true },
  cli: {
    command: 'remember',
    summary: 'remember something',
    description:
      'Remember a decision, a blocker, a procedure, or anything else that later work needs to know.',
    argument: {
      syntax: '[content]',
      help: 'what to remember; "-" or nothing reads standard input',
      field: 'content',
      called: 'The text',
    },
    options: [
      { flags: '-c, --category <category>', field: 'category', choices: categories },
      { flags: '--title <text>', help: 'short title (default: taken from the content)', field: 'title' },
      { flags: '--what <text>', help: 'what was done', field: 'what' },
      { flags: '--why <text>', help: 'the reason', field: 'why' },
      { flags: '--learned <text>', help: 'what was learned from it', field: 'learned' },
      { flags: '-t, --tag <tag>', help: 'tag; may be repeated', field: 'tags', repeated: true },
      {
        flags: '-e, --entity <reference>',
        help: 'what it is about: !12, #34, &5, a URL, a sha; may be repeated',
        field: 'entities',
        repeated: true,
      },
      { flags: '--scope <scope>', field: 'scope', choices: scopes },
      {
        flags: '--position <number>',
        help: 'place among the directives',
        field: 'position',
        most: 10_000,
      },
      { flags: '--supersedes <id>', help: 'id of the memory that this one replaces', field: 'supersedes' },
    ],
    examples: [
      'memory-bridge remember "Use SQLite in WASM" -c decision --why "no native modules in the package"',
      "git log -1 --format=%B | memory-bridge remember - -c context --entity '!12'",
    ],
  },
});
