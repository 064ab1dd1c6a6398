import { adviceFor, type AdviceAction } from '../errors/errorAdvice.ts';
import { labelOf } from '../errors/errorPresenter.ts';
import type { LiveState } from '../live/liveQuery.ts';
import type { TreeNode } from './treeNode.ts';

const icons: Record<AdviceAction, string> = {
  'memoryBridge.showStatus': 'info',
  'memoryBridge.showLog': 'output',
  'memoryBridge.refresh': 'refresh',
  'memoryBridge.reconnect': 'debug-restart',
  'memoryBridge.useAnotherPort': 'plug',
};

/** Why there is nothing to show, above a tree that never had an answer. One view says it, not each of them. */
export function failureMessage({ value, error }: LiveState<unknown>): string | undefined {
  if (value !== undefined || error === undefined) return undefined;
  const advice = adviceFor(error);
  return advice.kind === 'known' ? breakable(advice.message) : undefined;
}

/** The editor breaks the text of a view at blanks alone, and in a narrow side bar a path would push all of it out of sight. */
function breakable(text: string): string {
  return text.replaceAll(/[/\\._]/g, '$&\u200b');
}

/** The ways out, as rows below that message. */
export function failureRows(error: unknown): TreeNode[] {
  const advice = adviceFor(error);
  if (advice.kind !== 'known') return [];
  return advice.actions.map((command): TreeNode => ({
    kind: 'action',
    id: `failure/${command}`,
    label: labelOf(command),
    icon: icons[command],
    command,
  }));
}
