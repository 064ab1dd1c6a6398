import { createHash } from 'node:crypto';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';

/** What makes two calls the same one. */
export interface CallIdentity {
  readonly key: string | undefined;
  readonly operation: string;
  /** Its input, as it was called. */
  readonly said: unknown;
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
  identity: CallIdentity,
  run: () => Promise<Result>,
): Promise<{ result: Result; replayed: boolean }> {
  const { key, operation, now } = identity;
  if (key === undefined) return { result: await run(), replayed: false };
  const earlier = await earlierResult(unit, identity);
  if (earlier) return { result: earlier, replayed: true };
  const result = await run();
  const reply = JSON.stringify({ result });
  await unit.idempotency.put(key, { operation, inputHash: inputHashOf(identity), reply, at: now });
  return { result, replayed: false };
}

/** What a call under the same key has answered, if there was one. Throws `conflict` when that was another call. */
export async function earlierResult(
  unit: Pick<ReadUnit, 'idempotency'>,
  identity: CallIdentity,
): Promise<Result | undefined> {
  if (identity.key === undefined) return undefined;
  const earlier = await unit.idempotency.find(identity.key);
  if (!earlier) return undefined;
  if (earlier.operation !== identity.operation || earlier.inputHash !== inputHashOf(identity))
    throw new MemoryBridgeError(
      'conflict',
      'This idempotency key was used for another call. Send a new key with a new call.',
    );
  return (JSON.parse(earlier.reply) as { result: Result }).result;
}

function inputHashOf({ operation, said, projectId }: CallIdentity): string {
  return createHash('sha256')
    .update(stableJson([operation, said, projectId ?? null]))
    .digest('hex');
}

/** JSON whose keys are in order, so that equal inputs are equal texts. */
function stableJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
