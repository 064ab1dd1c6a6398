/** What the scripted model answers: pure choice of the next step from a chat request. */

export interface FakeToolCall {
  tool: string;
  args?: Record<string, unknown>;
}

export interface FakeAnswer {
  text?: string;
  reasoning?: string;
  /** One tool call. */
  tool?: string;
  args?: Record<string, unknown>;
  /** Several tool calls at once. */
  tools?: FakeToolCall[];
  /** Milliseconds before the first byte. */
  delay?: number;
  /** Characters in one piece of the stream, and milliseconds between two pieces. */
  chunk?: number;
  chunkDelay?: number;
  usage?: {
    prompt_tokens?: number;
    completion_tokens?: number;
    cached_tokens?: number;
    reasoning_tokens?: number;
  };
  /** An HTTP error instead of an answer. */
  status?: number;
  error?: string;
  headers?: Record<string, string>;
  finish?: string;
  /** Cut the connection half way. */
  drop?: boolean;
  /** Never answer. */
  hang?: boolean;
}

/** A bare string is a text answer. */
export type FakeStep = string | FakeAnswer;

/** Plays its steps when every given pattern (regular expression source, case ignored) matches. */
export interface FakeRule {
  name?: string;
  when: { user?: string; system?: string; tool?: string; any?: string; model?: string };
  steps: FakeStep[];
}

export interface FakeScript {
  rules: FakeRule[];
  /** Steps for requests that neither carry a script nor match a rule, first in first out. */
  queue: FakeStep[];
}

export interface ChatMessage {
  role: string;
  content?: string | { type?: string; text?: string }[] | null;
  tool_calls?: { id: string; function: { name: string; arguments: string } }[];
  tool_call_id?: string;
}

export interface ChatRequest {
  model: string;
  stream?: boolean;
  messages: ChatMessage[];
  tools?: { function: { name: string; description?: string; parameters?: unknown } }[];
}

export interface ChosenStep {
  /** Which part of the script answered: `helper:title`, `inline`, `rule:name`, `queue` or `fallback`. */
  source: string;
  step: FakeAnswer;
}

const marker = '<<fake';

/** Calls that OpenCode makes on its own account; they must not eat a step of the script. */
const helpers: readonly { name: string; system: RegExp; text: string }[] = [
  { name: 'title', system: /You are a title generator/i, text: 'Scripted session' },
  {
    name: 'compaction',
    system: /context summarization agent|anchored context summarization|summarizing conversations/i,
    text: '## Objective\n- scripted summary\n\n## Next Move\n1. continue',
  },
];

/** The prompt that makes the model play these steps, one for each of its turns. */
export function withSteps(prompt: string, steps: readonly FakeStep[]): string {
  return `${prompt} ${marker} ${JSON.stringify(steps)}>>`;
}

/** The text of a message, whatever its form. */
export function textOf(content: ChatMessage['content']): string {
  if (typeof content === 'string') return content;
  return (content ?? []).map((part) => part.text ?? '').join('\n');
}

/**
 * Chooses the answer. The turn is counted from the messages after the last user message, so the script keeps no
 * state and several sessions, sub-agents included, may share one model.
 */
export function chooseStep(request: ChatRequest, script: FakeScript): ChosenStep {
  const { messages } = request;
  const system = joined(messages.filter(({ role }) => role === 'system' || role === 'developer'));
  const lastUser = messages.findLastIndex((message) => message.role === 'user' && !isAttachment(message));
  const user = textOf(messages[lastUser]?.content);
  const after = messages.slice(lastUser + 1);
  const turn = after.filter(({ role }) => role === 'assistant').length;
  const tool = textOf(after.findLast(({ role }) => role === 'tool')?.content);

  const helper = helpers.find((candidate) => candidate.system.test(system));
  if (helper) return { source: `helper:${helper.name}`, step: { text: helper.text } };

  const inline = inlineSteps(user);
  if (inline) return { source: 'inline', step: stepAt(inline, turn) };

  const texts = { user, system, tool, any: JSON.stringify(messages), model: request.model };
  const rule = script.rules.find(({ when }) =>
    Object.entries(when).every(([key, source]) =>
      new RegExp(source, 'i').test(texts[key as keyof typeof texts]),
    ),
  );
  if (rule)
    return { source: `rule:${rule.name ?? script.rules.indexOf(rule)}`, step: stepAt(rule.steps, turn) };

  const queued = script.queue.shift();
  if (queued !== undefined) return { source: 'queue', step: asAnswer(queued) };
  return { source: 'fallback', step: { text: `scripted model: ${user.slice(0, 80)}` } };
}

/** OpenCode turns images in tool answers into a user message of its own: not a new turn of the user. */
function isAttachment(message: ChatMessage): boolean {
  return textOf(message.content).startsWith('Attached media from tool result:');
}

function joined(messages: ChatMessage[]): string {
  return messages.map(({ content }) => textOf(content)).join('\n');
}

function asAnswer(step: FakeStep): FakeAnswer {
  return typeof step === 'string' ? { text: step } : step;
}

function stepAt(steps: readonly FakeStep[], turn: number): FakeAnswer {
  return asAnswer(steps[turn] ?? { text: `scripted model: no step for turn ${turn}` });
}

/** The steps after the last marker that is not itself inside a script (a script may hold a prompt with its own). */
function inlineSteps(text: string): FakeStep[] | undefined {
  let steps: FakeStep[] | undefined;
  let from = text.indexOf(marker);
  while (from !== -1) {
    const start = text.indexOf('[', from);
    const end = start === -1 ? -1 : endOfArray(text, start);
    if (end === -1)
      throw new Error(`The script in the prompt is not complete: ${text.slice(from, from + 200)}`);
    steps = JSON.parse(text.slice(start, end)) as FakeStep[];
    from = text.indexOf(marker, end);
  }
  return steps;
}

/** Index after the bracket that closes the one at `start`; brackets inside JSON strings do not count. */
function endOfArray(text: string, start: number): number {
  let depth = 0;
  let inString = false;
  for (let index = start; index < text.length; index += 1) {
    const character = text[index];
    if (inString) {
      if (character === '\\') index += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return -1;
}
