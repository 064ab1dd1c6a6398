import * as z from 'zod';
import { backupSummarySchema } from '../../backupRecord.ts';
import { embeddingStatusSchema } from '../../embeddingStatus.ts';
import { jobRecordSchema } from '../../jobRecord.ts';
import { hostKinds } from '../../../core/hostKind.ts';
import { upkeepRecordSchema } from '../../upkeepRecord.ts';
import { defineOperation } from '../../operation.ts';

export const memoryStatusOperation = defineOperation({
  name: 'memory_status',
  summary: 'State of the memory server and its data.',
  description: 'Version, owner, data directory, integrity and settings of the memory server.',
  input: z.object({ check_integrity: z.boolean().default(false) }),
  output: z.object({
    version: z.string(),
    protocolVersion: z.number().int(),
    pid: z.number().int(),
    hostKind: z.enum(hostKinds),
    /** True when the hosting window is gone but its extension host lives on. */
    ghost: z.boolean(),
    home: z.string(),
    port: z.number().int(),
    epoch: z.number().int(),
    startedAt: z.number(),
    uptimeSeconds: z.number(),
    schemaVersion: z.number().int(),
    sqliteVersion: z.string(),
    databaseBytes: z.number().int(),
    rssBytes: z.number().int(),
    eventClients: z.number().int(),
    integrity: z.string().nullable(),
    /**
     * Of a database that was not closed in order: what has been checked of it, in percent, or the damage that was found
     * and what to do about it. Absent when all is well.
     */
    inspection: z.object({ percent: z.number().optional(), damage: z.string().optional() }).optional(),
    /** Ids of memories that supersede each other, circle by circle; looked for with the integrity. */
    circles: z.array(z.array(z.string())).optional(),
    /** What happened to the data that a person should know, in sentences. */
    notices: z.array(z.object({ at: z.string(), text: z.string() })).optional(),
    /** What keeps the server offline, else the proxy; empty when it cannot be used. Older servers do not say. */
    network: z.object({ offline: z.string().optional(), proxy: z.string().optional() }).optional(),
    embedding: embeddingStatusSchema,
    /** Those that wait or are at work, and those that failed within a day and were not done since. */
    jobs: z.array(jobRecordSchema).optional(),
    /** Which conversations are read, in a sentence. Older servers do not say. */
    conversations: z.string().optional(),
    /** Copies of the database. */
    backups: backupSummarySchema.optional(),
    /** What upkeep did of late, newest first. Older servers do not say. */
    upkeep: z.array(upkeepRecordSchema).optional(),
    config: z.record(z.string(), z.unknown()),
    /** Settings that are not as they are initially, by their dotted names. Older servers do not say. */
    changedSettings: z.record(z.string(), z.unknown()).optional(),
  }),
  kind: 'query',
  whenOff: 'anyone',
  formerNames: ['server_status'],
  toolsets: ['full'],
  cli: {
    command: 'status',
    summary: 'show the memory server and its state',
    about: 'none',
  },
});
