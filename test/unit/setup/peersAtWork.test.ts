import { chmod } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { findPeerData, findPeersAtWork, type PeerAtWork } from '../../../src/setup/peers/peersAtWork.ts';
import {
  peerOfContainer,
  peerOfPlugin,
  peerOfProcess,
  peerOfServer,
} from '../../../src/setup/peers/peerMarks.ts';

const semantic = 'opencode-semantic-memory';
const manager = '@opencode-manager/memory';
const mem0 = 'opencode-mem0-selfhost';

describe('whose it is', () => {
  it.each([
    ['@opencode-manager/memory', manager],
    ['@opencode-manager/memory@0.0.29', manager],
    ['/home/a/src/opencode-memory/dist/tui.js', manager],
    ['opencode-mem0-selfhost', mem0],
    ['opencode-mem0-selfhost@0.1.7', mem0],
    ['file:///home/a/opencode-mem0-selfhost/dist/index.js', mem0],
    ['@opencode-manager/memory-tools', undefined],
    ['opencode-memory-bridge', undefined],
    ['opencode-forge', undefined],
    ['./plugins/notes.js', undefined],
  ])('the plugin %s', (entry, title) => expect(peerOfPlugin(entry)?.title).toBe(title));

  it.each([
    ['http://localhost:9824/mcp', semantic],
    ['http://127.0.0.1:9824/mcp', semantic],
    ['/home/a/.venv/bin/python -m opencode_memory.server', semantic],
    ['opencode-memory serve --no-daemon', semantic],
    ['bash /home/a/.local/share/opencode-memory-install/scripts/memory-mcp.sh', semantic],
    ['npx -y mcp-remote http://localhost:9824/mcp', semantic],
    ['npx -y @modelcontextprotocol/server-memory', '@modelcontextprotocol/server-memory'],
    ['uvx basic-memory mcp', 'basic-memory'],
    ['uv --directory /srv/mcp-memory-service run memory', 'mcp-memory-service'],
    ['https://mcp.mem0.ai/mcp', 'Mem0'],
    ['http://127.0.0.1:9834/mcp', undefined],
    ['npx my-basic-memory-notes', undefined],
    ['node /home/a/opencode-memory-bridge/dist/cli.js mcp', undefined],
    ['http://localhost:98240/mcp', undefined],
  ])('the server %s', (text, title) => expect(peerOfServer(text)?.title).toBe(title));

  it.each([
    [['/v/bin/python3.12', '-m', 'opencode_memory.http_server', '--port', '9824'], semantic],
    [['/v/bin/python', '/v/bin/opencode-memory-worker'], semantic],
    [['/v/bin/opencode-memory-daemon'], semantic],
    [['bun', '/c/node_modules/@opencode-manager/memory/dist/vec-worker.js'], manager],
    [['node', '/n/server-memory/dist/index.js'], '@modelcontextprotocol/server-memory'],
    [['vim', '/v/bin/opencode-memory-daemon'], undefined],
    [['grep', '-r', 'opencode_memory.http_server'], undefined],
    [['python3', 'tool.py', '-m', 'nothing'], undefined],
    [['tail', '-f', '/x/opencode-memory/server.log'], undefined],
    [[], undefined],
  ])('the process %j', (args, title) => expect(peerOfProcess(args)?.title).toBe(title));

  it.each([
    ['ocm-sandbox-fix-import', 'ocm-sandbox:latest', manager],
    ['mem0-dev-mem0-1', 'mem0-dev-mem0', 'Mem0'],
    ['api', 'mem0/mem0-api-server:latest', 'Mem0'],
    ['mcp', 'mem0/openmemory-mcp', 'OpenMemory'],
    ['postgres', 'pgvector/pgvector:pg17', undefined],
    ['amem0x', 'amem0x', undefined],
  ])('the container %s of %s', (name, image, title) =>
    expect(peerOfContainer(name, image)?.title).toBe(title),
  );
});

let temp: TempDirectory;
let environment: NodeJS.ProcessEnv;
beforeEach(async () => {
  temp = await tempDirectory('peers');
  await temp.makeDirectory('home');
  await temp.makeDirectory('bin');
  await temp.makeDirectory('work/sub');
  await temp.makeDirectory('work/.git');
  environment = { HOME: temp.join('home'), PATH: temp.join('bin') };
});
afterEach(() => temp.dispose());

const search = (platform: NodeJS.Platform = 'linux') =>
  findPeersAtWork({
    folder: temp.join('work/sub'),
    environment,
    platform,
    processFolder: temp.join('proc'),
  });
/** Without the folder of the test, which has another name each time. */
const told = (found: readonly PeerAtWork[]): string[] =>
  found.map(({ peer, what, stop }) => `${peer.title}: ${what} -> ${stop}`.replaceAll(temp.path, ''));

