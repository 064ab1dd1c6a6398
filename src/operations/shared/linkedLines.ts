import { memoryLine } from '../../core/memory/memoryLine.ts';
import { shortId } from '../../core/shortId.ts';
import { ageLabel } from '../../core/text/ageLabel.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import type { LinkedLine } from '../../protocol/operations/memories/linkedMemory.ts';
import type { LinkedMemory } from '../../recall/linkedMemories.ts';
import { toMemoryLine } from '../../recall/memoryRecords.ts';

/** A linked memory as it crosses a border. */
export function toLinkedLine(linked: LinkedMemory, now: number): LinkedLine {
  const { memory, from, kind, direction, strength, reason, at, depth } = linked;
  return {
    ...toMemoryLine(memory, now),
    linked: {
      from,
      kind,
      direction,
      strength,
      ...(reason === undefined ? {} : { reason }),
      age: ageLabel(at, now),
      depth,
    },
  };
}

/** What the one before is to this one, as a phrase: the words differ with the direction. */
const phrases: Readonly<Record<string, string>> = {
  'supersedes out': 'superseded by',
  'supersedes in': 'supersedes',
  'derived_from out': 'source of',
  'derived_from in': 'derived from',
  same_entity: 'about the same as',
  related: 'related to',
  contradicts: 'contradicts',
};

/** The line of the memory, with how it is linked to the one that it was reached from. */
export function linkedLine({ linked, ...line }: LinkedLine, now: number): string {
  const { from, kind, direction, strength, reason, age } = linked;
  const phrase = phrases[`${kind} ${direction}`] ?? phrases[kind] ?? kind;
  const how = [
    `${phrase} [${shortId(from)}]`,
    ...(strength === 1 ? [] : [`strength ${strength}`]),
    ...(age === 'now' ? [] : [`since ${age}`]),
    ...(reason === undefined ? [] : [reason]),
  ].join(', ');
  return oneLine(`${memoryLine(line, now)} (${how})`);
}
