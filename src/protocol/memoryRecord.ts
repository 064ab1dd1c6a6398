import * as z from 'zod';
import { evidenceKinds, testimonies } from '../core/memory/evidence.ts';
import { categories, scopes, sourceKinds, statuses, trustLevels } from '../core/memory/memory.ts';
import { limits } from './limits.ts';
import { linkKinds } from '../core/memory/memoryLink.ts';
import { inFullOnly, otherChoices } from './operation.ts';

export const categorySchema = z
  .enum(categories)
  .register(otherChoices, { achievement: 'event', boot_gate: 'directive', goal: 'plan' });
export const scopeSchema = z.enum(scopes);
export const statusSchema = z.enum(statuses);

export const anchorSchema = z.object({
  path: z.string().min(1),
  startLine: z.number().int().min(1),
  endLine: z.number().int().min(1),
  contentHash: z.string().optional(),
  commit: z.string().optional(),
});

/** An anchor as callers send it. `anchorSchema` is wider: what is stored was taken before there were bounds. */
export const newAnchorSchema = z
  .object({
    path: z.string().min(1).max(limits.anchorPath),
    startLine: z.number().int().min(1).max(limits.line),
    endLine: z.number().int().min(1).max(limits.line),
    contentHash: z.string().max(limits.hash).optional(),
    commit: z.string().max(limits.hash).optional(),
  })
  .refine(({ startLine, endLine }) => endLine >= startLine, {
    path: ['endLine'],
    message: 'must not be before startLine',
  });

export const sourceSchema = z.object({
  kind: z.enum(sourceKinds),
  ref: z.string().optional(),
  actor: z.string().optional(),
});

/** See `core/memory/evidence.ts`. */
export const evidenceSchema = z.object({
  kind: z.enum(evidenceKinds),
  says: z.enum(testimonies),
  ref: z.string(),
  place: z.string().optional(),
  excerpt: z.string().optional(),
  at: z.number().optional(),
  fingerprint: z.string().optional(),
  files: z.array(z.string()).optional(),
  filesChanged: z.number().optional(),
  redacted: z.array(z.string()).optional(),
  unseen: z.boolean().optional(),
});

/** See `core/memory/memoryLink.ts`. */
export const memoryLinkSchema = z.object({
  kind: z.enum(linkKinds),
  to: z.string(),
  strength: z.number().optional(),
  reason: z.string().optional(),
  at: z.number().optional(),
});

/** See `core/memory/quarantine.ts`. */
export const quarantineSchema = z.object({
  reasons: z.array(z.string()),
  excerpt: z.string(),
  later: statusSchema.optional(),
});

/** A memory as it crosses a border: `core/memory/memory.ts` plus what a reader wants to see beside it. */
export const memoryViewSchema = z.object({
  id: z.string(),
  shortId: z.string(),
  category: categorySchema,
  scope: scopeSchema,
  project: z.string().nullable(),
  session: z.string().nullable(),
  title: z.string(),
  content: z.string(),
  what: z.string().nullable(),
  why: z.string().nullable(),
  learned: z.string().nullable(),
  entities: z.array(z.string()),
  anchors: z.array(anchorSchema),
  tags: z.array(z.string()),
  source: sourceSchema,
  trust: z.enum(trustLevels),
  confidence: z.number(),
  pinned: z.boolean(),
  status: statusSchema,
  supersededBy: z.string().nullable(),
  createdAt: z.number(),
  updatedAt: z.number(),
  resolvedAt: z.number().nullable(),
  expiresAt: z.number().nullable(),
  deletedAt: z.number().nullable(),
  lastRecalledAt: z.number().nullable(),
  recallCount: z.number(),
  lastOpenedAt: z.number().nullable(),
  openedCount: z.number(),
  reminder: z.object({ at: z.number(), recurrence: z.string().nullable() }).nullable(),
  review: z.object({ reviewedAt: z.number().nullable(), everyDays: z.number().nullable() }).nullable(),
  position: z.number().nullable(),
  quarantine: quarantineSchema.nullable(),
  revision: z.number(),
  evidence: z.array(evidenceSchema),
  links: z.array(memoryLinkSchema),
  metadata: z.record(z.string(), z.unknown()),
  /** Age label of `createdAt` at the moment of the answer. */
  age: z.string(),
});
export type MemoryRecord = z.output<typeof memoryViewSchema>;

/** What compact answers carry: enough to choose, `get_memory` for the rest. */
export const memoryLineSchema = memoryViewSchema
  .pick({
    id: true,
    shortId: true,
    category: true,
    scope: true,
    project: true,
    title: true,
    entities: true,
    source: true,
    trust: true,
    pinned: true,
    status: true,
    createdAt: true,
    age: true,
  })
  .extend({
    score: z.number().optional(),
    snippet: z.string(),
    /** Only of what waits for a person because it gives orders to a model. */
    quarantine: quarantineSchema.nullable().optional(),
  });
export type MemoryLine = z.output<typeof memoryLineSchema>;

/** What a list shows of a memory that is opened by its row: no text beside the title. */
export const memoryRowSchema = memoryLineSchema
  .omit({ score: true, snippet: true, age: true })
  .extend(memoryViewSchema.pick({ updatedAt: true, deletedAt: true }).shape)
  .extend({
    /** A candidate that asks whether another memory still holds, rather than to become one. */
    isQuestion: z.boolean(),
  });
export type MemoryRow = z.output<typeof memoryRowSchema>;

/** What a caller keeps with a memory for itself. Merged into what is there; null takes a key out. */
export const metadataField = z
  .record(z.string().min(1).max(64), z.unknown())
  .refine((metadata) => JSON.stringify(metadata).length <= limits.metadata, {
    message: `has more than ${limits.metadata} characters`,
  })
  .optional()
  .describe('Kept with the memory as it is')
  .register(inFullOnly, {});
/** Directives are read in this order; those without a place come last. */
export const directivePosition = z.number().int().min(1).max(10_000);

/** What names a memory: its id or the end of it, or what the system calls it that it came from, as `42` or `mem0:1a2b3c4d`. */
export const memoryReference = z.string().min(1).max(64);

export const projectField = z
  .string()
  .min(1)
  .max(512)
  .describe('Project id, alias or directory. Default: the project of the caller.');
