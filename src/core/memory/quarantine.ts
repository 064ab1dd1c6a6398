import { oneLine } from '../text/oneLine.ts';
import type { Status } from './memory.ts';

/** What in a text gives orders to a model, in words that people read. The order is that in which they are told. */
export const suspicions = [
  'overrides instructions',
  'changes the role',
  'poses as the system',
  'poses as a tool',
  'sends data out',
  'hides from the person',
  'plants rules for later',
  'makes a tool act',
  'weakens security',
  'waits for a moment',
  'steers the answer',
  'hides its text',
] as const;
export type Suspicion = (typeof suspicions)[number];

/** Why a memory waits in the Inbox although nobody asked for a review. A person who accepts it takes it away. */
export interface Quarantine {
  readonly reasons: readonly string[];
  /** The place that was found, on one line. */
  readonly excerpt: string;
  /** How it stands once a person has accepted it, where that is not in force: it came from elsewhere as what was over. */
  readonly later?: Status | undefined;
}

/** The reasons as a clause: `overrides instructions, sends data out`. */
export const reasonsText = ({ reasons }: Pick<Quarantine, 'reasons'>): string => oneLine(reasons.join(', '));
