import { l10n, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { ageLabel } from '../../../core/text/ageLabel.ts';
import { oneLine } from '../../../core/text/oneLine.ts';
import type { MemoryRow } from '../../../protocol/memoryRecord.ts';
import { readUri } from '../memory/memoryUri.ts';
import { categoryLook } from '../memory/categoryLook.ts';
import { isPutAway } from '../memory/memoryLabels.ts';
import { rowDescription, spokenText } from '../memory/rowText.ts';
import type { ActionNode, GroupNode, GroupRole, MemoryNode, MoreNode, TreeNode } from './treeNode.ts';

/** How a node looks in any of our views. */
export function toTreeItem(node: TreeNode): TreeItem {
  switch (node.kind) {
    case 'group':
      return groupItem(node);
    case 'memory':
      return memoryItem(node);
    case 'more':
      return moreItem(node);
    case 'action':
      return actionItem(node);
  }
}

/** `memory+pinned+blocker+open`: menus match the words they need. */
export function contextValueOf(memory: MemoryRow): string {
  const words = ['memory'];
  if (memory.status === 'candidate') words.push('candidate');
  else if (isPutAway(memory)) words.push('away');
  else words.push(memory.pinned ? 'pinned' : 'unpinned');
  if (memory.category === 'blocker') {
    if (memory.status === 'active') words.push('blocker', 'open');
    if (memory.status === 'resolved') words.push('blocker', 'resolved');
  }
  if (memory.isQuestion) words.push('question');
  return words.join('+');
}

function groupItem(node: GroupNode): TreeItem {
  const { name, icon } = groupLook(node.role);
  const item = new TreeItem(
    name,
    node.isExpanded ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed,
  );
  const count = node.isPartial ? `${node.count}+` : String(node.count);
  item.id = node.id;
  item.description = count;
  item.iconPath = new ThemeIcon(icon);
  item.contextValue = `group+${node.role.kind}`;
  item.accessibilityInformation = { label: l10n.t('{0} {1} memories', name, count) };
  if (node.role.kind === 'project') item.tooltip = node.role.project;
  return item;
}

function groupLook(role: GroupRole): { name: string; icon: string } {
  switch (role.kind) {
    case 'folder':
      return { name: role.name, icon: 'root-folder' };
    case 'due':
      return { name: l10n.t('Due'), icon: 'bell' };
    case 'pinned':
      return { name: l10n.t('Pinned'), icon: 'pinned' };
    case 'global':
      return { name: l10n.t('Global'), icon: 'globe' };
    case 'others':
      return { name: l10n.t('Other Projects'), icon: 'folder-library' };
    case 'project':
      return { name: projectName(role.project), icon: 'repo' };
    case 'category':
      return { name: categoryLook(role.category).many, icon: categoryLook(role.category).icon };
    case 'archived':
      return { name: l10n.t('Archived'), icon: 'archive' };
    case 'resolved':
      return { name: l10n.t('Resolved'), icon: 'pass' };
  }
}

/** People know a project by the end of its id: `repo` of `host/group/repo`, the folder of `folder:/a/b`. */
export function projectName(project: string): string {
  return project.split(/[/\\]/).findLast((part) => part !== '') ?? project;
}

function memoryItem({ id, memory, isElsewhere, dueSince }: MemoryNode): TreeItem {
  const item = new TreeItem(oneLine(memory.title), TreeItemCollapsibleState.None);
  item.id = id;
  const project = isElsewhere === true && memory.project !== null ? [projectName(memory.project)] : [];
  const due = dueSince === undefined ? [] : [dueText(dueSince)];
  item.description = [...project, ...due, rowDescription(memory)].join(' · ');
  item.iconPath = dueSince === undefined ? memoryIcon(memory) : new ThemeIcon('bell');
  item.contextValue = `${contextValueOf(memory)}${dueSince === undefined ? '' : '+due'}`;
  item.accessibilityInformation = { label: spokenText(memory, item.description) };
  // The editor's own command knows how the row was chosen: a click leaves the keyboard in the list, for the next key.
  item.command = { command: 'vscode.open', title: l10n.t('Open'), arguments: [readUri(memory)] };
  return item;
}

function dueText(since: number): string {
  const age = ageLabel(since, Date.now());
  return age === 'now' ? l10n.t('due now') : l10n.t('due for {0}', age);
}

function memoryIcon(memory: MemoryRow): ThemeIcon {
  if (memory.isQuestion) return new ThemeIcon('question');
  if (isPutAway(memory)) return new ThemeIcon('archive');
  if (memory.status === 'resolved') return new ThemeIcon('pass', new ThemeColor('testing.iconPassed'));
  if (memory.pinned) return new ThemeIcon('pinned');
  if (memory.category === 'blocker' && memory.status === 'active')
    return new ThemeIcon('stop-circle', new ThemeColor('problemsWarningIcon.foreground'));
  return new ThemeIcon(categoryLook(memory.category).icon);
}

function moreItem(node: MoreNode): TreeItem {
  const label = l10n.t('Show More ({0})', node.remaining);
  const item = new TreeItem(label, TreeItemCollapsibleState.None);
  item.id = `${node.id}/more`;
  item.iconPath = new ThemeIcon('ellipsis');
  item.contextValue = 'more';
  item.accessibilityInformation = { label: l10n.t('Show more, {0} are hidden', node.remaining) };
  item.command = { command: 'memoryBridge.showMore', title: label, arguments: [{ id: node.id }] };
  return item;
}

function actionItem({ id, label, icon, command, argument, description, tooltip }: ActionNode): TreeItem {
  const item = new TreeItem(label, TreeItemCollapsibleState.None);
  item.id = id;
  item.iconPath = new ThemeIcon(icon);
  item.contextValue = 'action';
  if (description !== undefined) item.description = description;
  if (tooltip !== undefined) item.tooltip = tooltip;
  // Without this a screen reader says the tooltip in place of the label.
  const spoken = [label, description, tooltip].filter((part) => part !== undefined);
  item.accessibilityInformation = { label: spoken.join(', ') };
  item.command = { command, title: label, ...(argument === undefined ? {} : { arguments: [argument] }) };
  return item;
}
