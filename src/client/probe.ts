import { setTimeout as delay } from 'node:timers/promises';
import { type Health, healthSchema } from '../protocol/health.ts';
import { product } from '../core/product.ts';
import { usualPatience } from './patience.ts';
import { LoopbackError, loopbackRequest } from './loopbackRequest.ts';
import { isProofOf, newNonce } from '../home/proof.ts';

/**
 * Who is on the port: our owner (it knows the token), nobody, somebody who accepts connections and says nothing, or
 * a stranger. Only after `owner` may the token be sent.
 */
export type ProbeResult =
  | { readonly kind: 'owner'; readonly health: Health }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'silent' }
  | { readonly kind: 'stranger' };

export interface ProbeOptions {
  readonly port: number;
  /** Tokens that a proof may be made with; read just before, because they rotate. */
  readonly tokens: () => readonly string[];
  /** Missing at the very first start, when the directory has no id yet: then the token alone decides. */
  readonly dataDirId?: string | undefined;
  readonly timeoutMs?: number | undefined;
}

/** A connection that breaks is an owner that is ending, or a stranger: looked at again before it is judged. */
const brokenTries = 4;
const brokenPause = 40;

export async function probe(options: ProbeOptions): Promise<ProbeResult> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask(options);
    } catch (error) {
      if (!LoopbackError.is(error)) throw error;
      if (error.kind === 'refused') return { kind: 'nobody' };
      if (error.kind === 'silent') return { kind: 'silent' };
      if (attempt >= brokenTries) return { kind: 'stranger' };
      await delay(brokenPause);
    }
  }
}

async function ask({
  port,
  tokens,
  dataDirId,
  timeoutMs = usualPatience.firstLook,
}: ProbeOptions): Promise<ProbeResult> {
  const nonce = newNonce();
  const deadline = AbortSignal.timeout(timeoutMs);
  const answer = await loopbackRequest({
    port,
    method: 'GET',
    path: `/health?nonce=${nonce}`,
    timeoutMs,
    // A stranger that drips bytes resets the idle timeout; the signal does not wait for it.
    signal: deadline,
  }).catch((error: unknown) => {
    if (deadline.aborted) throw new LoopbackError('silent', 'No answer in time.', error);
    throw error;
  });
  const health = parseHealth(answer.body);
  if (!health?.proof || health.product !== product) return { kind: 'stranger' };
  if (!isProofOf(tokens(), nonce, health.proof)) return { kind: 'stranger' };
  if (dataDirId !== undefined && health.dataDirId !== dataDirId) return { kind: 'stranger' };
  return { kind: 'owner', health };
}

function parseHealth(body: string): Health | undefined {
  try {
    return healthSchema.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}
