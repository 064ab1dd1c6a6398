import { createWhole, readWhole, writeWhole } from './wholeFile.ts';
import { randomBytes, timingSafeEqual, createHash } from 'node:crypto';
import { existsSync, rmSync, statSync } from 'node:fs';
import * as z from 'zod';
import { type DataDirectory } from './dataDirectory.ts';

/** How long the token before the current one stays good, ms. */
export const previousTokenLife = 24 * 3_600_000;

const previousSchema = z.object({ token: z.string().min(16), retiredAt: z.number() });

/**
 * The secret that owner and clients of one data directory share. It lies bare in `<home>/token`, so that a
 * configuration can name the file, and outlives every owner. Rotation keeps the one before it good for 24 hours.
 */
export class TokenFile {
  readonly #directory: DataDirectory;
  readonly #now: () => number;
  #current: string | undefined;
  #previous: { token: string; retiredAt: number } | undefined;
  #stamp = '';

  constructor(directory: DataDirectory, now: () => number = Date.now) {
    this.#directory = directory;
    this.#now = now;
  }

  /** The current token; made when there is none. */
  ensure(): string {
    const existing = this.read();
    if (existing && existsSync(this.#directory.tokenFile)) return existing;
    this.#directory.prepare();
    createWhole(this.#directory.tokenFile, existing ?? newToken());
    const token = this.read();
    if (!token)
      throw new Error(`The token file ${this.#directory.tokenFile} is empty. Delete it and try again.`);
    return token;
  }

  read(): string | undefined {
    this.#refresh();
    return this.#current;
  }

  /** The tokens that are good at this moment, the current one first. */
  accepted(): string[] {
    this.#refresh();
    const tokens = this.#current ? [this.#current] : [];
    const previous = this.#previous;
    if (previous && this.#now() - previous.retiredAt < previousTokenLife) tokens.push(previous.token);
    return tokens;
  }

  verify(token: string): boolean {
    let good = false;
    for (const accepted of this.accepted()) good = equalSecrets(accepted, token) || good;
    return good;
  }

  /**
   * Puts a new token in force. Clients that still hold the old one have 24 hours to read the file again, or none with
   * `endPrevious`; one that was retired earlier ends at once in any case.
   */
  rotate({ endPrevious = false } = {}): { token: string; previousUntil: number | null } {
    const old = this.ensure();
    const { tokenFile, previousTokenFile } = this.#directory;
    const token = newToken();
    const retiredAt = this.#now();
    // The old one is kept first: a crash in between must not lock anybody out.
    writeWhole(previousTokenFile, `${JSON.stringify({ token: old, retiredAt })}\n`, { mode: 0o600 });
    writeWhole(tokenFile, token, { mode: 0o600 });
    if (endPrevious) rmSync(previousTokenFile, { force: true });
    return { token, previousUntil: endPrevious ? null : retiredAt + previousTokenLife };
  }

  #refresh(): void {
    const { tokenFile, previousTokenFile } = this.#directory;
    const stamp = `${stampOf(tokenFile)} ${stampOf(previousTokenFile)}`;
    if (stamp === this.#stamp && this.#current) return;
    this.#stamp = stamp;
    // A file that was deleted revokes nothing: whoever has read it is not locked out, and it is made again.
    this.#current = (readWhole(tokenFile) ?? this.#current)?.trim() || undefined;
    this.#previous = undefined;
    try {
      this.#previous = previousSchema.parse(JSON.parse(readWhole(previousTokenFile) ?? 'null'));
    } catch {
      // Nothing was rotated, or the file was spoiled by hand: then only the current token is good.
    }
  }
}

function newToken(): string {
  return randomBytes(32).toString('base64url');
}

function stampOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat ? `${stat.ino}:${stat.mtimeMs}:${stat.size}` : '-';
}

/** Constant time whatever the lengths: digests are compared. */
function equalSecrets(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
