import { createHash } from 'node:crypto';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';

/** What makes two calls the same one. */
export interface CallIdentity {
  readonly key: string | undefined;
  readonly operation: string;
  readonly input: unknown;
  readonly projectId: string | undefined;
  /** Wall clock, ms. */
  readonly now: number;
}

export type Result = Record<string, unknown>;

/**
 * Runs a write once per idempotency key. Lookup, work and record are one transaction, and units run one after another,
 * so neither a retry nor a twin that arrives meanwhile is applied a second time.
 */
export async function oncePerKey(
  unit: UnitOfWork,
  { key, operation, input, projectId, now }: CallIdentity,
  run: () => Promise<Result>,
): Promise<{ result: Result; replayed: boolean }> {
  if (key === undefined) return { result: await run(), replayed: false };
  const inputHash = hashOf([operation, input, projectId ?? null]);
  const earlier = await unit.idempotency.find(key);
  if (earlier) {
    if (earlier.operation !== operation || earlier.inputHash !== inputHash)
      throw new MemoryBridgeError(
        'conflict',
        'This idempotency key was used for another call. Send a new key with a new call.',
      );
    const { result } = JSON.parse(earlier.reply) as { result: Result };
    return { result, replayed: true };
  }
  const result = await run();
  await unit.idempotency.put(key, { operation, inputHash, reply: JSON.stringify({ result }), at: now });
  return { result, replayed: false };
}

function hashOf(call: unknown): string {
  return createHash('sha256').update(stableJson(call)).digest('hex');
}

/** JSON whose keys are in order, so that equal inputs are equal texts. */
function stableJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
