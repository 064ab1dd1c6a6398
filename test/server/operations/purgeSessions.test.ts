import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tracesOf } from '../../../dev/files/traces.ts';
import { agent, OperationsBench, projectId, refusal } from '../../../dev/operations/operationsBench.ts';
import { sessionKey } from '../../../src/core/session/sessionKey.ts';
import { listMemoriesOperation } from '../../../src/protocol/operations/memories/listMemories.ts';
import { purgeOperation } from '../../../src/protocol/operations/memories/purge.ts';
import { getActiveSessionsOperation } from '../../../src/protocol/operations/sessions/getActiveSessions.ts';
import { sessionStartOperation } from '../../../src/protocol/operations/sessions/sessionStart.ts';
import { sessionWrapUpOperation } from '../../../src/protocol/operations/sessions/sessionWrapUp.ts';

let bench: OperationsBench;

beforeEach(async () => {
  bench = await OperationsBench.open();
});
afterEach(() => bench.close());

describe('purge', () => {
  it('leaves nothing of what a session left open, nor of a session that is named, in any byte', async () => {
    const words = ['quetzalcoatls', 'marshmallowing', 'okapibalance'];
    const [summary = '', open = '', next = ''] = words;
    const wrapUp = (session_id: string, fields: object) =>
      bench.call(
        sessionWrapUpOperation,
        { session_id, ...fields },
        { sessionId: session_id, idempotencyKey: `key-of-${session_id}` },
      );
    await bench.call(sessionStartOperation, { session_id: 'nightly', working_on: 'The parser' });
    await wrapUp('nightly', {
      summary: `Half of the ${summary} works`,
      open_items: [`the other half of ${open}`],
      next: `ask about ${next}`,
    });
    await wrapUp('other', { summary: 'Something else, of otherwisewords' });
    const holding = path.basename((await bench.backup()).path);
    expect(new Set(tracesOf(words, bench.home).map((trace) => trace.split(' ')[0]))).toEqual(new Set(words));
    const { memories } = await bench.call(listMemoriesOperation, { text: summary });
    const done = await bench.call(purgeOperation, { ids: memories.map(({ id }) => id) });
    expect(done).toMatchObject({ purged: true, sessions: [], backups: [{ name: holding }] });
    expect(tracesOf(words, bench.home)).toEqual([]);
    // Twins: the session itself is there without those words, and the other one with its own.
    const { sessions } = await bench.call(getActiveSessionsOperation, {});
    expect(sessions.map(({ id, summary: left }) => [id, left])).toEqual([
      ['nightly', null],
      ['other', 'Something else, of otherwisewords'],
    ]);

    const refused = await refusal(bench.call(purgeOperation, { session_ids: ['other'] }, { actor: agent }));
    expect(refused).toMatchObject({ code: 'forbidden' });
    expect(await refusal(bench.call(purgeOperation, {}))).toMatchObject({ code: 'invalid_input' });
    const named = { session_ids: ['nightly', 'nobody'] };
    expect(await bench.call(purgeOperation, { ...named, preview: true })).toMatchObject({
      purged: false,
      sessions: [{ id: 'nightly', project: projectId }],
      backups: [{ name: holding, action: 'rewrite' }],
      missing: ['nobody'],
    });
    expect(tracesOf(['nightly'], bench.home)).not.toEqual([]);
    expect(await bench.call(purgeOperation, named)).toMatchObject({ purged: true });
    expect(tracesOf(['nightly'], bench.home)).toEqual([]);
    expect(await bench.store.checkIntegrity()).toBe('ok');
    // What only a backup knows is found there.
    await bench.store.write((unit) => unit.memories.purge([sessionKey('other')]));
    expect(await bench.call(purgeOperation, { session_ids: ['other'], preview: true })).toMatchObject({
      sessions: [{ id: 'other', agent: null, title: null }],
      missing: [],
    });
  });

  it('is for sessions of earlier days too, which the whole list shows', async () => {
    await bench.call(sessionStartOperation, { session_id: 'past', working_on: 'The parser' });
    bench.now += 3 * 24 * 3_600_000;
    const shown = async (input: { all?: boolean }) =>
      (await bench.call(getActiveSessionsOperation, input)).sessions.map(({ id }) => id);
    expect([await shown({}), await shown({ all: true })]).toEqual([[], ['past']]);
    await bench.call(purgeOperation, { session_ids: ['past'] });
    expect(await shown({ all: true })).toEqual([]);
  });
});
