import { describe, expect, it } from 'vitest';
import { revertsIn } from '../../../src/intake/reverts.ts';
import { findSuccessor } from '../../../src/core/statement/adr/adrSuccessor.ts';

const page = 'docs/decisions/0001-use-wal.md';

describe('the successor that a record names', () => {
  it.each([
    ['## Status\n\nSuperseded by [2. Use none](0002-use-none.md)', 'docs/decisions/0002-use-none.md', 2],
    ['Status: superseded by [ADR 12](./0012.md) on 2024-05-06', 'docs/decisions/0012.md', 12],
    ['* Status: superseded by [ADR-0005](../adr/0005-x.md#status)', 'docs/adr/0005-x.md', 5],
    ['Superceded by ADR-7', undefined, 7],
    ['Superseded by #9', undefined, 9],
    ['## Status\n\nSuperseded\n[Use none](/docs/decisions/0003-none.md)', 'docs/decisions/0003-none.md', 3],
    ['Ersetzt durch [ADR 4](0004-keine.md)', 'docs/decisions/0004-keine.md', 4],
    ['Remplacée par [use%20none](use%20none.md)', 'docs/decisions/use none.md', undefined],
    ['Superseded by https://example.com/7 and ADR-8', undefined, 8],
  ])('is found in %j', (text, path, number) => {
    expect(findSuccessor(page, `# 1. Use WAL\n\n${text}\n\n## Decision\n\nSee ADR-99.\n`)).toEqual({
      path,
      number,
    });
  });

  it.each(['Superseded', 'Deprecated on 2024-05-06', 'Accepted', ''])('is not made up for %j', (status) => {
    expect(
      findSuccessor(page, `# 1. Use WAL\n\nStatus: ${status}\n\n## Decision\n\nWe do.\n`),
    ).toBeUndefined();
  });
});

describe('the commits that a message takes back', () => {
  const sha = '1a2b3c4d5e6f70819203a4b5c6d7e8f901234567';

  it.each([
    [`Revert "X"\n\nThis reverts commit ${sha}.`, [{ sha, mainline: undefined }]],
    [`Reapply "X"\n\nThis reverts commit ${sha}.`, [{ sha, mainline: undefined }]],
    [
      `Revert "Merge"\n\nThis reverts commit ${sha}, reversing\nchanges made to ${sha.slice(0, 9)}.`,
      [{ sha, mainline: sha.slice(0, 9) }],
    ],
    ['Revert "Use pages (#12)" (#13)\n\nReverts team/app#12', [{ subject: 'Use pages (#12)' }]],
    ['Reapply "Use pages" (!14)', [{ subject: 'Revert "Use pages"' }]],
    ['Revert "Revert "Use pages""', [{ subject: 'Revert "Use pages"' }]],
    [`Explain\n\n> This reverts commit ${sha}.`, []],
    [`Explain how this reverts commit ${sha}`, []],
    ['Revert to the old pages', []],
    ['', []],
  ])('are read from %j', (message, expected) => {
    expect(revertsIn(message)).toEqual(expected);
  });
});
