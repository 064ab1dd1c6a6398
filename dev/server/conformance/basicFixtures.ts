import { setTimeout as delay } from 'node:timers/promises';
import { completable, ResourceTemplate, type McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { image, pixel, silence, text } from './contents.ts';

/** Tools, resources and prompts of the suite that answer at once. Names and texts are the suite's. */
export function registerBasicFixtures(server: McpServer): void {
  registerContentTools(server);
  registerTalkingTools(server);
  registerFixtureResources(server);
  registerFixturePrompts(server);
}

function registerContentTools(server: McpServer): void {
  server.registerTool('test_simple_text', { description: 'Answers with text' }, () => ({
    content: [text('This is a simple text response for testing.')],
  }));
  server.registerTool('test_image_content', { description: 'Answers with an image' }, () => ({
    content: [image],
  }));
  server.registerTool('test_audio_content', { description: 'Answers with audio' }, () => ({
    content: [{ type: 'audio', data: silence, mimeType: 'audio/wav' }],
  }));
  server.registerTool('test_embedded_resource', { description: 'Answers with a resource' }, () => ({
    content: [
      {
        type: 'resource',
        resource: {
          uri: 'test://embedded-resource',
          mimeType: 'text/plain',
          text: 'This is an embedded resource content.',
        },
      },
    ],
  }));
  server.registerTool('test_multiple_content_types', { description: 'Answers with several things' }, () => ({
    content: [
      text('Multiple content types test:'),
      image,
      {
        type: 'resource',
        resource: {
          uri: 'test://mixed-content-resource',
          mimeType: 'application/json',
          text: JSON.stringify({ test: 'data', value: 123 }),
        },
      },
    ],
  }));
  server.registerTool('test_error_handling', { description: 'Always fails' }, () => {
    throw new Error('This tool intentionally returns an error for testing');
  });
}

/** Tools that speak while they work. */
function registerTalkingTools(server: McpServer): void {
  server.registerTool('test_tool_with_logging', { description: 'Logs three times' }, async (context) => {
    for (const data of ['Tool execution started', 'Tool processing data', 'Tool execution completed']) {
      await context.mcpReq.log('info', data);
      await delay(50);
    }
    return { content: [text('Logged three times.')] };
  });
  server.registerTool('test_logging_tool', { description: 'Logs once, when it may' }, async (context) => {
    await context.mcpReq.log('info', 'Only for clients that asked for it');
    return { content: [text('Logged, where wanted.')] };
  });
  server.registerTool('test_tool_with_progress', { description: 'Reports progress' }, async (context) => {
    const progressToken = context.mcpReq._meta?.progressToken;
    for (const progress of [0, 50, 100]) {
      if (progressToken !== undefined) {
        const params = { progressToken, progress, total: 100 };
        await context.mcpReq.notify({ method: 'notifications/progress', params });
      }
      await delay(50);
    }
    return { content: [text('Done.')] };
  });
}

function registerFixtureResources(server: McpServer): void {
  const staticText = 'test://static-text';
  server.registerResource('static-text', staticText, { description: 'Text', mimeType: 'text/plain' }, () => ({
    contents: [
      { uri: staticText, mimeType: 'text/plain', text: 'This is the content of the static text resource.' },
    ],
  }));
  const binary = 'test://static-binary';
  server.registerResource(
    'static-binary',
    binary,
    { description: 'An image', mimeType: 'image/png' },
    () => ({
      contents: [{ uri: binary, mimeType: 'image/png', blob: pixel }],
    }),
  );
  const watched = 'test://watched-resource';
  server.registerResource('watched', watched, { description: 'Watched', mimeType: 'text/plain' }, () => ({
    contents: [{ uri: watched, mimeType: 'text/plain', text: 'Watched.' }],
  }));
  server.registerResource(
    'template',
    new ResourceTemplate('test://template/{id}/data', { list: undefined }),
    { description: 'By id', mimeType: 'application/json' },
    (uri, { id }) => {
      const data = { id, templateTest: true, data: `Data for ID: ${String(id)}` };
      return { contents: [{ uri: uri.href, mimeType: 'application/json', text: JSON.stringify(data) }] };
    },
  );
}

function registerFixturePrompts(server: McpServer): void {
  const user = 'user' as const;
  server.registerPrompt('test_simple_prompt', { description: 'A prompt' }, () => ({
    messages: [{ role: user, content: text('This is a simple prompt for testing.') }],
  }));
  server.registerPrompt(
    'test_prompt_with_arguments',
    {
      description: 'A prompt with arguments',
      argsSchema: z.object({
        arg1: completable(z.string(), (value) => ['test1', 'test2'].filter((each) => each.startsWith(value))),
        arg2: z.string(),
      }),
    },
    ({ arg1, arg2 }) => ({
      messages: [{ role: user, content: text(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`) }],
    }),
  );
  server.registerPrompt(
    'test_prompt_with_embedded_resource',
    { description: 'A prompt with a resource', argsSchema: z.object({ resourceUri: z.string() }) },
    ({ resourceUri }) => ({
      messages: [
        {
          role: user,
          content: {
            type: 'resource',
            resource: {
              uri: resourceUri,
              mimeType: 'text/plain',
              text: 'Embedded resource content for testing.',
            },
          },
        },
        { role: user, content: text('Please process the embedded resource above.') },
      ],
    }),
  );
  server.registerPrompt('test_prompt_with_image', { description: 'A prompt with an image' }, () => ({
    messages: [
      { role: user, content: image },
      { role: user, content: text('Please analyze the image above.') },
    ],
  }));
}
