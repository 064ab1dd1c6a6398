import type { Memory } from '../memory/memory.ts';
import { cutAtWord } from '../memory/memoryTitle.ts';

const heading = 'No longer in force: ';

/** The title of the memory that a question is about, when its own title is given. */
export function endedTitle(title: string): string {
  return title.startsWith(heading) ? title.slice(heading.length) : title;
}

/** What a reviewer is asked about a memory that git says does not hold any more. */
export function endedText(
  memory: Pick<Memory, 'title' | 'content'>,
  { reason, what, commit, successor }: EndedStatement,
): { title: string; content: string } {
  const sentence = `${what} ${said[reason] ?? 'was taken back'}${commit === '' ? '' : ` in commit ${commit.slice(0, 7)}`}`;
  const by = successor === undefined ? '' : `, in favor of ${successor}`;
  return {
    title: cutAtWord(`${heading}${memory.title}`, 200),
    content: `${sentence}${by}. Accept to mark this memory as superseded, or reject to keep it:\n\n${memory.content}`,
  };
}

export interface EndedStatement {
  readonly reason: string;
  /** `Record docs/adr/0001.md`, `Commit 1a2b3c4`. */
  readonly what: string;
  readonly commit: string;
  /** Title of what holds in its place. */
  readonly successor: string | undefined;
}

const said: Readonly<Record<string, string>> = {
  superseded: 'was superseded',
  deprecated: 'was deprecated',
  rejected: 'was rejected',
  withdrawn: 'was withdrawn',
  proposed: 'was turned back into a proposal',
  deleted: 'was deleted',
  reverted: 'was reverted',
  amended: 'was rewritten without it',
  dropped: 'is no longer on any branch',
};
