import { readFile } from 'node:fs/promises';
import type { Note, Question, QuestionSet } from './questionSet.ts';

/** The part of a LoCoMo file that is read (snap-research/LoCoMo, CC BY-NC 4.0: measured on where it lies, never shipped). */
interface Conversation {
  readonly sample_id: string;
  readonly conversation: Readonly<Record<string, unknown>>;
  readonly qa: readonly { question: string; category: number; evidence?: readonly string[] }[];
}

interface Turn {
  readonly speaker: string;
  readonly dia_id: string;
  readonly text: string;
  /** What is seen in a picture that was sent. */
  readonly blip_caption?: string;
}

interface Session {
  readonly number: number;
  readonly date: string;
  readonly at: number;
  readonly turns: readonly Turn[];
}

const day = 24 * 60 * 60_000;
/** Turns of a session have no times of their own; they keep their order. */
const betweenTurns = 30_000;
const adversarial = 5;

export interface LocomoSets {
  readonly perSession: QuestionSet;
  readonly perTurn: QuestionSet;
  /** What of the file could not be used. */
  readonly remark: string;
}

/** All conversations of a file in one store, once with a memory for each session, once with one for each turn. */
export async function readLocomo(file: string, name: string): Promise<LocomoSets> {
  const conversations = JSON.parse(await readFile(file, 'utf8')) as Conversation[];
  const sessionNotes: Note[] = [];
  const turnNotes: Note[] = [];
  for (const each of conversations) {
    const speakers = `${String(each.conversation['speaker_a'])} and ${String(each.conversation['speaker_b'])}`;
    for (const session of sessionsOf(each)) {
      sessionNotes.push({
        key: sessionKey(each, session.number),
        category: 'conversation',
        title: `${speakers}, ${session.date}`,
        content: session.turns.map(lineOf).join('\n'),
        createdAt: session.at,
        session: sessionKey(each, session.number),
      });
      for (const [index, turn] of session.turns.entries())
        turnNotes.push({
          key: turnKey(each, turn.dia_id),
          category: 'conversation',
          title: `${turn.speaker}, ${session.date}`,
          content: lineOf(turn),
          createdAt: session.at + index * betweenTurns,
          session: sessionKey(each, session.number),
        });
    }
  }
  const now = Math.max(...turnNotes.map(({ createdAt }) => createdAt)) + day;
  const turns = new Set(turnNotes.map(({ key }) => key));
  const { questions, remark } = questionsOf(conversations, turns);
  const perSession = questions.map((question) => ({
    ...question,
    answers: [...new Set(question.answers.map((key) => key.replace(/:\d+$/, '')))],
  }));
  return {
    perSession: { name: `${name}, one memory per session`, notes: sessionNotes, questions: perSession, now },
    perTurn: { name: `${name}, one memory per turn`, notes: turnNotes, questions, now },
    remark,
  };
}

/** `conv-26 D3`; a turn is `conv-26 D3:7`. */
const sessionKey = ({ sample_id }: Conversation, number: number): string => `${sample_id} D${number}`;
const turnKey = ({ sample_id }: Conversation, id: string): string => `${sample_id} ${id}`;

function sessionsOf({ conversation }: Conversation): Session[] {
  return Object.keys(conversation)
    .flatMap((key) => {
      const [, number] = /^session_(\d+)$/.exec(key) ?? [];
      return number === undefined ? [] : [Number(number)];
    })
    .toSorted((a, b) => a - b)
    .map((number) => {
      const date = String(conversation[`session_${number}_date_time`]);
      return { number, date, at: parseDate(date), turns: conversation[`session_${number}`] as Turn[] };
    });
}

function lineOf({ speaker, text, blip_caption }: Turn): string {
  return `${speaker}: ${text}${blip_caption === undefined ? '' : ` [image: ${blip_caption}]`}`;
}

const months = 'january february march april may june july august september october november december'.split(
  ' ',
);

/** `1:56 pm on 8 May, 2023`, as UTC. */
function parseDate(text: string): number {
  const match = /^(\d+):(\d+) (am|pm) on (\d+) (\w+), (\d+)$/.exec(text.trim());
  const [, hour, minute, half, dayOfMonth, month = '', year] = match ?? [];
  const at = Date.UTC(
    Number(year),
    months.indexOf(month.toLowerCase()),
    Number(dayOfMonth),
    (Number(hour) % 12) + (half === 'pm' ? 12 : 0),
    Number(minute),
  );
  if (!match || Number.isNaN(at))
    throw new Error(`LoCoMo: the date of a session is "${text}", which is unknown.`);
  return at;
}

/** Evidence is mostly `D1:3`, at times several in one string, at times broken. A question with none left is skipped. */
function questionsOf(
  conversations: readonly Conversation[],
  turns: ReadonlySet<string>,
): { questions: Question[]; remark: string } {
  const questions: Question[] = [];
  let skipped = 0;
  let dropped = 0;
  for (const each of conversations)
    for (const [index, { question, category, evidence = [] }] of each.qa.entries()) {
      const parts = evidence.flatMap((text) => text.split(/[\s;,]+/)).filter((text) => text !== '');
      const answers = parts
        .map((part) => /^D:?(\d+):0*(\d+)$/.exec(part))
        .flatMap((match) => (match ? [turnKey(each, `D${match[1]}:${match[2]}`)] : []))
        .filter((key) => turns.has(key));
      dropped += parts.length - answers.length;
      if (answers.length === 0) skipped += 1;
      else
        questions.push({
          id: `${each.sample_id} q${index}`,
          text: question,
          answers: [...new Set(answers)],
          kind: category === adversarial ? 'category 5 (adversarial)' : 'categories 1 to 4',
        });
    }
  const remark = `${questions.length} questions; ${skipped} more have no evidence that is there, ${dropped} evidence ids are broken`;
  return { questions, remark };
}
