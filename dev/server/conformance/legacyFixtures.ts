import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { text } from './contents.ts';

const option = (value: string, title: string) => ({ const: value, title });

/** Tools of the 2025 protocol that ask the client something in the middle of a call. */
export function registerLegacyFixtures(server: McpServer): void {
  server.server.registerCapabilities({ logging: {}, resources: { subscribe: true } });
  server.server.setRequestHandler('resources/subscribe', () => ({}));
  server.server.setRequestHandler('resources/unsubscribe', () => ({}));
  registerQuestions(server);
  registerForms(server);
}

function registerQuestions(server: McpServer): void {
  server.registerTool(
    'test_sampling',
    { description: 'Asks the model of the client', inputSchema: z.object({ prompt: z.string() }) },
    async ({ prompt }, context) => {
      const params = { messages: [{ role: 'user', content: text(prompt) }], maxTokens: 100 };
      const answer = await context.mcpReq.send({ method: 'sampling/createMessage', params });
      return { content: [text(`LLM response: ${JSON.stringify(answer.content)}`)] };
    },
  );
  server.registerTool(
    'test_elicitation',
    { description: 'Asks the person', inputSchema: z.object({ message: z.string() }) },
    async ({ message }, context) => {
      const requestedSchema = {
        type: 'object',
        properties: {
          username: { type: 'string', description: "User's response" },
          email: { type: 'string', description: "User's email address" },
        },
        required: ['username', 'email'],
      };
      const answer = await context.mcpReq.send({
        method: 'elicitation/create',
        params: { message, requestedSchema },
      });
      return { content: [text(`User response: ${JSON.stringify(answer)}`)] };
    },
  );
}

function registerForms(server: McpServer): void {
  registerForm(server, 'test_elicitation_sep1034_defaults', {
    name: { type: 'string', default: 'John Doe' },
    age: { type: 'integer', default: 30 },
    score: { type: 'number', default: 95.5 },
    status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
    verified: { type: 'boolean', default: true },
  });
  registerForm(server, 'test_elicitation_sep1330_enums', {
    untitledSingle: { type: 'string', enum: ['option1', 'option2', 'option3'] },
    titledSingle: {
      type: 'string',
      oneOf: [
        option('value1', 'First Option'),
        option('value2', 'Second Option'),
        option('value3', 'Third Option'),
      ],
    },
    legacyEnum: {
      type: 'string',
      enum: ['opt1', 'opt2', 'opt3'],
      enumNames: ['Option One', 'Option Two', 'Option Three'],
    },
    untitledMulti: { type: 'array', items: { type: 'string', enum: ['option1', 'option2', 'option3'] } },
    titledMulti: {
      type: 'array',
      items: {
        anyOf: [
          option('value1', 'First Choice'),
          option('value2', 'Second Choice'),
          option('value3', 'Third Choice'),
        ],
      },
    },
  });
}

function registerForm(server: McpServer, name: string, properties: Record<string, unknown>): void {
  server.registerTool(name, { description: 'Asks the person to fill in a form' }, async (context) => {
    const requestedSchema = { type: 'object', properties };
    const answer = await context.mcpReq.send({
      method: 'elicitation/create',
      params: { message: 'Please fill in the form', requestedSchema },
    });
    return {
      content: [
        text(`Elicitation completed: action=${answer.action}, content=${JSON.stringify(answer.content)}`),
      ],
    };
  });
}
