import type { Speaker } from '../../core/conversation/turn.ts';

/** What one of them said. Calls of tools, what they answered, and what a program put in by itself are no part of it. */
export interface SpokenTurn {
  /** Unique within its conversation and the same at each reading. */
  readonly key: string;
  readonly speaker: Speaker;
  /** ms */
  readonly saidAt: number;
  /** As it was said; not redacted yet. */
  readonly text: string;
}

/** New or changed turns of one conversation, in the order in which they were said. */
export interface ConversationPart {
  /** Whose conversation: `opencode`, `claude-code`, `codex`, `gemini`. */
  readonly system: string;
  /** Its id there. */
  readonly session: string;
  readonly title: string | undefined;
  /** Folder that it is about. */
  readonly directory: string | undefined;
  /** The conversation that started it, of a subagent. */
  readonly parent: string | undefined;
  /** ms */
  readonly startedAt: number;
  readonly updatedAt: number;
  readonly turns: readonly SpokenTurn[];
}
