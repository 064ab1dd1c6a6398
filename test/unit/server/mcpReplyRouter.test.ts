import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server';
import { describe, expect, it } from 'vitest';
import { ReplyRouter } from '../../../src/server/mcp/replyRouter.ts';

function transport(): Transport & { sent: JSONRPCMessage[]; received: JSONRPCMessage[] } {
  const sent: JSONRPCMessage[] = [];
  const received: JSONRPCMessage[] = [];
  return {
    sent,
    received,
    start: () => Promise.resolve(),
    close: () => Promise.resolve(),
    send: (message) => {
      sent.push(message);
      return Promise.resolve();
    },
    onmessage: (message) => void received.push(message),
  };
}

const question = { jsonrpc: '2.0', id: 0, method: 'roots/list' } as const;
const idOf = (message: JSONRPCMessage | undefined) => (message && 'id' in message ? message.id : undefined);

describe('ReplyRouter', () => {
  it('brings each answer to the call that asked, although both asked under the same id', async () => {
    const router = new ReplyRouter();
    const [first, second] = [transport(), transport()];
    router.attach(first);
    router.attach(second);
    await first.send(question);
    await second.send(question);
    const ids = [idOf(first.sent[0]), idOf(second.sent[0])];
    const delivered = router.deliver({ jsonrpc: '2.0', id: ids[1], result: { roots: [] } });

    expect(new Set(ids).size).toBe(2);
    expect(delivered).toBe(true);
    expect(first.received).toEqual([]);
    expect(second.received).toEqual([{ jsonrpc: '2.0', id: 0, result: { roots: [] } }]);
  });

  it('takes an answer once, and none after the call has ended', async () => {
    const router = new ReplyRouter();
    const call = transport();
    const forget = router.attach(call);
    await call.send(question);
    const answer = { jsonrpc: '2.0', id: idOf(call.sent[0]), error: { code: -1, message: 'No.' } };

    expect(router.deliver(answer)).toBe(true);
    expect(router.deliver(answer)).toBe(false);
    await call.send(question);
    forget();
    expect(router.deliver({ ...answer, id: idOf(call.sent[1]) })).toBe(false);
    expect(router.size).toBe(0);
  });

  it('leaves everything else alone', async () => {
    const router = new ReplyRouter();
    const call = transport();
    router.attach(call);
    const result = { jsonrpc: '2.0', id: 4, result: {} } as const;
    await call.send(result);

    expect(call.sent).toEqual([result]);
    expect(router.deliver({ jsonrpc: '2.0', id: 4, method: 'ping' })).toBe(false);
    expect(router.deliver(null)).toBe(false);
    expect(router.deliver([result])).toBe(false);
  });
});
