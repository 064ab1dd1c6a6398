import type { ConversationPart } from './conversation.ts';
import type { Feed } from './feed.ts';

/** A feed of conversations, and whether a person wants it to be read. */
export interface ConversationFeed {
  readonly feed: Feed<ConversationPart>;
  /** Dotted name of the setting that switches it. */
  readonly setting: string;
  readonly isOn: () => boolean;
  /** What a place in it says of what there is to read, for people. */
  readonly holds: (cursor: unknown) => readonly string[];
}
