import type { ErrorCode } from '../core/errors.ts';

/** What a forked owner tells its parent. */
export type ChildMessage =
  | { readonly type: 'owner' }
  | { readonly type: 'lost' }
  | { readonly type: 'failed'; readonly code: ErrorCode; readonly message: string; readonly details?: object }
  | { readonly type: 'pong'; readonly id: number }
  /** A newer version asked for the data: this parent must not fork again. */
  | { readonly type: 'retired' };

/** What a parent tells its child. Its silence means nothing; the end of the channel means the end. */
export type ParentMessage =
  | { readonly type: 'ping'; readonly id: number }
  | { readonly type: 'drain'; readonly reason: string }
  /** Whether anybody looks at the window that hosts the owner. */
  | { readonly type: 'window'; readonly alive: boolean };
