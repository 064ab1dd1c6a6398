import { describe, expect, it } from 'vitest';
import type { MemoryRow } from '../../../src/protocol/memoryRecord.ts';
import { groupBlockers } from '../../../src/extension/blockers/blockerGroups.ts';
import { groupMemories, type MemoriesSnapshot } from '../../../src/extension/memories/memoryGroups.ts';
import type { FolderMemories } from '../../../src/extension/shared/memory/folderRows.ts';
import { pageSize } from '../../../src/extension/shared/trees/pagedRows.ts';
import type { GroupNode, TreeNode } from '../../../src/extension/shared/trees/treeNode.ts';
import { makeMemoryRow } from '../../../dev/memory/makeMemoryRow.ts';

const nothingShown = new Map<string, number>();

function folder(name: string, memories: readonly MemoryRow[], isPartial = false): FolderMemories {
  return { name, path: `/${name}`, project: name, memories, isPartial };
}

/** The tree as indented lines, which is what a person sees. */
function outline(nodes: readonly TreeNode[] | undefined, indent = ''): string[] {
  return (nodes ?? []).flatMap((node) => {
    if (node.kind === 'memory') return [`${indent}${node.memory.title}`];
    if (node.kind === 'more') return [`${indent}… ${node.remaining}`];
    if (node.kind !== 'group') return [];
    const role = Object.values(node.role).join(' ');
    const line = `${indent}${node.isExpanded ? '-' : '+'} ${role} (${node.count}${node.isPartial ? '+' : ''})`;
    return [line, ...outline(node.children, `${indent}  `)];
  });
}

const decision = makeMemoryRow({ title: 'use one table', category: 'decision' });
const pinned = makeMemoryRow({ title: 'never force push', category: 'decision', pinned: true });
const fact = makeMemoryRow({ title: 'port 9824', category: 'fact' });
/** A snapshot of which only some is not empty. */
const snapshot = (parts: Partial<MemoriesSnapshot>): MemoriesSnapshot => ({
  due: [],
  folders: [],
  global: [],
  others: [],
  archived: { memories: [], isPartial: false },
  found: undefined,
  ...parts,
});
const globalOne = makeMemoryRow({ title: 'write short sentences', category: 'convention', project: null });

