import type { Category } from '../../../core/memory/memory.ts';
import type { MemoryRow } from '../../../protocol/memoryRecord.ts';
import type { CommandId } from '../ids.ts';

/** What a group stands for; the words a person reads come from `treeItems.ts`. */
export type GroupRole =
  | { readonly kind: 'folder'; readonly name: string }
  | { readonly kind: 'due' }
  | { readonly kind: 'pinned' }
  | { readonly kind: 'global' }
  | { readonly kind: 'others' }
  | { readonly kind: 'project'; readonly project: string }
  | { readonly kind: 'category'; readonly category: Category }
  | { readonly kind: 'archived' }
  | { readonly kind: 'resolved' };

export interface GroupNode {
  readonly kind: 'group';
  /** Stable across refreshes, so that the editor keeps what is expanded and selected. */
  readonly id: string;
  readonly role: GroupRole;
  readonly count: number;
  /** True when there are more than were counted. */
  readonly isPartial: boolean;
  readonly isExpanded: boolean;
  /** Undefined when they are fetched on expansion. */
  readonly children: readonly TreeNode[] | undefined;
  /** All of its memories, shown or not, where a command on the group is a command on them. */
  readonly memoryIds?: readonly string[];
}

export interface MemoryNode {
  readonly kind: 'memory';
  readonly id: string;
  readonly memoryId: string;
  readonly memory: MemoryRow;
  /** Shown beside memories of the open folders although it is of another project. */
  readonly isElsewhere?: boolean;
  /** A reminder or a review of it is due, and since when, ms. */
  readonly dueSince?: number;
}

/** The last row of a long group. */
export interface MoreNode {
  readonly kind: 'more';
  /** Id of the group that it lengthens. */
  readonly id: string;
  readonly remaining: number;
}

/** What can be done about what the message above the tree says. */
export interface ActionNode {
  readonly kind: 'action';
  readonly id: string;
  readonly label: string;
  readonly icon: string;
  readonly command: CommandId;
  readonly argument?: unknown;
  readonly description?: string | undefined;
  readonly tooltip?: string;
}

export type TreeNode = GroupNode | MemoryNode | MoreNode | ActionNode;
