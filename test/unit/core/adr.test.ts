import { describe, expect, it } from 'vitest';
import { isAdrPath, parseAdr } from '../../../src/core/statement/adr/adr.ts';
import { statementOfAdr, statementOfTrailer } from '../../../src/core/statement/statement.ts';

describe('isAdrPath', () => {
  it.each([
    'docs/adr/0007-use-wal.md',
    'docs/adrs/use-wal.md',
    'docs/decisions/2024/0001.md',
    'docs/architecture/decisions/1.md',
    'doc/adr/0001-a.md',
    'adr/0001-a.md',
    'packages/store/docs/adr/0001-a.md',
    'anywhere/ADR-7.md',
    'ADR-0007-title.markdown',
  ])('takes %s', (path) => expect(isAdrPath(path)).toBe(true));

  it.each([
    'docs/adr/README.md',
    'docs/adr/template.md',
    'docs/decisions/index.md',
    'docs/adr/image.png',
    'src/adr.ts',
    'docs/guide/0007-title.md',
    'cadr/1.md',
    'quadr-7.md',
  ])('leaves %s', (path) => expect(isAdrPath(path)).toBe(false));
});

describe('parseAdr', () => {
  it('reads the form of Nygard', () => {
    const adr = parseAdr(
      'docs/adr/0007-use-wal.md',
      '# 7. Use WAL\n\nDate: 2024-01-01\n\n## Status\n\nAccepted\n\n## Context\n\nReaders block.\n\n## Decision\n\nWe use WAL.\n\n```\n## not a section\n```\n\n## Consequences\n\nTwo more files.\n',
    );
    expect(adr).toMatchObject({
      title: 'Use WAL',
      number: 7,
      status: 'accepted',
      context: 'Readers block.',
      consequences: 'Two more files.',
    });
    expect(adr.decision).toBe('We use WAL.\n\n```\n## not a section\n```');
    expect(statementOfAdr(adr)).toMatchObject({
      category: 'decision',
      title: 'ADR-7: Use WAL',
      why: 'Readers block.',
      tags: ['adr', 'accepted'],
    });
  });

  it('reads MADR with front matter, and with a status line', () => {
    expect(
      parseAdr(
        'docs/decisions/0003-x.md',
        '---\r\nstatus: superseded by ADR-9\r\n---\r\n# Use hono\r\n\r\n## Context and Problem Statement\r\n\r\nRouting.\r\n\r\n## Decision Drivers\r\n\r\nsize\r\n\r\n## Decision Outcome\r\n\r\nChosen: hono.\r\n',
      ),
    ).toMatchObject({
      title: 'Use hono',
      number: 3,
      status: 'superseded',
      context: 'Routing.',
      decision: 'Chosen: hono.',
    });
    expect(parseAdr('adr/x.md', '# X\n\n* Status: proposed\n\nSome text.').status).toBe('proposed');
  });

  it('makes do with a file name and plain text', () => {
    expect(parseAdr('adr/0004-keep-it-small.md', 'We keep it small.')).toMatchObject({
      title: 'Keep it small',
      number: 4,
      status: undefined,
      decision: 'We keep it small.',
    });
  });
});

describe('statementOfTrailer', () => {
  const message = { subject: 'feat(store)!: exact scan', body: 'Because of #456.', trailers: [] };

  it('keeps the meaning of what was rejected', () => {
    expect(statementOfTrailer({ key: 'Rejected', value: 'a graph index. It loses rows.' }, message)).toEqual({
      category: 'decision',
      title: 'Rejected: a graph index',
      content: 'Rejected: a graph index. It loses rows.',
      why: 'feat(store)!: exact scan\n\nBecause of #456.',
      tags: ['rejected', 'store'],
    });
  });

  it.each([
    ['Decision', 'decision', []],
    ['Constraint', 'convention', ['constraint']],
    ['Directive', 'directive', []],
    ['BREAKING CHANGE', 'decision', ['breaking']],
  ] as const)('files %s under %s', (key, category, tags) => {
    expect(statementOfTrailer({ key, value: 'x' }, { subject: 'S', body: '', trailers: [] })).toMatchObject({
      category,
      tags,
    });
  });
});
