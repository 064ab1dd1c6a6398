import * as z from 'zod';
import { hostKinds } from '../core/hostKind.ts';

/**
 * Why an owner cannot serve at this moment. `store_unusable`: the database could not be read or written at the last
 * try, and calls say why. An embedder that is degraded is none of these: recall answers without it.
 */
export type UnreadyReason = 'starting' | 'draining' | 'store_unusable';

/**
 * Answer of `GET /health?nonce=`: open to all, so it holds no content. 200 when calls are served, else 503; the body is
 * the same. Older owners answer 200 whatever their state, so clients of ours judge by the body.
 */
export const healthSchema = z.object({
  product: z.string(),
  version: z.string(),
  protocolVersion: z.number().int(),
  /** Random id of the data directory, so that two homes are never taken for one. */
  dataDirId: z.string(),
  pid: z.number().int(),
  hostKind: z.enum(hostKinds),
  /** `starting`: the port is held but the database is not open yet. */
  state: z.enum(['starting', 'ready', 'draining']),
  /** An `UnreadyReason`, or one that a newer owner knows; absent while calls are served. */
  reason: z.string().optional(),
  /** What has been checked of a database that was not closed in order, in percent; absent otherwise. */
  percentChecked: z.number().optional(),
  /** hex HMAC-SHA256(token, nonce), present when a nonce of 16 to 128 characters was sent. */
  proof: z.string().optional(),
});
export type Health = z.output<typeof healthSchema>;

/** Why calls are not served, undefined when they are. Older owners say it by their state alone. */
export function unreadyReason({ state, reason }: Pick<Health, 'state' | 'reason'>): string | undefined {
  return reason ?? (state === 'ready' ? undefined : state);
}

export const healthStatus = (health: Health): 200 | 503 => (unreadyReason(health) === undefined ? 200 : 503);
