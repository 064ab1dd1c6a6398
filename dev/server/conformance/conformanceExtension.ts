import type { McpExtension } from '../../../src/server/mcp/mcpRoutes.ts';
import { registerBasicFixtures } from './basicFixtures.ts';
import { text } from './contents.ts';
import { registerInputRequiredFixtures, requestState } from './inputRequiredFixtures.ts';
import { registerLegacyFixtures } from './legacyFixtures.ts';

/** What the conformance suite expects a server to have, added to the servers of the real handler. */
export const conformanceExtension: McpExtension = {
  options: { requestState },
  register(server, context, bus) {
    server.server.registerCapabilities({ logging: {} });
    registerBasicFixtures(server);
    if (context.era === 'legacy') {
      registerLegacyFixtures(server);
      return;
    }
    registerInputRequiredFixtures(server);
    server.registerTool('test_trigger_tool_change', { description: 'Says that tools have changed' }, () => {
      bus.publish({ kind: 'tools_list_changed' });
      return { content: [text('Said.')] };
    });
    server.registerTool(
      'test_trigger_prompt_change',
      { description: 'Says that prompts have changed' },
      () => {
        bus.publish({ kind: 'prompts_list_changed' });
        return { content: [text('Said.')] };
      },
    );
  },
};
