import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { seededRandom } from '../../../../dev/random/seededRandom.mjs';
import type { Turn } from '../../../../src/core/conversation/turn.ts';
import { plainMemory } from '../../plainMemory.ts';
import type { Talk } from '../../shippedRecall.ts';
import { ownData } from './dataFiles.ts';
import { project } from './noteMemory.ts';

/** What a person has said with agents in some months. */
const usualTalks = { conversations: 200, turnsOfEach: 100 };
/** Numbers of memories that are not those of notes. */
const talksFrom = 1_000_000;
const day = 24 * 60 * 60_000;

/** How a turn begins; the rest of it is about the work. */
const openings = {
  user: [
    'Can you look at this again?',
    'One more thing before we go on.',
    'That did not work.',
    'I think I have seen this before.',
    'Please do the same here.',
    'Why is that?',
  ],
  assistant: [
    'I looked at the file and changed it.',
    'Done. The tests pass now.',
    'Let me check first.',
    'There are two ways to do that.',
    'I found the reason.',
    'You are right, I missed that.',
  ],
} as const;

/**
 * Conversations about the same areas of work as the notes, of which no turn answers a question: each says one to three of
 * the distractors, as an agent and a person say such things in passing.
 */
export function workTalks(distractors: readonly string[], until: number, size = usualTalks): Talk[] {
  const random = seededRandom(15);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  return Array.from({ length: size.conversations }, (_, number): Talk => {
    const begun = until - Math.ceil(random() * 180) * day;
    const turns = Array.from({ length: size.turnsOfEach }, (_unused, at): Turn => {
      const speaker = at % 2 === 0 ? 'user' : 'assistant';
      const said = Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(distractors));
      const content = [pick(openings[speaker]), ...said].join(' ');
      return { key: `m${at}`, speaker, saidAt: begun + at * 60_000, content };
    });
    return talkOf(pick(distractors), turns, number);
  });
}

/** Conversations that were written by hand, for the questions beside them. */
export async function readTalks(root: string, until: number): Promise<Talk[]> {
  const given = JSON.parse(await readFile(path.join(ownData(root), 'talks.json'), 'utf8')) as {
    readonly title: string;
    readonly turns: readonly (readonly [Turn['speaker'], string])[];
  }[];
  return given.map(({ title, turns }, number) => {
    const begun = until - (number + 1) * day;
    const said = turns.map(([speaker, content], at): Turn => ({
      key: `m${at}`,
      speaker,
      saidAt: begun + at * 60_000,
      content,
    }));
    return talkOf(title, said, number);
  });
}

/** As it is kept: named, and with its beginning. */
function talkOf(title: string, turns: readonly Turn[], number: number): Talk {
  const [first, second] = turns;
  const memory = plainMemory(
    {
      category: 'conversation',
      title,
      content: `Conversation with OpenCode. It begins: ${first?.content} ${second?.content}`.slice(0, 400),
      createdAt: first?.saidAt ?? 0,
      session: `ses_${number}`,
      source: { kind: 'conversation', ref: `opencode:ses_${number}`, actor: 'opencode' },
      project: project.id,
    },
    talksFrom + number,
  );
  return { memory, turns };
}
