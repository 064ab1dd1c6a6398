import { shortId } from '../core/shortId.ts';
import type { Finding } from './consolidationReport.ts';

/** Of several memories, and of one where that is said otherwise. */
const reasons: Readonly<Record<Finding['reason'], readonly [many: string, one?: string]>> = {
  not_used: ['Not used or changed for long'],
  same_words: ['Say nearly the same', 'Says nearly the same as another one'],
  denial: ['One denies what the other says'],
  value: ['Say different values of one thing', 'Says another value of one thing'],
  said: ['Linked as contradicting'],
  anchors_gone: ['Their files are gone', 'Its files are gone'],
  session_gone: ['Only for a session that is over'],
  project_gone: ['The folder of their project is gone', 'The folder of its project is gone'],
  entity_closed: ['What they are about is closed', 'What it is about is closed'],
  successor_gone: ['Replaced by something that is gone'],
};

/** Why memories stand in a group, or one of `count` does, in a sentence without its full stop. */
export function describeReason({ reason }: Pick<Finding, 'reason'>, count: number): string {
  const [many, one = many] = reasons[reason];
  return count === 1 ? one : many;
}

/** What would be done to it. */
export function describeProposal({ action, keep }: Pick<Finding, 'action' | 'keep'>, count: number): string {
  const them = count === 1 ? 'it' : 'them';
  switch (action) {
    case 'archive':
      return `archive ${them}`;
    case 'supersede':
      return keep === null
        ? `replace ${them}`
        : `keep [${shortId(keep)}], and replace ${count === 2 ? 'the other' : 'the others'} by it`;
    case 'link':
      return `link ${them} as contradicting, so that both sides are shown`;
    case 'restore':
      return `put ${them} in force again`;
    case 'resolve':
      return `resolve ${them}`;
    case 'none':
      return 'decide which one holds, and replace the other';
  }
}
