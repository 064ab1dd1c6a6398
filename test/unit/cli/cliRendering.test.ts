import { describe, expect, it } from 'vitest';
import { paintFor, type CliIo } from '../../../src/cli/cliIo.ts';
import { exitCodes, reportError } from '../../../src/cli/exitCodes.ts';
import { makeMemory } from '../../../dev/memory/makeMemory.ts';
import { toMemoryRecord } from '../../../src/recall/memoryRecords.ts';
import { oneLine } from '../../../src/core/text/oneLine.ts';
import {
  formatBytes,
  plain,
  renderLines,
  renderMemory,
  renderTable,
} from '../../../src/cli/renderMemories.ts';
import { UsageError } from '../../../src/cli/usageError.ts';
import { MemoryBridgeError } from '../../../src/core/errors.ts';

function ioFor(options: { width?: number; colour?: boolean } = {}): CliIo & { notes: string[] } {
  const notes: string[] = [];
  return {
    env: {},
    cwd: '/',
    isInteractive: false,
    stdinIsTerminal: false,
    atTerminal: false,
    width: options.width,
    paint: paintFor(options.colour ?? false),
    print: () => undefined,
    note: (text) => notes.push(text),
    progress: undefined,
    readStdin: () => Promise.resolve(''),
    notes,
  };
}

const line = (title: string, extra: object = {}) => ({
  shortId: 'a1b2c3d4e5',
  category: 'decision' as const,
  age: '2h',
  title,
  status: 'active' as const,
  pinned: false,
  entities: [],
  source: { kind: 'user' as const },
  trust: 'user' as const,
  ...extra,
});

describe('a whole memory', () => {
  it.each([true, false])('says whether it is pinned: %s', (pinned) => {
    const shown = renderMemory(toMemoryRecord(makeMemory({ pinned }), 0), paintFor(false));
    expect(/^pinned +yes$/m.test(shown)).toBe(pinned);
  });
});

describe('lines of memories', () => {
  const memories = [
    line('Use SQLite', { pinned: true, entities: ['!12'], source: { kind: 'commit' } }),
    line('Deploy by hand', { category: 'procedure', age: '11mo', status: 'archived' }),
  ];

  it('are aligned', () => {
    expect(renderLines(memories, ioFor()).split('\n')).toEqual([
      'a1b2c3d4e5  decision     2h  Use SQLite  pinned !12 commit',
      'a1b2c3d4e5  procedure  11mo  Deploy by hand  archived',
    ]);
  });

  it('fit a terminal', () => {
    const long = line('word '.repeat(40));
    const lines = renderLines([...memories, long], ioFor({ width: 60 })).split('\n');
    expect(lines.filter((each) => each.length > 60)).toEqual([]);
    expect(lines[2]).toMatch(/…$/);
  });

  it('cannot command the terminal', () => {
    const text = renderLines([line('a\u001B[2Jb\nc\u0007')], ioFor());
    expect(text).toContain('ab c');
    expect(oneLine('a\r\nb')).toBe('a b');
    expect(plain('a\n\tb\u001B]0;x\u0007\u009B')).toBe('a\n\tb');
  });

  it('have colours only where they are wanted', () => {
    expect(renderLines(memories, ioFor())).not.toContain('\u001B');
    expect(renderLines(memories, ioFor({ colour: true }))).toContain('\u001B[36ma1b2c3d4e5');
  });
});

describe('tables and numbers', () => {
  it('are aligned, numbers to the right', () => {
    expect(
      renderTable(
        [
          ['a', 5],
          ['long', 12],
          ['text', 'x'],
        ],
        paintFor(false),
      ),
    ).toBe('a      5\nlong  12\ntext  x');
  });
  it('name bytes as people do', () => {
    expect([0, 900, 2048, 15 * 1024 ** 2, 3.25 * 1024 ** 3].map(formatBytes)).toEqual([
      '0 B',
      '900 B',
      '2.0 KB',
      '15 MB',
      '3.3 GB',
    ]);
  });
});

describe('errors', () => {
  it('choose the exit code', () => {
    const code = (error: unknown) => reportError(error, ioFor(), false);
    expect(code(new UsageError('x'))).toBe(exitCodes.usage);
    expect(code(new MemoryBridgeError('invalid_input', 'x'))).toBe(exitCodes.usage);
    expect(code(new MemoryBridgeError('not_found', 'x'))).toBe(exitCodes.failed);
    expect(code(new Error('x'))).toBe(exitCodes.failed);
    expect(code('x')).toBe(exitCodes.failed);
  });

  it('are sentences for people and one line of JSON for programs', () => {
    const io = ioFor();
    const error = new MemoryBridgeError('port_mismatch', 'Another port.', { details: { port: 1 } });
    reportError(error, io, false);
    reportError(error, io, true);
    reportError(new Error('Odd.'), io, true);
    expect(io.notes).toEqual([
      'memory-bridge: Another port.',
      '{"error":{"code":"port_mismatch","message":"Another port.","details":{"port":1}}}',
      '{"error":{"code":"internal","message":"Odd."}}',
    ]);
  });
});
