import { describe, expect, it } from 'vitest';
import { importsOf, sourcesBelow } from './importGraph.ts';

/** Files outside of `src/net/` that may open connections, and why these do not leave the machine. */
const connections: Readonly<Record<string, string>> = {
  'src/client/freePort.ts': 'listens on the loopback for a moment, to see whether a port is free',
  'src/client/loopbackRequest.ts': 'asks the owner of the database, on 127.0.0.1 alone',
  'src/client/provenAgent.ts': 'connects to the owner of the database, on 127.0.0.1 alone',
  'src/embed/api/apiClient.ts': 'keeps connections for the room of requests, and opens none',
  'src/server/ownership/portLock.ts': 'listens on the loopback',
};

/** Files that start programs, and why these ask nobody, or nobody that the switch would keep them from. */
const programs: Readonly<Record<string, string>> = {
  'src/bridges/openCodeModel/openCodeModel.ts':
    'OpenCode, with the model of the person, once they have switched that on and unless something is to keep us offline',
  'src/cli/textEditor.ts': 'the editor of the person',
  'src/cli/upgrade/npm.ts': 'npm, for an upgrade, after our own request has told that something may leave',
  'src/client/forkStarter.ts': 'the memory server',
  'src/client/portHolder.ts': 'asks the system who listens on a port',
  'src/extension/embedding/modelImport.ts': 'our own command line, which copies files',
  'src/git/git.ts': 'git with every transport switched off',
  'src/server/ownership/machineIdentity.ts': 'asks the system for its id',
  'src/setup/openCode/findOpenCodeProgram.ts': 'asks OpenCode for its version',
  'src/setup/peers/peerProcesses.ts':
    'asks the system for processes, and the engines of this machine for containers',
};

const network = /^(?:node:)?(?:https?|http2|net|tls|dgram|dns|dns\/promises|quic)$/;
const packages = /^(?:undici|axios|got|node-fetch|ky|ws|superagent|@huggingface\/transformers|@octokit\/.+)$/;
const starters = /^(?:(?:node:)?child_process|simple-git|execa)$/;

/** Whether code reaches for something global that opens a connection. A method of that name is somebody else's. */
function asksGlobally(text: string): boolean {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const called = [...code.matchAll(/(?<![.#\w])fetch\s*\(\s*(?!\w+\s*\??\s*:|\))/g)];
  return (
    called.length > 0 ||
    /\b(?:globalThis|window|self)\s*(?:\.\s*fetch\b|\[\s*['"]fetch)/.test(code) ||
    /\bnew\s+(?:WebSocket|EventSource|XMLHttpRequest)\b|\.sendBeacon\s*\(/.test(code)
  );
}

const reaches = (text: string, wanted: RegExp): boolean =>
  importsOf(text).some(({ specifier, isTypeOnly }) => !isTypeOnly && wanted.test(specifier));

const mayLeave = (text: string): boolean =>
  reaches(text, network) || reaches(text, packages) || asksGlobally(text);

const source = sourcesBelow('src');
const outside = [...source].filter(([file]) => !file.startsWith('src/net/'));
const filesThat = (is: (text: string) => boolean): string[] =>
  outside
    .filter(([, text]) => is(text))
    .map(([file]) => file)
    .toSorted();

describe('requests that leave the machine', () => {
  it('go through one room', () => {
    expect(source.size).toBeGreaterThan(500);
    expect([...source.keys()].some((file) => file.startsWith('src/net/'))).toBe(true);
    expect(filesThat(mayLeave)).toEqual(Object.keys(connections).toSorted());
  });

  it('are not made by programs that are started', () => {
    expect(filesThat((text) => reaches(text, starters))).toEqual(Object.keys(programs).toSorted());
  });

  it.each([
    "import http from 'node:http';",
    "import { request } from 'https';",
    "import { connect } from 'node:tls';",
    "import { lookup } from 'node:dns/promises';",
    "const net = await import('node:net');",
    "const net = require('net');",
    "export { createSocket } from 'node:dgram';",
    "import { fetch } from 'undici';",
    'const answer = await fetch(url);',
    'const answer = await fetch(isLocal ? one : other);',
    "void fetch('https://example.org');",
    'const ask = globalThis.fetch;',
    "const ask = globalThis['fetch'];",
    'const socket = new WebSocket(url);',
    'navigator.sendBeacon(url, text);',
  ])('are seen: %s', (line) => {
    expect(mayLeave(line)).toBe(true);
  });

  it.each([
    "import type { IncomingMessage } from 'node:http';",
    "import { type RequestListener } from 'node:http';",
    'interface Query { fetch(signal: AbortSignal): Promise<void> }',
    'this.#fetch();',
    'return app.fetch(request);',
    '// fetch(url) would leave',
    'function prefetch(url: string): void {}',
  ])('are not taken for: %s', (line) => {
    expect(mayLeave(line)).toBe(false);
  });
});