describe('what is at work', () => {
  it('is nothing where there is nothing, and where there is only ours', async () => {
    expect(await search()).toEqual([]);
    await temp.write(
      'home/.config/opencode/opencode.json',
      '{"mcp": {"memory": {"type": "local", "command": ["/h/bin/memory-bridge", "mcp"]}, "off": {"type": "remote", "url": "http://localhost:9824/mcp", "enabled": false}}, "plugin": ["other"]}',
    );
    await temp.write('work/AGENTS.md', '# Agents\n\nCall `memory_recall` before you assume anything.\n');
    await temp.write(
      'home/.config/systemd/user/backup.service',
      '[Service]\nExecStart=/usr/bin/tar /home/a/opencode-memory-notes\n',
    );
    expect(await search()).toEqual([]);
    expect(await findPeerData(environment)).toEqual([]);
  });

  it('is named with where it is and what stops it', async () => {
    await temp.write(
      'home/.config/opencode/opencode.jsonc',
      `{
  // mine
  "mcp": {
    "memory": { "type": "remote", "url": "http://localhost:9824/mcp" },
    "graph": { "type": "local", "command": ["npx", "-y", "@modelcontextprotocol/server-memory"] }
  },
  "plugin": ["@opencode-manager/memory@0.0.29", ["opencode-mem0-selfhost", {"a": 1}]]
}`,
    );
    await temp.write('home/.config/opencode/tui.json', '{"plugin": ["/src/opencode-memory/dist/tui.js"]}');
    await temp.write(
      'work/.opencode/plugins/memory.ts',
      "const url = process.env.OPENCODE_MEMORY_URL ?? 'http://localhost:9824';",
    );
    await temp.write('work/opencode.json', '{ broken');
    await temp.write(
      'home/.config/opencode/AGENTS.md',
      '# Agent Instructions\n\nAt session start, always call `memory_get_boot_context` to load prior context.\n',
    );
    await temp.write(
      'home/.config/systemd/user/opencode-memory.service',
      '[Service]\nExecStart=%h/.local/share/opencode-memory-install/.venv/bin/python -m opencode_memory.http_server\n',
    );
    await temp.write('proc/4242/cmdline', 'python\0-m\0opencode_memory.daemon\0');
    await temp.write('proc/4243/cmdline', 'bun\0/c/@opencode-manager/memory/dist/vec-worker.js\0');
    await temp.write('proc/self/cmdline', 'python\0-m\0opencode_memory.daemon\0');
    await temp.write(
      'bin/docker',
      "#!/bin/sh\nprintf 'ocm-sandbox-x\\tocm-sandbox:latest\\ndb\\tpostgres\\n'\n",
    );
    await chmod(temp.join('bin/docker'), 0o755);
    const off = 'memory-bridge setup opencode --switch-off-others';
    expect(told(await search())).toEqual([
      `@opencode-manager/memory: the plugin "@opencode-manager/memory@0.0.29" in /home/.config/opencode/opencode.jsonc -> ${off}`,
      `opencode-mem0-selfhost: the plugin "opencode-mem0-selfhost" in /home/.config/opencode/opencode.jsonc -> ${off}`,
      `opencode-semantic-memory: the MCP server "memory" in /home/.config/opencode/opencode.jsonc -> ${off}`,
      `@modelcontextprotocol/server-memory: the MCP server "graph" in /home/.config/opencode/opencode.jsonc -> ${off}`,
      `@opencode-manager/memory: the plugin "/src/opencode-memory/dist/tui.js" in /home/.config/opencode/tui.json -> ${off}`,
      'opencode-semantic-memory: the plugin /work/.opencode/plugins/memory.ts -> move the file elsewhere: /work/.opencode/plugins/memory.ts',
      'opencode-semantic-memory: text for agents in /home/.config/opencode/AGENTS.md, line 3 -> it may stay, for the tools that it names are here too; else remove it by hand',
      'opencode-semantic-memory: the service opencode-memory.service -> systemctl --user disable --now opencode-memory.service',
      'opencode-semantic-memory: process 4242 (python -m opencode_memory.daemon) -> it ends with its service',
      '@opencode-manager/memory: process 4243 (bun /c/@opencode-manager/memory/dist/vec-worker.js) -> kill 4243',
      '@opencode-manager/memory: the container ocm-sandbox-x (ocm-sandbox:latest) -> docker stop ocm-sandbox-x',
    ]);
  });

  it('is found in what launchd starts', async () => {
    await temp.write(
      'home/Library/LaunchAgents/com.opencode.memory.daemon.plist',
      '<plist><dict><key>ProgramArguments</key><array><string>/v/bin/python</string><string>-m</string><string>opencode_memory.daemon</string></array></dict></plist>',
    );
    await temp.write(
      'home/Library/LaunchAgents/com.other.plist',
      '<plist><dict><key>Label</key><string>opencode-memory</string></dict></plist>',
    );
    expect(told(await search('darwin'))).toEqual([
      'opencode-semantic-memory: the service com.opencode.memory.daemon.plist -> launchctl unload -w /home/Library/LaunchAgents/com.opencode.memory.daemon.plist',
    ]);
  });

  it('leaves data, which is named with its folder', async () => {
    await temp.write('home/.local/share/opencode-memory/memory.db', 'x');
    await temp.makeDirectory('home/.mem0');
    await temp.makeDirectory('home/.local/share/opencode/memory');
    expect(
      (await findPeerData(environment)).map(({ peer, path }) => [peer.title, path.replace(temp.path, '')]),
    ).toEqual([
      [semantic, '/home/.local/share/opencode-memory'],
      [mem0, '/home/.mem0'],
    ]);
  });
});
