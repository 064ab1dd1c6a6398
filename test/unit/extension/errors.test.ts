import { describe, expect, it } from 'vitest';
import { type ErrorCode, MemoryBridgeError } from '../../../src/core/errors.ts';
import { adviceFor } from '../../../src/extension/shared/errors/errorAdvice.ts';
import { commandIds } from './featureIds.ts';

describe('adviceFor', () => {
  it('says nothing about a cancellation', () => {
    for (const name of ['AbortError', 'Canceled', 'CancellationError'])
      expect(adviceFor(Object.assign(new Error('stop'), { name }))).toEqual({ kind: 'silent' });
  });

  it.each<[ErrorCode, readonly string[]]>([
    ['unavailable', ['memoryBridge.reconnect', 'memoryBridge.showLog']],
    ['owner_hung', ['memoryBridge.reconnect', 'memoryBridge.showLog']],
    ['port_taken', ['memoryBridge.useAnotherPort', 'memoryBridge.reconnect', 'memoryBridge.showLog']],
    ['read_only', ['memoryBridge.reconnect', 'memoryBridge.showLog']],
    ['conflict', ['memoryBridge.refresh']],
    ['invalid_input', []],
  ])('gives the sentence of %s and ways on', (code, actions) => {
    expect(adviceFor(new MemoryBridgeError(code, 'A plain sentence.'))).toEqual({
      kind: 'known',
      message: 'A plain sentence.',
      actions,
    });
    for (const action of actions) expect(commandIds).toContain(action);
  });

  it.each(['database_damaged', 'database_replaced'])(
    'does not offer to try again what lasts: %s',
    (reason) => {
      const error = (details: Record<string, unknown>) =>
        adviceFor(new MemoryBridgeError('read_only', 'The database is damaged.', { details }));
      expect(error({ reason })).toMatchObject({ actions: ['memoryBridge.showStatus'] });
      // A folder that may only be read can be opened again.
      expect(error({})).toMatchObject({ actions: ['memoryBridge.reconnect', 'memoryBridge.showLog'] });
    },
  );

  it('leads to the line of a file that cannot be read, and to none that may not be written', () => {
    const at = { path: '/home/a/opencode.json', line: 3, column: 7 };
    expect(adviceFor(new MemoryBridgeError('invalid_input', 'Not valid.', { details: at }))).toEqual({
      kind: 'known',
      message: 'Not valid.',
      actions: [],
      file: at,
    });
    const fields = { fields: ['x'] };
    for (const error of [
      new MemoryBridgeError('read_only', 'Read-only.', { details: { path: at.path } }),
      new MemoryBridgeError('invalid_input', 'Too long.', { details: fields }),
    ])
      expect(adviceFor(error)).not.toHaveProperty('file');
  });

  it('knows an error of another file of the extension, which has a class of its own', () => {
    class MemoryBridgeErrorOfChunk extends Error {
      override name = 'MemoryBridgeError';
      readonly code = 'conflict';
    }
    const foreign = new MemoryBridgeErrorOfChunk('The file has changed.');
    expect(adviceFor(foreign)).toMatchObject({ kind: 'known', message: 'The file has changed.' });
    expect(MemoryBridgeError.is(foreign, 'not_found')).toBe(false);
    expect(adviceFor(Object.assign(foreign, { name: 'Error' }))).toEqual({ kind: 'unknown' });
  });

  it('sends everything else to the log, without repeating its text', () => {
    expect(adviceFor(new TypeError('x is undefined'))).toEqual({ kind: 'unknown' });
    expect(adviceFor(new MemoryBridgeError('internal', 'stack'))).toEqual({ kind: 'unknown' });
    expect(adviceFor('text')).toEqual({ kind: 'unknown' });
  });
});
