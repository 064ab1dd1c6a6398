import { readWhole } from './wholeFile.ts';
import * as z from 'zod';
import { hostKinds } from '../core/hostKind.ts';
import { type DataDirectory } from './dataDirectory.ts';

export const ownerRecordSchema = z.object({
  /** Random id of this hold on the directory. */
  instance: z.string(),
  epoch: z.number().int(),
  host: z.string(),
  /** Empty where the platform tells none. */
  bootId: z.string(),
  networkNamespace: z.string(),
  pidNamespace: z.string(),
  pid: z.number().int(),
  /** Start of the process in units of the platform, empty where unknown: tells a reused pid apart. */
  startTime: z.string(),
  hostKind: z.enum(hostKinds),
  version: z.string(),
  port: z.number().int(),
  /** Wall clock, ms. */
  heartbeatAt: z.number(),
  /** Milliseconds since boot: comparable between processes with the same boot id, whatever the wall clock does. */
  heartbeatMonotonic: z.number(),
  /** True after an orderly end. */
  released: z.boolean(),
});

/** `<home>/owner.json`: who has the database open, as the second lock beside the port. */
export type OwnerRecord = z.output<typeof ownerRecordSchema>;

/** The record, or undefined when there is none or somebody is writing it at this very moment. */
export function readOwnerRecord(directory: DataDirectory): OwnerRecord | undefined {
  return parseOwnerRecord(readWhole(directory.ownerFile));
}

export function parseOwnerRecord(text: string | undefined): OwnerRecord | undefined {
  if (!text) return undefined;
  try {
    return ownerRecordSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
