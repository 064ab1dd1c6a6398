import type { EntityKind } from '../../core/entity/entityReferencePatterns.ts';
import type { EntityRecord } from '../../core/entity/entityRecord.ts';
import type { MemoryFilter } from './memoryFilter.ts';

/** A reference as memories of one project name it. */
export interface EntityMention {
  /** Canonical, as it stands in the memories. */
  readonly reference: string;
  readonly project: string | null;
  /** Memories that name it. */
  readonly count: number;
  /** When the newest of them was made, wall clock, ms. */
  readonly lastMentionedAt: number;
}

export interface MentionQuery {
  /** Which memories count. */
  readonly filter: MemoryFilter;
  /** `name` is what is no reference. */
  readonly kind?: EntityKind | 'name' | undefined;
  readonly limit: number;
  readonly offset: number;
}

/** What forges have said, and what memories name. */
export interface EntityReader {
  get(reference: string): Promise<EntityRecord | undefined>;
  /** Unknown references are left out. By reference. */
  getMany(references: readonly string[]): Promise<EntityRecord[]>;
  /** Last mentioned first, then by reference and project. `total` counts them, whatever the page. */
  mentions(query: MentionQuery): Promise<{ mentions: EntityMention[]; total: number }>;
}

export interface EntityRepository extends EntityReader {
  /** Takes the place of what is known under the reference. */
  put(record: EntityRecord): Promise<void>;
  /** Returns whether there was one. */
  remove(reference: string): Promise<boolean>;
}
