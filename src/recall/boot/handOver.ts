import type { Session } from '../../core/session/session.ts';
import { ageLabel } from '../../core/text/ageLabel.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import type { HandOverRecord } from '../../protocol/operations/sessions/sessionRecord.ts';

/** What a session has left, also when it ended without a word. */
export function readHandOver(session: Session, now: number): HandOverRecord {
  const { handOver } = session;
  const at = handOver?.at ?? session.endedAt ?? session.heartbeatAt;
  return {
    session: session.id,
    agent: session.agent,
    workingOn: session.title,
    at,
    age: ageLabel(at, now),
    summary: session.summary,
    done: [...(handOver?.done ?? [])],
    open: [...(handOver?.open ?? [])],
    next: handOver?.next ?? null,
    held: [...(handOver?.held ?? [])],
  };
}

/** Each line begins with a word of ours: what a session says must not look like anything else. */
export function handOverLines(left: HandOverRecord): string[] {
  const ago = left.age === 'now' ? 'just now' : `${left.age} ago`;
  const line = (word: string, text: string) => oneLine(`- ${word}: ${text}`);
  return [
    line(`left ${ago} by ${left.agent ?? 'someone'} (${left.session.slice(0, 40)})`, left.workingOn ?? ''),
    ...(left.summary === null ? [] : [line('summary', left.summary)]),
    ...left.done.map((item) => line('done', item)),
    ...left.open.map((item) => line('open', item)),
    ...(left.next === null ? [] : [line('next', left.next)]),
    ...(left.held.length === 0 ? [] : [line('held', `${left.held.join(', ')} (claim_item holds it again)`)]),
  ];
}
