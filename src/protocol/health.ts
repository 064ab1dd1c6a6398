import * as z from 'zod';

export const hostKinds = ['editor', 'serve', 'shim'] as const;

/** Answer of `GET /health?nonce=`: open to all, so it holds no content. */
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
  /** hex HMAC-SHA256(token, nonce), present when a nonce of 16 to 128 characters was sent. */
  proof: z.string().optional(),
});
export type Health = z.output<typeof healthSchema>;
