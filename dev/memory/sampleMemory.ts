import { v7 } from 'uuid';
import type { Memory } from '../../src/core/memory/memory.ts';
import { makeMemory } from './makeMemory.ts';

const start = Date.UTC(2026, 0, 1);
let made = 0;

/** A memory like any other, each a second newer than the one before. */
export function sampleMemory(change: Partial<Memory> = {}): Memory {
  made += 1;
  const createdAt = start + made * 1000;
  return makeMemory({
    id: v7(),
    project: 'example.org/group/app',
    title: `Memory ${made}`,
    content: `Content of number ${made}`,
    createdAt,
    updatedAt: createdAt,
    ...change,
  });
}
