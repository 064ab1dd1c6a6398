import { describe, expect, it } from 'vitest';
import { DataDirectory } from '../../../src/home/dataDirectory.ts';
import { MemoryBridgeError } from '../../../src/core/errors.ts';
import { closedNotice } from '../../../src/server/closeToOthers.ts';
import { writeFault } from '../../../src/server/startFaults.ts';
import { sqliteError } from '../../../src/sqlite/sqliteError.ts';

const directory = new DataDirectory('/data/memory');
const system = (code: string, path?: string) =>
  Object.assign(new Error(code), { code, ...(path ? { path } : {}) });

describe('what keeps a server from writing', () => {
  it.each([
    ['EROFS', 'read_only'],
    ['EACCES', 'read_only'],
    ['EPERM', 'read_only'],
    ['ENOSPC', 'disk_full'],
    ['EDQUOT', 'disk_full'],
    ['EFBIG', 'disk_full'],
  ])('%s is named with its path and what to do', (code, expected) => {
    const fault = writeFault(system(code, '/data/memory/owner.json'), directory);
    expect(fault?.code).toBe(expected);
    expect(fault?.message).toContain(code);
    expect(fault?.message).toContain('/data/memory/owner.json');
    expect(writeFault(system(code), directory)?.message).toContain('/data/memory');
    // As SQLite tells it, and as the cause of another error.
    const told = sqliteError({
      code: 14,
      message: 'unable to open',
      errno: code,
      path: '/data/memory/memory.db',
    });
    expect(writeFault(told, directory)?.message).toContain('/data/memory/memory.db');
    const wrapped = new MemoryBridgeError('internal', 'x', { cause: system(code, '/a/b') });
    expect(writeFault(wrapped, directory)?.message).toContain('/a/b');
  });

  it('is nothing of the kind for other errors', () => {
    for (const error of [
      new Error('x'),
      system('EADDRINUSE'),
      undefined,
      new MemoryBridgeError('corrupt', 'x'),
    ])
      expect(writeFault(error, directory)).toBeUndefined();
  });
});

describe('files that were open to others', () => {
  it('are named, and the token comes with advice', () => {
    expect(closedNotice([])).toBeUndefined();
    expect(closedNotice(['memory.db'])).not.toContain('rotate');
    expect(closedNotice(['token', 'memory.db'])).toMatch(/token, memory\.db.*token rotate/);
  });
});
