import type { Caller } from '../../protocol/caller.ts';
import type { Lane } from '../../core/fairLanes.ts';
import type { Actor } from '../../core/memory/history.ts';
import { Acquaintances } from './acquaintances.ts';

/** Names under which one connection may be used and still be somebody's own. */
const mostNames = 8;

/** All who are not told apart: see `ClientLanes`. */
const strangers = 'strangers';

/**
 * Tells clients apart for the sake of fair turns. All come from the loopback address with one token, and may call
 * themselves what they like, so a name alone is worth nothing: who said a new one with each call would have a lane to
 * itself each time. A client has turns of its own once it has come back over the same connection under the same name.
 * Until then, and when a connection goes by too many names, it is a stranger, and all strangers together have the turns
 * of one client. To get another lane one has to wait in that one first, so they cannot be had in numbers.
 *
 * Among the strangers those with a name that was heard before take turns with all others: commands that run for a
 * moment have a new connection every time.
 */
export class ClientLanes {
  /** Names by connection. */
  readonly #names = new WeakMap<object, Set<string>>();
  readonly #clients = new Acquaintances();
  readonly #sessions = new Acquaintances();

  /** The lane of one call. To be asked once for each: it takes note of what it is told. */
  laneOf({ actor, sessionId = '' }: Pick<Caller, 'actor' | 'sessionId'>, connection: object): Lane {
    const name = clientName(actor);
    let names = this.#names.get(connection);
    if (!names) this.#names.set(connection, (names = new Set()));
    const isBack = names.has(name);
    if (names.size <= mostNames) names.add(name);
    const isKnown = this.#clients.hear(name);
    if (!isBack || names.size > mostNames) return { client: strangers, part: isKnown ? name : '' };
    // Sessions are as cheap as names: the new ones of a client share one part.
    return { client: name, part: this.#sessions.hear(`${name}|${sessionId}`) ? sessionId : '' };
  }
}

export const clientName = ({ kind, name = '' }: Actor): string => `${kind}|${name}`;

export const isStranger = ({ client }: Lane): boolean => client === strangers;
