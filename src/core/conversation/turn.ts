export const speakers = ['user', 'assistant'] as const;
export type Speaker = (typeof speakers)[number];

/** What one of them said in a conversation that is kept as one memory. */
export interface Turn {
  /** What it is called where it came from; unique within its conversation. */
  readonly key: string;
  readonly speaker: Speaker;
  /** ms */
  readonly saidAt: number;
  readonly content: string;
}
