import { MemoryBridgeError } from '../../core/errors.ts';
import { isRecord } from '../../core/isRecord.ts';
import type { ModelAnswer } from '../../intake/conversations/textModel.ts';

/** The answer in what `opencode run --format json` prints, an event a line, and what OpenCode says it has cost. */
export function answerIn(printed: string): ModelAnswer {
  const texts: string[] = [];
  let tokens = 0;
  let cost = 0;
  for (const line of printed.split('\n')) {
    const event = eventIn(line);
    const part = event?.['part'];
    if (event?.['type'] === 'error') throw refusedBy(event['error']);
    if (!isRecord(part)) continue;
    if (event?.['type'] === 'text' && typeof part['text'] === 'string') texts.push(part['text']);
    if (event?.['type'] === 'step_finish') {
      tokens += tokensIn(part['tokens']);
      cost += amountIn(part['cost']);
    }
  }
  return { text: texts.join('\n'), tokens, cost };
}

function eventIn(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const event: unknown = JSON.parse(line);
    return isRecord(event) ? event : undefined;
  } catch {
    return undefined;
  }
}

/** `total`, or the sum of the kinds in versions that do not say it. */
function tokensIn(tokens: unknown): number {
  if (!isRecord(tokens)) return 0;
  const total = amountIn(tokens['total']);
  if (total > 0) return total;
  const cache = isRecord(tokens['cache']) ? tokens['cache'] : {};
  return [tokens['input'], tokens['output'], tokens['reasoning'], cache['read'], cache['write']]
    .map(amountIn)
    .reduce((sum, each) => sum + each, 0);
}

const amountIn = (value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0;

function refusedBy(error: unknown): MemoryBridgeError {
  const data = isRecord(error) && isRecord(error['data']) ? error['data'] : error;
  const message =
    isRecord(data) && typeof data['message'] === 'string' ? data['message'] : 'it reported a fault';
  return new MemoryBridgeError('unavailable', `OpenCode could not be asked: ${message.slice(0, 300)}.`);
}
