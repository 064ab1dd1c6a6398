import { describe, expect, it } from 'vitest';
import type { MemoryView } from '../../src/protocol/memoryView.ts';
import {
  type FolderMemories,
  groupBlockers,
  groupMemories,
  pageSize,
} from '../../src/extension/views/memoryGroups.ts';
import type { TreeNode } from '../../src/extension/views/treeNode.ts';
import { memoryView } from '../support/memoryView.ts';

const nothingShown = new Map<string, number>();

function folder(name: string, memories: readonly MemoryView[], isPartial = false): FolderMemories {
  return { name, path: `/${name}`, project: name, memories, isPartial };
}

/** The tree as indented lines, which is what a person sees. */
function outline(nodes: readonly TreeNode[] | undefined, indent = ''): string[] {
  return (nodes ?? []).flatMap((node) => {
    if (node.kind === 'memory') return [`${indent}${node.memory.title}`];
    if (node.kind === 'more') return [`${indent}… ${node.remaining}`];
    const role = Object.values(node.role).join(' ');
    const line = `${indent}${node.isExpanded ? '-' : '+'} ${role} (${node.count}${node.isPartial ? '+' : ''})`;
    return [line, ...outline(node.children, `${indent}  `)];
  });
}

const decision = memoryView({ title: 'use one table', category: 'decision' });
const pinned = memoryView({ title: 'never force push', category: 'decision', pinned: true });
const fact = memoryView({ title: 'port 9824', category: 'fact' });
const globalOne = memoryView({ title: 'write short sentences', category: 'convention', project: null });

describe('groupMemories', () => {
  it('puts the categories of the only folder at the top, then global, then the other projects', () => {
    const rows = groupMemories(
      {
        folders: [folder('app', [fact, decision, pinned])],
        global: [globalOne],
        others: [{ project: 'host/group/other', count: 7 }],
        isFiltered: false,
      },
      nothingShown,
    );
    expect(outline(rows)).toEqual([
      '- category decision (2)',
      '  never force push',
      '  use one table',
      '- category fact (1)',
      '  port 9824',
      '- global (1)',
      '  - category convention (1)',
      '    write short sentences',
      '+ others (7)',
      '  + project host/group/other (7)',
    ]);
  });

  it('adds a row per folder when several are open', () => {
    const rows = groupMemories(
      {
        folders: [folder('app', [decision]), folder('lib', [fact])],
        global: [],
        others: [],
        isFiltered: false,
      },
      nothingShown,
    );
    expect(outline(rows)).toEqual([
      '- folder app (1)',
      '  - category decision (1)',
      '    use one table',
      '- folder lib (1)',
      '  - category fact (1)',
      '    port 9824',
    ]);
  });

  it('unfolds other projects while filtering, because what was found may be there', () => {
    const rows = groupMemories(
      {
        folders: [],
        global: [],
        others: [{ project: 'other', count: 1, memories: [fact] }],
        isFiltered: true,
      },
      nothingShown,
    );
    expect(outline(rows)).toEqual([
      '- others (1)',
      '  - project other (1)',
      '    - category fact (1)',
      '      port 9824',
    ]);
  });

  it('shows one page of a long category, and more of it on request', () => {
    const many = Array.from({ length: pageSize + 30 }, (_, index) => memoryView({ title: `fact ${index}` }));
    const snapshot = { folders: [folder('app', many, true)], global: [], others: [], isFiltered: false };
    const first = outline(groupMemories(snapshot, nothingShown));
    expect(first[0]).toBe('+ category fact (80+)');
    expect(first).toHaveLength(1 + pageSize + 1);
    expect(first.at(-1)).toBe('  … 30');
    const all = outline(groupMemories(snapshot, new Map([['folder:/app/fact', pageSize + 100]])));
    expect(all).toHaveLength(1 + pageSize + 30);
  });

  it('gives every row an id of its own', () => {
    const rows = groupMemories(
      {
        folders: [folder('a', [decision, fact]), folder('b', [fact])],
        global: [globalOne],
        others: [],
        isFiltered: false,
      },
      nothingShown,
    );
    const ids = (nodes: readonly TreeNode[]): string[] =>
      nodes.flatMap((node) => [node.id, ...(node.kind === 'group' ? ids(node.children ?? []) : [])]);
    expect(new Set(ids(rows)).size).toBe(ids(rows).length);
  });
});

describe('groupBlockers', () => {
  const open = memoryView({ title: 'CI is red', category: 'blocker' });
  const resolved = memoryView({ title: 'no licence', category: 'blocker', status: 'resolved' });

  it('lists open blockers first and folds the resolved ones', () => {
    expect(outline(groupBlockers([folder('app', [resolved, open])], [], nothingShown))).toEqual([
      'CI is red',
      '+ resolved (1)',
      '  no licence',
    ]);
  });

  it('counts only the open ones of a folder', () => {
    const rows = groupBlockers([folder('app', [open, resolved]), folder('lib', [])], [], nothingShown);
    expect(outline(rows)).toEqual(['- folder app (1)', '  CI is red', '  + resolved (1)', '    no licence']);
  });

  it('is empty when there are none, so that the welcome text shows', () => {
    expect(groupBlockers([folder('app', [])], [], nothingShown)).toEqual([]);
  });
});
