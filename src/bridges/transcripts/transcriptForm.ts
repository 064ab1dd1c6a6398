import type { SpokenTurn } from '../../intake/feeds/conversation.ts';

/** What a transcript says of the conversation in it, as far as it was read. Is kept in the place of its feed. */
export interface About {
  readonly session?: string | undefined;
  readonly title?: string | undefined;
  readonly directory?: string | undefined;
  /** The conversation that started it, of a subagent. */
  readonly parent?: string | undefined;
  /** ms */
  readonly startedAt?: number | undefined;
  /** Conversations of which the file has only a part: the first characters of their ids. */
  readonly elsewhere?: readonly string[] | undefined;
}

/** What a record tells: nothing that anybody said, something of the conversation, a turn; undefined for a kind that is not known. */
export interface Told {
  readonly about?: About;
  readonly turn?: SpokenTurn | undefined;
}

/** What a file says that is one document. */
export interface ToldDocument {
  readonly conversations: readonly { readonly about: About; readonly turns: readonly SpokenTurn[] }[];
  /** Records of a kind that is not known. */
  readonly unknown: number;
}

/** How one agent writes down what was said to it. Nothing in a record may be what it should be. */
export interface TranscriptForm {
  /** As in the settings and in `feeds`. */
  readonly name: string;
  /** The folders below which transcripts lie. */
  folders(home: string, env: Readonly<Record<string, string | undefined>>): readonly string[];
  /** Which files these are, by their paths below the folder, with slashes. */
  readonly isTranscript: (path: string) => boolean;
  /** Reads what lies beside a file, when its own name tells too little. */
  describe(path: string, folder: string): Promise<About>;
  /** One record of a file of lines. `about` is what is known so far, `at` when the file was last written, ms. */
  readLine(record: Record<string, unknown>, about: About, at: number): Told | undefined;
  /** All of a file that is one document; undefined where it is none. */
  readDocument?(document: unknown, about: About, at: number): ToldDocument | undefined;
}
