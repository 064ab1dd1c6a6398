/** A turn of a conversation as the ranking sees it. */
export interface Turn {
  readonly id: string;
  readonly session: string;
  /** BM25 of the turn by itself; 0 when none of the words is in it. */
  readonly own: number;
}

/** Part of a turn's score that reaches the turns after and before it: an answer follows its question. */
const reach = [
  { step: 1, weight: 0.5 },
  { step: -1, weight: 0.3 },
  { step: 2, weight: 0.15 },
  { step: -2, weight: 0.1 },
] as const;
const sessionWeight = 0.5;

/**
 * Scores of turns with what their neighbours and their session lend them. Who asks "what did she paint" is answered by
 * the turn after the one that has the words, in the session that is about painting.
 *
 * @param sessions Turns of each session in the order in which they were said.
 * @param sessionMass Idf mass of the question's words that a session has somewhere.
 */
export function spreadOverSessions(
  sessions: readonly (readonly Turn[])[],
  sessionMass: (session: string) => number,
): Map<string, number> {
  const scores = new Map<string, number>();
  for (const turns of sessions)
    for (const [place, turn] of turns.entries()) {
      const lent = reach.reduce((sum, { step, weight }) => sum + weight * (turns[place - step]?.own ?? 0), 0);
      scores.set(turn.id, turn.own + lent + sessionWeight * sessionMass(turn.session));
    }
  return scores;
}
