import { isConversation } from '../../core/conversation/conversationMemory.ts';
import type { Actor } from '../../core/memory/history.ts';
import type { Memory } from '../../core/memory/memory.ts';
import { type Quarantine, reasonsText } from '../../core/memory/quarantine.ts';
import { cutAtWord } from '../../core/memory/memoryTitle.ts';
import { counted } from '../shared/rendering.ts';
import { quotedText } from '../../core/text/oneLine.ts';
import { shortId } from '../../core/shortId.ts';
import { ordersWithin } from '../../memories/ordersToModels.ts';
import { isPerson } from '../../memories/provenance.ts';
import type { ConversationView } from '../../protocol/operations/memories/getMemory.ts';
import { labelOf } from '../../recall/conversations/turnHits.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';

/** Turns of a page, for a person. */
const turnsOfPage = 50;
/** Turns that a model is shown, and characters of each: recall finds what is further down. */
const turnsOfGlance = 6;
const glance = 500;

/** What was said in those memories that are conversations: page by page to a person, never all of it to a model. */
export async function conversationViews(
  memories: readonly Memory[],
  unit: Pick<ReadUnit, 'turns'>,
  { actor, from = 0 }: { readonly actor: Actor; readonly from: number | undefined },
): Promise<ConversationView[]> {
  const isPaged = isPerson(actor);
  const views: ConversationView[] = [];
  for (const { id } of memories.filter(isConversation)) {
    const { turns: total } = await unit.turns.count(id);
    const offset = isPaged ? from : 0;
    const turns = await unit.turns.list(id, { offset, limit: isPaged ? turnsOfPage : turnsOfGlance });
    views.push({
      id,
      total,
      from: offset,
      turns: turns.map(isPaged ? asSaid : glanceAt),
    });
  }
  return views;
}

type SaidTurn = ConversationView['turns'][number];

const asSaid = ({ speaker, saidAt, content }: SaidTurn): SaidTurn => ({ speaker, saidAt, content });

/** What a model is shown of a turn: nothing of one that gives orders to it. */
function glanceAt(turn: SaidTurn): SaidTurn {
  const content = cutAtWord(turn.content, glance);
  const quarantine = ordersWithin(content);
  return { ...asSaid(turn), content: quarantine ? withheldTurn(quarantine) : content };
}

const withheldTurn = (quarantine: Quarantine): string =>
  `(Withheld, as it ${reasonsText(quarantine)}. Only a person reads it.)`;

/** The turns of a view as text, for models. */
export function renderConversation({ id, total, turns }: ConversationView): string {
  const said = turns.map((turn) => `${labelOf(turn)}\n${quotedText(turn.content)}`).join('\n');
  const more = total - turns.length;
  const rest = more > 0 ? `\n${counted(more, 'more turn')} in it: recall finds what was said there.` : '';
  return `Begin of conversation [${shortId(id)}]:\n${said}${rest}`;
}