describe('groupMemories', () => {
  it('puts what is due on top of all, and leaves it where it belongs as well', () => {
    const rows = groupMemories(
      snapshot({ due: [{ memory: fact, since: 5 }], folders: [folder('app', [fact, pinned])] }),
      nothingShown,
    );
    expect(outline(rows)).toEqual([
      '- due (1)',
      '  port 9824',
      '- pinned (1)',
      '  never force push',
      '- category fact (1)',
      '  port 9824',
    ]);
    const [group] = rows;
    expect(group?.kind === 'group' && group.children).toMatchObject([{ id: `due/${fact.id}`, dueSince: 5 }]);
  });

  it('puts the categories of the only folder at the top, then global, then the other projects', () => {
    const rows = groupMemories(
      snapshot({
        folders: [folder('app', [fact, decision])],
        global: [globalOne],
        others: [{ project: 'host/group/other', count: 7 }],
      }),
      nothingShown,
    );
    expect(outline(rows)).toEqual([
      '- category decision (1)',
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

  it('puts what is pinned on top of everything, once, wherever it belongs', () => {
    const everywhere = makeMemoryRow({ title: 'ask before deleting', pinned: true, project: null });
    const other = makeMemoryRow({ title: 'tabs, not blanks', category: 'convention', pinned: true });
    const top = ['- pinned (3)', '  never force push', '  tabs, not blanks', '  ask before deleting'];
    const one = snapshot({ folders: [folder('app', [fact, pinned, other])], global: [everywhere] });
    expect(outline(groupMemories(one, nothingShown))).toEqual([...top, '- category fact (1)', '  port 9824']);
    const two = snapshot({
      folders: [folder('app', [pinned]), folder('lib', [other, fact])],
      global: [everywhere, globalOne],
    });
    expect(outline(groupMemories(two, nothingShown)).slice(0, 5)).toEqual([...top, '- folder app (1)']);
    expect(outline(groupMemories(two, nothingShown)).filter((line) => line.includes('tabs'))).toHaveLength(1);
  });

  it('adds a row per folder when several are open', () => {
    const rows = groupMemories(
      snapshot({ folders: [folder('app', [decision]), folder('lib', [fact])] }),
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

  it('lists what was found in its order without any group, however much it is', () => {
    const many = Array.from({ length: 45 }, (_, at) => makeMemoryRow({ title: `fact ${at}` }));
    const here = [fact, pinned, ...many, decision];
    const elsewhere = [makeMemoryRow({ title: 'of another project', project: 'host/other' })];
    const rows = groupMemories(
      snapshot({ folders: [folder('app', [globalOne])], found: { here, elsewhere } }),
      nothingShown,
    );
    expect(rows.every(({ kind }) => kind === 'memory')).toBe(true);
    expect(outline(rows)).toEqual([...here, ...elsewhere].map(({ title }) => title));
    expect(rows.filter((row) => row.kind === 'memory' && row.isElsewhere === true)).toEqual([rows.at(-1)]);
    const more = snapshot({ found: { here: [...here, ...many.slice(0, 20)], elsewhere } });
    expect(outline(groupMemories(more, nothingShown)).slice(-2)).toEqual(['fact 1', '… 19']);
  });

  it('keeps what was archived at the end, folded', () => {
    const away = makeMemoryRow({ title: 'the old port', status: 'archived' });
    const rows = groupMemories(
      snapshot({ folders: [folder('app', [fact])], archived: { memories: [away], isPartial: false } }),
      nothingShown,
    );
    expect(outline(rows)).toEqual(['- category fact (1)', '  port 9824', '+ archived (1)', '  the old port']);
  });

  it('shows one page of a long category, and more of it on request', () => {
    const many = Array.from({ length: pageSize + 30 }, (_, index) =>
      makeMemoryRow({ title: `fact ${index}` }),
    );
    const long = snapshot({ folders: [folder('app', many, true)] });
    const first = outline(groupMemories(long, nothingShown));
    expect(first[0]).toBe('+ category fact (80+)');
    expect(first).toHaveLength(1 + pageSize + 1);
    expect(first.at(-1)).toBe('  … 30');
    const all = outline(groupMemories(long, new Map([['folder:/app/fact', pageSize + 100]])));
    expect(all).toHaveLength(1 + pageSize + 30);
  });

  it('means all memories of a group by it, shown or not, and none by a folder or a project', () => {
    const many = Array.from({ length: pageSize + 30 }, (_, index) =>
      makeMemoryRow({ title: `fact ${index}` }),
    );
    const rows = groupMemories(
      snapshot({
        folders: [folder('app', [...many, pinned]), folder('lib', [])],
        global: [globalOne],
        others: [{ project: 'host/group/other', count: 7 }],
      }),
      nothingShown,
    );
    const groups = (nodes: readonly TreeNode[]): GroupNode[] =>
      nodes.flatMap((node) => (node.kind === 'group' ? [node, ...groups(node.children ?? [])] : []));
    expect(groups(rows).map(({ role, memoryIds }) => [role.kind, memoryIds?.length])).toEqual([
      ['pinned', 1],
      ['folder', undefined],
      ['category', pageSize + 30],
      ['folder', undefined],
      ['global', undefined],
      ['category', 1],
      ['others', undefined],
      ['project', undefined],
    ]);
  });

  it('gives every row an id of its own', () => {
    const rows = groupMemories(
      snapshot({
        folders: [folder('a', [decision, fact, pinned]), folder('b', [fact])],
        global: [globalOne],
        archived: { memories: [makeMemoryRow({ status: 'archived' })], isPartial: false },
      }),
      nothingShown,
    );
    const ids = (nodes: readonly TreeNode[]): string[] =>
      nodes.flatMap((node) => [node.id, ...(node.kind === 'group' ? ids(node.children ?? []) : [])]);
    expect(new Set(ids(rows)).size).toBe(ids(rows).length);
  });
});

describe('groupBlockers', () => {
  const open = makeMemoryRow({ title: 'CI is red', category: 'blocker' });
  const resolved = makeMemoryRow({ title: 'no licence', category: 'blocker', status: 'resolved' });

  it('lists open blockers first and folds the resolved ones', () => {
    expect(
      outline(groupBlockers({ folders: [folder('app', [resolved, open])], global: [] }, nothingShown)),
    ).toEqual(['CI is red', '+ resolved (1)', '  no licence']);
  });

  it('counts only the open ones of a folder', () => {
    const rows = groupBlockers(
      { folders: [folder('app', [open, resolved]), folder('lib', [])], global: [] },
      nothingShown,
    );
    expect(outline(rows)).toEqual(['- folder app (1)', '  CI is red', '  + resolved (1)', '    no licence']);
  });

  it('is empty when there are none, so that the welcome text shows', () => {
    expect(groupBlockers({ folders: [folder('app', [])], global: [] }, nothingShown)).toEqual([]);
  });
});
