import * as z from 'zod';
import { speakers, type Turn } from '../../core/conversation/turn.ts';
import type { Change } from '../../core/memory/history.ts';
import { actorKinds, changeActions } from '../../core/memory/history.ts';
import { evidenceKinds, testimonies } from '../../core/memory/evidence.ts';
import {
  categories,
  type Memory,
  scopes,
  sourceKinds,
  statuses,
  trustLevels,
} from '../../core/memory/memory.ts';
import { linkKinds } from '../../core/memory/memoryLink.ts';
import { titleOf } from '../../memories/memoryWording.ts';
import type { Origin } from '../../store/ports/originRepository.ts';

const id = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
const time = z.number().int().min(-8.64e15).max(8.64e15);
const optionalTime = time.nullable().default(null);
const text = z.string().max(10_000_000);
const optionalText = text.nullable().default(null);
const count = z.number().int().min(0);

const anchor = z.object({
  path: z.string().max(4_096),
  startLine: count,
  endLine: count,
  contentHash: z.string().max(200).optional(),
  commit: z.string().max(200).optional(),
});

const evidence = z.object({
  kind: z.enum(evidenceKinds),
  says: z.enum(testimonies),
  ref: text,
  place: text.optional(),
  excerpt: text.optional(),
  at: time.optional(),
  fingerprint: text.optional(),
  files: z.array(text).optional(),
  filesChanged: count.optional(),
  redacted: z.array(text).optional(),
  unseen: z.boolean().optional(),
});

const link = z.object({
  kind: z.enum(linkKinds),
  to: id,
  strength: z.number().optional(),
  reason: text.optional(),
  at: time.optional(),
});

/** A memory as an export has it. What is not there was never said. */
const memoryShape = {
  id,
  category: z.enum(categories),
  scope: z.enum(scopes).default('project'),
  project: optionalText,
  session: optionalText,
  title: text.optional(),
  content: text.min(1),
  what: optionalText,
  why: optionalText,
  learned: optionalText,
  entities: z.array(text).max(1_000).default([]),
  anchors: z.array(anchor).max(1_000).default([]),
  tags: z.array(text).max(1_000).default([]),
  source: z
    .object({ kind: z.enum(sourceKinds), ref: text.optional(), actor: text.optional() })
    .default({ kind: 'import' }),
  trust: z.enum(trustLevels).default('external'),
  confidence: z.number().min(0).max(1).default(0.5),
  pinned: z.boolean().default(false),
  status: z.enum(statuses).default('active'),
  supersededBy: id.nullable().default(null),
  createdAt: time,
  updatedAt: time.optional(),
  resolvedAt: optionalTime,
  expiresAt: optionalTime,
  deletedAt: optionalTime,
  lastRecalledAt: optionalTime,
  recallCount: count.default(0),
  lastOpenedAt: optionalTime,
  openedCount: count.default(0),
  reminder: z
    .object({ at: time, recurrence: z.string().max(100).nullable() })
    .nullable()
    .default(null),
  review: z
    .object({ reviewedAt: time.nullable(), everyDays: z.number().int().min(0).nullable() })
    .nullable()
    .default(null),
  position: z.number().int().nullable().default(null),
  revision: z.number().int().min(1).default(1),
  quarantine: z
    .object({ reasons: z.array(text).max(100), excerpt: text, later: z.enum(statuses).optional() })
    .nullable()
    .default(null),
  evidence: z.array(evidence).max(1_000).default([]),
  links: z.array(link).max(10_000).default([]),
  metadata: z.record(z.string(), z.unknown()).default({}),
};

const change = z.object({
  id,
  groupId: id,
  action: z.enum(changeActions),
  actor: z.object({ kind: z.enum(actorKinds), name: text.optional() }),
  at: time,
  before: z.object(memoryShape).nullable(),
  revision: z.number().int().min(1),
  undoneBy: id.nullable(),
});

const origin = z.object({
  system: text,
  place: text,
  ref: text,
  fingerprint: text.nullable().default(null),
  at: time,
});

const turn = z.object({ key: text, speaker: z.enum(speakers), saidAt: time, content: text });

const recordSchema = z.object({
  ...memoryShape,
  origins: z.array(origin).max(1_000).default([]),
  history: z.array(change).max(100_000).default([]),
  turns: z.array(turn).max(1_000_000).default([]),
});

export interface OwnRecord {
  readonly memory: Memory;
  readonly origins: readonly Omit<Origin, 'memory'>[];
  readonly history: readonly Change[];
  readonly turns: readonly Turn[];
}

/** A memory of an export, or what is wrong with it in a few words for the report. */
export function readOwnRecord(value: unknown): OwnRecord | { readonly fault: string } {
  const { data, error } = recordSchema.safeParse(value);
  if (!data) {
    const [issue] = error.issues;
    return {
      fault: `is no memory of this format: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim(),
    };
  }
  const { origins, history, turns, ...memory } = data;
  const given = value as { readonly history?: readonly { readonly before: unknown }[] };
  return {
    memory: memoryOf(memory, given),
    origins,
    turns,
    history: history.map((each, index) => ({
      ...each,
      memoryId: memory.id,
      before: each.before && memoryOf(each.before, given.history?.[index]?.before),
    })),
  };
}

/** They have been looked at. */
function asGiven(value: unknown): Partial<Pick<Memory, 'anchors' | 'evidence' | 'links'>> {
  const { anchors, evidence: found, links } = value as Partial<Memory>;
  return {
    ...(anchors ? { anchors } : {}),
    ...(found ? { evidence: found } : {}),
    ...(links ? { links } : {}),
  };
}

type Shape = z.output<z.ZodObject<typeof memoryShape>>;

/** Lists keep the objects as they were given, so that an export of them is the same text again. */
const memoryOf = ({ title, updatedAt, ...rest }: Shape, given: unknown): Memory => ({
  ...rest,
  ...asGiven(given),
  title: title ?? titleOf(rest.content),
  updatedAt: updatedAt ?? rest.createdAt,
});
