import type { Memory } from '../../src/core/memory/memory.ts';
import { memoryLine } from '../../src/core/memory/memoryLine.ts';
import { shortId } from '../../src/core/shortId.ts';

/** A decision, and why. */
export interface Said {
  /** `We decided to …` */
  readonly text: string;
  readonly why: string;
}

/** What an answer looks like that repeats what memory has shown. */
export const echoForms: Readonly<Record<string, (memory: Memory, said: Said) => string>> = {
  'as it stands': (_, { text, why }) => `${text} because ${why}.`,
  'in quotes': (_, { text, why }) => `Memory says: "${text} because ${why}."`,
  'in a block quote': (_, { text, why }) => `From memory:\n\n> ${text} because ${why}.`,
  'as a bullet': (_, { text, why }) => `What is known:\n\n- ${text} because ${why}\n- nothing else`,
  'in bold': (_, { text, why }) => `**${text}** because ${why}.`,
  'as a decision in bold': (_, { text, why }) => `**Decision:** ${text}, because ${why}.`,
  'in two sentences': (_, { text, why }) => `${text}. The reason is that ${why}.`,
  'mid-sentence': (_, { text, why }) => `I looked it up – ${lower(text)} because ${why} – and went on.`,
  'the reason first': (_, { text, why }) => `Because ${why}, ${lower(text)}.`,
  'with an id and an age': (memory, { text, why }) =>
    `[${shortId(memory.id)}] ${text} (3d, user) because ${why}.`,
  'with a citation': (memory, { text, why }) =>
    `As recorded in memory ${shortId(memory.id)}, ${lower(text)} [1], since ${why}.\n\n[1] memory, 2w ago`,
  'as the line of recall': (memory) =>
    `Found:\n\n${memoryLine({ ...memory, snippet: memory.content }, memory.updatedAt)}`,
  'in another order': (_, { text, why }) => `So ${why}. Therefore ${lower(text)}.`,
  'with words around': (_, { text, why }) =>
    `OK, as agreed earlier: ${lower(text)}, mainly because ${why}. I keep to it.`,
};

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

const parts = ['billing', 'search', 'mail', 'export', 'login', 'report', 'upload', 'audit', 'cache', 'sync'];
const choices: readonly ((part: string) => Said)[] = [
  (part) => ({
    text: `We decided to keep the queue of the ${part} service in Postgres`,
    why: `two ${part} workers must never take one job`,
  }),
  (part) => ({
    text: `We agreed on a timeout of nine seconds for ${part}`,
    why: `its proxy gives up after ten`,
  }),
  (part) => ({
    text: `We decided against a shared schema for ${part}`,
    why: `the ${part} team releases on its own days`,
  }),
  (part) => ({ text: `We chose Fastify over Express for the ${part} gateway`, why: 'it streams bodies' }),
  (part) => ({
    text: `We settled on nightly backups of the ${part} tables`,
    why: `an hour of lost ${part} rows can be typed in again`,
  }),
  (part) => ({ text: `We decided to log ${part} errors as JSON`, why: 'the collector reads nothing else' }),
  (part) => ({ text: `We opted for optimistic locks in ${part}`, why: 'conflicts are rare there' }),
  (part) => ({ text: `We decided not to retry ${part} calls`, why: `${part} is not idempotent` }),
  (part) => ({ text: `We standardized on UTC in ${part}`, why: 'the offices lie in three zones' }),
  (part) => ({ text: `We decided to ship ${part} behind a flag`, why: 'support wants a week with it' }),
];
/** A hundred decisions, of which many differ in a word or two. */
export const hundredDecisions = choices.flatMap((choice) => parts.map(choice));
