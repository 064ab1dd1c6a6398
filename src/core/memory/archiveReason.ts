import type { Memory } from './memory.ts';

/** Under which key of its metadata an archived memory says why it was put away. */
const key = 'archiveReason';

/** Of what was to hold until a day that is past. */
export const expiredReason = 'It has expired';

/** Why it was put away; undefined where nobody said so, and for what is not archived. */
export function archiveReasonOf({
  status,
  metadata,
}: Pick<Memory, 'status' | 'metadata'>): string | undefined {
  const reason = metadata[key];
  return status === 'archived' && typeof reason === 'string' ? reason : undefined;
}

/** The metadata with this reason; without any where it is left out. */
export function withArchiveReason(metadata: Memory['metadata'], reason?: string): Memory['metadata'] {
  if (reason !== undefined) return { ...metadata, [key]: reason };
  if (!(key in metadata)) return metadata;
  const { [key]: _gone, ...rest } = metadata;
  return rest;
}
