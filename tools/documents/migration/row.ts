import type { SeedSetting } from '../seedSettings.ts';

/** What comes later, named as whoever plans it calls it. */
export type Later = Extract<SeedSetting, { comesWith: unknown }>['comesWith'];

/** An argument of another system. One that is not named has the same name here. */
export type Argument =
  /** The name that ours has. */
  | string
  /** Words of a closed set that are other ones here. */
  | { readonly to?: string; readonly words: Readonly<Record<string, string>> }
  /** What is said instead, on a command line. */
  | { readonly by: string }
  /** Taken, and without effect. */
  | { readonly not: string }
  | { readonly comesWith: Later };

/** What became of a tool, a command, a skill, a hook or an endpoint of another system. */
export type Row =
  | {
      readonly verb: string;
      readonly arguments?: Readonly<Record<string, Argument>>;
      /** What ours wants besides, and what stands for it. */
      readonly with?: Readonly<Record<string, unknown>>;
      /** Arguments that had to be given there, and may be left out here. */
      readonly optional?: readonly string[];
      readonly note?: string;
    }
  | {
      readonly command: string;
      readonly arguments?: Readonly<Record<string, Argument>>;
      readonly note?: string;
    }
  /** By each word of one argument something else. */
  | { readonly argument: string; readonly words: Readonly<Record<string, Row>> }
  | { readonly by: string }
  | { readonly comesWith: Later; readonly meanwhile?: string }
  | { readonly not: string };

export const rowKinds = ['tool', 'cli', 'endpoint', 'skill', 'hook'] as const;
export type RowKind = (typeof rowKinds)[number];

/** A system that people come from. Its settings and variables are in `seedSettings.ts`. */
export interface Peer {
  readonly name: string;
  /** Which of its versions the rows are about. */
  readonly version: string;
  /** What whoever comes over should know first. */
  readonly intro: readonly string[];
  /** How its memories come over, and what becomes of them; where nothing reads them yet, it is left out. */
  readonly moving?: readonly string[];
  readonly rows: Readonly<Record<RowKind, Readonly<Record<string, Row>>>>;
  /** Tools of its later versions, by group. */
  readonly others: readonly string[];
}
