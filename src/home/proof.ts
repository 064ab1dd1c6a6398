import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export function newNonce(): string {
  return randomBytes(24).toString('base64url');
}

/** hex HMAC-SHA256(token, nonce): shows that the token is known without saying it. */
export function proofOf(token: string, nonce: string): string {
  return createHmac('sha256', token).update(nonce).digest('hex');
}

/** Whether a proof was made with one of these tokens. */
export function isProofOf(tokens: readonly string[], nonce: string, proof: string): boolean {
  const given = Buffer.from(proof, 'utf8');
  return tokens.some((token) => {
    const wanted = Buffer.from(proofOf(token, nonce), 'utf8');
    return wanted.length === given.length && timingSafeEqual(wanted, given);
  });
}
