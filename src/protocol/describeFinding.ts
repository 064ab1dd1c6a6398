import { shortId } from '../core/shortId.ts';
import type { Finding } from './consolidationReport.ts';

const reasons: Readonly<Record<Finding['reason'], string>> = {
  not_used: 'Not used or changed for long',
  same_words: 'Say nearly the same',
  denial: 'One denies what the other says',
  value: 'Say different values of one thing',
  said: 'Linked as contradicting',
  anchors_gone: 'Their files are gone',
  session_gone: 'Only for a session that is over',
  project_gone: 'The folder of their project is gone',
  entity_closed: 'What they are about is closed',
  successor_gone: 'Replaced by something that is gone',
};

/** Why memories stand in a group, in a sentence without its full stop. */
export const describeReason = ({ reason }: Pick<Finding, 'reason'>): string => reasons[reason];

/** What would be done to it. */
export function describeProposal({ action, keep }: Pick<Finding, 'action' | 'keep'>): string {
  switch (action) {
    case 'archive':
      return 'archive them';
    case 'supersede':
      return keep === null ? 'replace them' : `keep [${shortId(keep)}], and replace the others by it`;
    case 'link':
      return 'link them as contradicting, so that both sides are shown';
    case 'restore':
      return 'put them in force again';
    case 'resolve':
      return 'resolve them';
    case 'none':
      return 'decide which one holds, and replace the other';
  }
}
