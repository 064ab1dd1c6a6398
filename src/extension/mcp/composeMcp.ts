import type { Feature } from '../shared/feature.ts';
import type { Host } from '../shared/host.ts';
import { McpServers } from './mcpServers.ts';

export function composeMcp({ cli, directory }: Host): Feature[] {
  return [new McpServers(cli, directory.home)];
}
