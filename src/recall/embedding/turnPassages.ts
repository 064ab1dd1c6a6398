import type { PlacedTurn } from '../../store/ports/turnRepository.ts';
import { bytesOfPassage } from './passages.ts';
import { splitText } from './splitText.ts';
import { tellsNothing } from './tellsNothing.ts';

/** Bytes below which a turn is read together with what was said beside it: by itself it tells nobody what it is about. */
const shortTurn = 160;
/** Bytes of a passage: talk comes to the next thing sooner than a note does. */
const longestPassage = 768;
/** Passages of one turn at most: longer ones have longer passages. */
const mostOfTurn = 8;
/** Characters of what was said before that are read with a short turn: more would be found twice. */
const longestBefore = 80;
const between = '\n\n';

/** What is embedded together. */
export interface PassageOfTurns {
  readonly text: string;
  /** In order. */
  readonly turns: readonly PlacedTurn[];
  /** What was said before, where that is read with them. */
  readonly before?: PlacedTurn;
  /** Where it begins in the last of the turns, in characters, when it is a part of that. */
  readonly begins?: number;
}

export interface TurnPassages {
  readonly passages: readonly PassageOfTurns[];
  /** Turns that are worth none. */
  readonly passedOver: readonly PlacedTurn[];
}

/**
 * The texts whose vectors turns of a conversation get that have none yet, given in the order in which they were said: short
 * ones are joined with what follows, or read with the turn `before` them, long ones are cut, and those that tell nothing are
 * passed over. What was said earlier has its vectors, and keeps them.
 */
export function passagesOfTurns(
  turns: readonly PlacedTurn[],
  before: PlacedTurn | undefined,
  maxTokens?: number,
): TurnPassages {
  const bytes = Math.min(bytesOfPassage(maxTokens), longestPassage);
  const passages: PassageOfTurns[] = [];
  const passedOver = turns.filter(({ content }) => tellsNothing(content));
  const telling = turns.filter((turn) => !passedOver.includes(turn));
  let previous = before && tellsNothing(before.content) ? undefined : before;
  for (let at = 0; at < telling.length;) {
    const group: PlacedTurn[] = [];
    // A short one at the end of a group is a question more often than an answer, and begins the next.
    for (let size = 0; size < shortTurn && at < telling.length; at += 1) {
      const turn = telling[at];
      if (!turn) break;
      group.push(turn);
      size += Buffer.byteLength(turn.content);
    }
    passages.push(...passagesOfGroup(group, previous, bytes));
    previous = group.at(-1);
  }
  return { passages, passedOver };
}

function passagesOfGroup(
  turns: readonly PlacedTurn[],
  previous: PlacedTurn | undefined,
  bytes: number,
): PassageOfTurns[] {
  const said = turns.map(({ content }) => content.trim()).join(between);
  if (Buffer.byteLength(said) < shortTurn) {
    const text = previous ? `${lastOf(previous.content)}${between}${said}` : said;
    return [{ text, turns, ...(previous && { before: previous }) }];
  }
  if (Buffer.byteLength(said) <= bytes) return [{ text: said, turns }];
  const last = turns.at(-1);
  if (!last) return [];
  const content = last.content.trim();
  const lead = said.length - content.length;
  const indent = last.content.length - last.content.trimStart().length;
  let from = 0;
  return partsOf(said, bytes).map((text) => {
    from = Math.max(from, said.indexOf(text, from));
    return { text, turns, begins: Math.max(0, from - lead) + indent };
  });
}

function partsOf(text: string, bytes: number): string[] {
  for (let size = bytes; ; size *= 1.5) {
    const parts = splitText(text, size);
    if (parts.length <= mostOfTurn) return parts;
  }
}

/** What a long turn ends with. */
function lastOf(content: string): string {
  return content.trim().slice(-longestBefore);
}
