import { type IncomingHttpHeaders, type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type ChatRequest,
  type ChosenStep,
  type FakeAnswer,
  type FakeScript,
  chooseStep,
} from './fakeModelScript.ts';

/** One chat request as it came, with what was answered. */
export interface FakeModelRequest extends ChosenStep {
  at: number;
  headers: IncomingHttpHeaders;
  body: ChatRequest;
  /** The client went away before the answer was complete. */
  aborted: boolean;
}

/** A model with the OpenAI chat completions API that says what the test tells it to say. */
export interface FakeModel {
  /** Base URL, ends with `/v1`. */
  readonly url: string;
  readonly port: number;
  readonly requests: FakeModelRequest[];
  /** May be changed while it runs. */
  readonly script: FakeScript;
  close(): Promise<void>;
}

const modelId = 'fake-1';

/** Starts the model on a random loopback port. */
export async function startFakeModel(script: Partial<FakeScript> = {}): Promise<FakeModel> {
  const state: FakeScript = { rules: [], queue: [], ...script };
  const requests: FakeModelRequest[] = [];
  const server = createServer((request, response) => {
    serve(request, response, state, requests).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { error: { message: `scripted model: ${String(error)}` } });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port');
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    port: address.port,
    requests,
    script: state,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  script: FakeScript,
  requests: FakeModelRequest[],
): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname;
  if (path.endsWith('/models')) {
    sendJson(response, 200, { object: 'list', data: [{ id: modelId, object: 'model' }] });
    return;
  }
  if (!path.endsWith('/chat/completions')) {
    sendJson(response, 404, { error: { message: `scripted model: no route ${path}` } });
    return;
  }
  const body = JSON.parse(await readBody(request)) as ChatRequest;
  const chosen = chooseStep(body, script);
  const entry: FakeModelRequest = {
    ...chosen,
    at: Date.now(),
    headers: request.headers,
    body,
    aborted: false,
  };
  response.on('close', () => (entry.aborted = !response.writableEnded));
  requests.push(entry);
  await answer(response, body, chosen.step, requests.length);
}

async function answer(
  response: ServerResponse,
  body: ChatRequest,
  step: FakeAnswer,
  id: number,
): Promise<void> {
  if (step.hang) return;
  if (step.delay !== undefined) await delay(step.delay);
  if (step.status !== undefined) {
    const error = { message: step.error ?? `scripted error ${step.status}`, type: 'scripted_error' };
    sendJson(response, step.status, { error }, step.headers);
    return;
  }
  const completion = compose(body, step, id);
  if (body.stream) await stream(response, step, completion);
  else sendWhole(response, step, completion);
}

interface Completion {
  base: { id: string; created: number; model: string };
  text: string;
  calls: { index: number; id: string; type: 'function'; function: { name: string; arguments: string } }[];
  finish: string;
  usage: object;
}

function compose(body: ChatRequest, step: FakeAnswer, id: number): Completion {
  const single = step.tool === undefined ? [] : [{ tool: step.tool, ...(step.args && { args: step.args }) }];
  const calls = (step.tools ?? single).map((call, index) => ({
    index,
    id: `call_${id}_${index}`,
    type: 'function' as const,
    function: { name: call.tool, arguments: JSON.stringify(call.args ?? {}) },
  }));
  const text = step.text ?? '';
  const prompt = step.usage?.prompt_tokens ?? countTokens(JSON.stringify(body.messages));
  const completion = step.usage?.completion_tokens ?? countTokens(text + JSON.stringify(calls));
  return {
    base: { id: `chatcmpl-${id}`, created: Math.floor(Date.now() / 1000), model: body.model },
    text,
    calls,
    finish: step.finish ?? (calls.length > 0 ? 'tool_calls' : 'stop'),
    usage: {
      prompt_tokens: prompt,
      completion_tokens: completion,
      total_tokens: prompt + completion,
      prompt_tokens_details: { cached_tokens: step.usage?.cached_tokens ?? 0 },
      completion_tokens_details: { reasoning_tokens: step.usage?.reasoning_tokens ?? 0 },
    },
  };
}

function sendWhole(
  response: ServerResponse,
  step: FakeAnswer,
  { base, text, calls, finish, usage }: Completion,
): void {
  const message = {
    role: 'assistant',
    content: text || null,
    ...(step.reasoning !== undefined && { reasoning_content: step.reasoning }),
    ...(calls.length > 0 && {
      tool_calls: calls.map(({ id, type, function: called }) => ({ id, type, function: called })),
    }),
  };
  const choices = [{ index: 0, finish_reason: finish, message }];
  sendJson(response, 200, { ...base, object: 'chat.completion', usage, choices });
}

async function stream(response: ServerResponse, step: FakeAnswer, completion: Completion): Promise<void> {
  const { base, text, calls, finish, usage } = completion;
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
  });
  const sendEvent = (data: object) => response.write(`data: ${JSON.stringify(data)}\n\n`);
  const chunk = { ...base, object: 'chat.completion.chunk' };
  const send = (delta: object, reason: string | null = null) =>
    sendEvent({ ...chunk, choices: [{ index: 0, delta, finish_reason: reason }] });
  const sendPieces = async (whole: string, key: string) => {
    const size = step.chunk ?? Math.max(8, Math.ceil(whole.length / 4));
    for (let start = 0; start < whole.length && !response.destroyed; start += size) {
      send({ [key]: whole.slice(start, start + size) });
      if (step.chunkDelay !== undefined) await delay(step.chunkDelay);
    }
  };

  send({ role: 'assistant', content: '' });
  if (step.reasoning !== undefined) await sendPieces(step.reasoning, 'reasoning_content');
  await sendPieces(text, 'content');
  if (step.drop) {
    response.destroy();
    return;
  }
  for (const call of calls) {
    // The name first and the arguments afterwards in two pieces: what real providers do.
    const whole = call.function.arguments;
    const half = Math.ceil(whole.length / 2);
    send({ tool_calls: [{ ...call, function: { name: call.function.name, arguments: '' } }] });
    for (const piece of [whole.slice(0, half), whole.slice(half)]) {
      if (piece !== '') send({ tool_calls: [{ index: call.index, function: { arguments: piece } }] });
    }
  }
  send({}, finish);
  sendEvent({ ...chunk, choices: [], usage });
  response.end('data: [DONE]\n\n');
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** Four characters a token: good enough for a usage that nobody pays. */
function countTokens(text: string): number {
  return Math.max(1, Math.ceil(text.length / 4));
}
