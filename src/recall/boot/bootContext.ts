import { estimateTokens } from '../../core/text/tokens.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';
import { type Offer, offersOf, tokensPerLine, visibleTo } from './bootOffers.ts';
import type { BootContext, BootRequest } from './bootRequest.ts';
import { fillSections } from './fillSections.ts';
import { headLine, renderBootContext, roomOfLeftOut } from './renderBootContext.ts';

const charactersPerToken = 4;

/**
 * What somebody who starts work should know, within a budget. The order depends on the memories alone (oldest first
 * within a section, so that new ones come behind; directives by their place), and what changes from hour to hour stands
 * behind them, which keeps the text's beginning the same from call to call. Equal states give equal texts.
 */
export async function makeBootContext(unit: ReadUnit, request: BootRequest): Promise<BootContext> {
  const offers = await offersOf(unit, request);
  const empty: BootContext = {
    project: request.project?.id ?? null,
    sections: [],
    sessions: [],
    identity: null,
    lastSession: null,
    hotItems: [],
    loops: [],
    tokens: 0,
    omitted: 0,
    leftOut: [],
    hasOthers: false,
    fullTokens: 0,
  };
  const room = request.maxTokens * charactersPerToken - headLine(empty).length - 1;
  const needed = sum(
    offers.map((offer) => costOf(offer) + offer.unread * tokensPerLine * charactersPerToken),
  );
  const fullTokens = Math.ceil((needed + headLine(empty).length + 1) / charactersPerToken);
  const fill = (reserve: number): BootContext => {
    const counts = fillSections(offers, room - reserve);
    const leftOut = offers.flatMap(({ name, noun, costs, unread, isMemories }, index) => {
      const count = costs.length + unread - (counts[index] ?? 0);
      return count === 0 ? [] : [{ section: name, what: noun[count === 1 ? 0 : 1], count, isMemories }];
    });
    const context = offers.reduce((filled, offer, index) => offer.put(filled, counts[index] ?? 0), empty);
    return {
      ...context,
      fullTokens,
      omitted: sum(leftOut.filter(({ isMemories }) => isMemories).map(({ count }) => count)),
      leftOut: leftOut.map(({ isMemories: _isMemories, ...rest }) => rest),
    };
  };
  let context = fill(0);
  if (context.leftOut.length > 0) {
    // What is said of the rest is longest when nothing is shown.
    const all = offers.map(({ name, noun, costs, unread }) => ({
      section: name,
      what: noun[1],
      count: costs.length + unread,
    }));
    const most = { ...context, leftOut: all.filter(({ count }) => count > 0) };
    context = fill(roomOfLeftOut(most, request.maxTokens) + 1);
  }
  const hasOthers =
    context.sections.length === 0 && context.omitted === 0 && (await unit.memories.isAny(visibleTo(request)));
  const whole = { ...context, hasOthers };
  return { ...whole, tokens: estimateTokens(renderBootContext(whole, request.now, request.maxTokens)) };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
const costOf = ({ costs, heading }: Offer): number =>
  costs.length === 0 ? 0 : sum(costs) + heading.length + 4;
