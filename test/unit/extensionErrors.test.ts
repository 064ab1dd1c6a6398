import { describe, expect, it } from 'vitest';
import { type ErrorCode, MemoryBridgeError } from '../../src/core/errors.ts';
import { adviceFor } from '../../src/extension/commands/errorAdvice.ts';
import { commandIds } from '../../src/extension/ids.ts';

describe('adviceFor', () => {
  it('says nothing about a cancellation', () => {
    for (const name of ['AbortError', 'Canceled', 'CancellationError'])
      expect(adviceFor(Object.assign(new Error('stop'), { name }))).toEqual({ kind: 'silent' });
  });

  it.each<[ErrorCode, string | undefined]>([
    ['unavailable', 'memoryBridge.reconnect'],
    ['owner_hung', 'memoryBridge.showStatus'],
    ['conflict', 'memoryBridge.refresh'],
    ['invalid_input', undefined],
  ])('gives the sentence of %s and one way on', (code, action) => {
    expect(adviceFor(new MemoryBridgeError(code, 'A plain sentence.'))).toEqual({
      kind: 'known',
      message: 'A plain sentence.',
      action,
    });
    expect([undefined, ...commandIds]).toContain(action);
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
