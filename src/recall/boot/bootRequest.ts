import type { Project } from '../../core/project/project.ts';
import type { Claim, Session } from '../../core/session/session.ts';
import type { BootSectionName } from '../../protocol/bootSections.ts';
import type { OutputOf } from '../../protocol/operation.ts';
import type { getBootContextOperation } from '../../protocol/operations/recall/getBootContext.ts';

export type BootContext = OutputOf<typeof getBootContextOperation>;

/** What a forge says of a reference. */
export interface EntityTitle {
  readonly title: string | null;
  readonly state: string | null;
}

export interface BootRequest {
  readonly project: Project | undefined;
  readonly sessionId: string | undefined;
  readonly maxTokens: number;
  readonly now: number;
  readonly sections: ReadonlySet<BootSectionName>;
  /** Who works here, when it is known. */
  readonly user: BootContext['identity'];
  /** Sessions at work now, the caller's own left out, the longest at work first. */
  readonly sessions: readonly Session[];
  /** What sessions at work hold. */
  readonly claims: readonly Claim[];
  readonly loops: BootContext['loops'];
  readonly maxHotItems: number;
  /** How old a recent decision is at most, ms. */
  readonly recentFor: number;
  /** What is known of references from outside. */
  readonly titlesOf?: (references: readonly string[]) => Promise<ReadonlyMap<string, EntityTitle>>;
}
