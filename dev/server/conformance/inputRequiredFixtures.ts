import {
  acceptedContent,
  createRequestStateCodec,
  inputRequired,
  type CallToolResult,
  type InputRequiredResult,
  type McpServer,
  type McpServerOptions,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { text } from './contents.ts';

/** Signs what the client carries from one round to the next. */
const codec = createRequestStateCodec<{ step: number }>({
  key: 'a key that only the conformance fixtures use',
});

export const requestState: NonNullable<McpServerOptions['requestState']> = {
  verify: (state, context) => codec.verify(state, context),
};

type Answer = CallToolResult | InputRequiredResult;
type Inputs = NonNullable<Parameters<typeof inputRequired>[0]['inputRequests']>;

const askFor = (message: string, field: string, type: 'string' | 'boolean' = 'string') => {
  const schema = type === 'string' ? ({ type: 'string' } as const) : ({ type: 'boolean' } as const);
  return inputRequired.elicit({
    message,
    requestedSchema: { type: 'object', properties: { [field]: schema }, required: [field] },
  });
};
const askName = { user_name: askFor('What is your name?', 'name') };
const askModel = (question: string, maxTokens: number) =>
  inputRequired.createMessage({ messages: [{ role: 'user', content: text(question) }], maxTokens });

const done = (value: string): CallToolResult => ({ content: [text(value)] });

/** Tools and a prompt of the 2026 protocol that return a question and are called again with the answer. */
export function registerInputRequiredFixtures(server: McpServer): void {
  const tool: Register = (name, answer) =>
    server.registerTool(name, { description: 'Needs an answer first' }, answer);
  registerSingleQuestions(tool);
  registerRounds(tool);
  registerCapabilityQuestions(tool, server);
  registerPrompt(server);
}

type Register = (name: string, answer: (context: ServerContext) => Answer | Promise<Answer>) => unknown;

const prefix = 'test_input_required_result';

function registerSingleQuestions(tool: Register): void {
  tool(`${prefix}_elicitation`, (context) => {
    const given = acceptedContent<{ name?: unknown }>(context.mcpReq.inputResponses, 'user_name');
    return typeof given?.name === 'string'
      ? done(`Hello, ${given.name}!`)
      : inputRequired({ inputRequests: askName });
  });
  tool(`${prefix}_sampling`, (context) =>
    has(context, 'capital_question')
      ? done(JSON.stringify(context.mcpReq.inputResponses))
      : inputRequired({
          inputRequests: { capital_question: askModel('What is the capital of France?', 100) },
        }),
  );
  tool(`${prefix}_list_roots`, (context) =>
    has(context, 'client_roots')
      ? done(JSON.stringify(context.mcpReq.inputResponses))
      : inputRequired({ inputRequests: { client_roots: inputRequired.listRoots() } }),
  );
}

function registerRounds(tool: Register): void {
  tool(`${prefix}_request_state`, (context) => withState(context, 'confirm', 'state-ok'));
  tool(`${prefix}_tampered_state`, (context) => withState(context, 'confirm', 'state-ok'));
  tool(`${prefix}_multiple_inputs`, async (context) => {
    const inputs: Inputs = {
      ...askName,
      greeting: askModel('Generate a greeting', 50),
      client_roots: inputRequired.listRoots(),
    };
    return Object.keys(inputs).every((key) => has(context, key))
      ? done('All answers are here.')
      : inputRequired({ inputRequests: inputs, requestState: await codec.mint({ step: 1 }, context) });
  });
  tool(`${prefix}_multi_round`, async (context) => {
    const step = context.mcpReq.requestState<{ step: number }>()?.step ?? 0;
    if (step === 2 && has(context, 'step2')) return done('Both steps are done.');
    const inputs: Inputs =
      step === 1 && has(context, 'step1')
        ? { step2: askFor('Step 2: What is your favorite color?', 'color') }
        : { step1: askFor('Step 1: What is your name?', 'name') };
    const next = 'step2' in inputs ? 2 : 1;
    return inputRequired({ inputRequests: inputs, requestState: await codec.mint({ step: next }, context) });
  });
}

function registerCapabilityQuestions(tool: Register, server: McpServer): void {
  tool(`${prefix}_capabilities`, () => {
    const capabilities: object = { ...server.server.getClientCapabilities() };
    return inputRequired({
      inputRequests: {
        ...('sampling' in capabilities ? { question: askModel('What is the capital of France?', 100) } : {}),
        ...('elicitation' in capabilities ? askName : {}),
        ...('roots' in capabilities ? { client_roots: inputRequired.listRoots() } : {}),
      },
    });
  });
  tool('test_missing_capability', () => inputRequired({ inputRequests: { q: askModel('Anything?', 10) } }));
  tool('test_streaming_elicitation', () => inputRequired({ inputRequests: askName }));
}

function registerPrompt(server: McpServer): void {
  server.registerPrompt(`${prefix}_prompt`, { description: 'Needs an answer first' }, (context) => {
    const given = acceptedContent<{ context?: unknown }>(context.mcpReq.inputResponses, 'user_context');
    if (typeof given?.context !== 'string') {
      const question = askFor('What context should the prompt use?', 'context');
      return inputRequired({ inputRequests: { user_context: question } });
    }
    return { messages: [{ role: 'user', content: text(`Context: ${given.context}`) }] };
  });
}

async function withState(context: ServerContext, key: string, word: string): Promise<Answer> {
  if (context.mcpReq.requestState<{ step: number }>()?.step === 1 && has(context, key)) return done(word);
  return inputRequired({
    inputRequests: { [key]: askFor('Please confirm', 'ok', 'boolean') },
    requestState: await codec.mint({ step: 1 }, context),
  });
}

function has(context: ServerContext, key: string): boolean {
  return context.mcpReq.inputResponses?.[key] !== undefined;
}
