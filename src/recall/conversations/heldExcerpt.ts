import { isConversation } from '../../core/conversation/conversationMemory.ts';
import type { Quarantine } from '../../core/memory/quarantine.ts';
import { ordersIn } from '../../safety/poison/ordersIn.ts';
import type { RankedHit } from '../rankedHit.ts';
import { mostShown } from './turnHits.ts';

/** Turns that were judged: the same few answer again and again. */
const mostKnown = 1_000;
const known = new Map<string, Quarantine | null>();

/**
 * A conversation as it may be shown where it was read at some of its turns. Turns were judged by nobody when they were kept:
 * where one of those that are shown gives orders to a model, the excerpt is in quarantine, so that persons alone read it.
 */
export function heldWhereOrdersStand<T extends Pick<RankedHit, 'memory' | 'match'>>(hit: T): T {
  const { memory, match } = hit;
  if (!isConversation(memory) || memory.quarantine) return hit;
  const turns = memory.content.split(label);
  // Each by itself: what two people say in turn reads like an order together. A label more than there are turns is forged.
  const parts = turns.length > mostShown + 1 ? [...turns, turns.join('\n')] : turns;
  for (const part of [...parts, (match?.snippet ?? '').replace(speaker, '')]) {
    const quarantine = verdictOn(part);
    if (quarantine) return { ...hit, memory: { ...memory, quarantine } };
  }
  return hit;
}

/** Who spoke and when, as it is said above each turn. */
const label = /^(?:user|assistant), \d{4}-\d\d-\d\d \d\d:\d\d UTC:$/m;
const speaker = /^(?:user|assistant): /;

function verdictOn(text: string): Quarantine | null {
  const earlier = known.get(text);
  if (earlier !== undefined) return earlier;
  const verdict = ordersIn([text]) ?? null;
  const [oldest] = known.keys();
  if (known.size >= mostKnown && oldest !== undefined) known.delete(oldest);
  known.set(text, verdict);
  return verdict;
}
