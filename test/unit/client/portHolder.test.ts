import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { findFreePort } from '../../../src/client/freePort.ts';
import { findPortHolder } from '../../../src/client/portHolder.ts';
import { freePort, startProcess, stopAllProcesses } from '../../../dev/processes/processes.ts';

describe('the program that has a port', () => {
  const servers: Server[] = [];
  afterEach(async () => {
    await stopAllProcesses();
    for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
  });
  const listen = async (host: string, port: number) => {
    const server = createServer();
    servers.push(server);
    await new Promise<void>((resolve) => server.listen({ port, host }, resolve));
  };

  it.each(['127.0.0.1', '0.0.0.0', '::', '::1'])('is found when it listens on %s', async (host) => {
    const port = await freePort();
    expect(await findPortHolder(port)).toBeUndefined();
    await listen(host, port);
    expect(await findPortHolder(port)).toMatchObject({
      pid: process.pid,
      program: expect.stringMatching(/\w/),
    });
  });

  it('is told by its own process and name', async () => {
    const port = await freePort();
    const script = `require('node:net').createServer().listen(${port}, '127.0.0.1', () => console.log('ready'))`;
    const other = startProcess(process.execPath, ['-e', script]);
    await other.waitForOutput(/ready/);
    expect(await findPortHolder(port)).toEqual({ pid: other.pid, program: expect.stringMatching(/node/i) });
  });

  it('is passed by when a free port is looked for', async () => {
    const port = await freePort();
    await listen('127.0.0.1', port);
    expect(await findFreePort(port)).toBeGreaterThan(port);
  });
});
