import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tempDirectory, type TempDirectory } from '../../../dev/files/tempDirectory.ts';
import { freePort } from '../../../dev/processes/processes.ts';
import { MemoryConnection } from '../../../src/client/connection.ts';
import { MemoryBridgeError } from '../../../src/core/errors.ts';
import { DataDirectory } from '../../../src/home/dataDirectory.ts';
import type { CallDefinition, InputOf } from '../../../src/protocol/operation.ts';
import { acceptAllCandidatesOperation } from '../../../src/protocol/operations/inbox/acceptAllCandidates.ts';
import { listInboxOperation } from '../../../src/protocol/operations/inbox/listInbox.ts';
import { rejectAllCandidatesOperation } from '../../../src/protocol/operations/inbox/rejectAllCandidates.ts';
import { listLoopsOperation } from '../../../src/protocol/operations/loops/listLoops.ts';
import { editMemoryOperation } from '../../../src/protocol/operations/memories/editMemory.ts';
import { pinMemoryOperation } from '../../../src/protocol/operations/memories/pinMemory.ts';
import { rememberOperation } from '../../../src/protocol/operations/memories/remember.ts';
import { operationDefinitions } from '../../../src/protocol/operations/registry.ts';
import { claimItemOperation } from '../../../src/protocol/operations/sessions/claimItem.ts';
import { sessionEndOperation } from '../../../src/protocol/operations/sessions/sessionEnd.ts';
import { getActiveSessionsOperation } from '../../../src/protocol/operations/sessions/getActiveSessions.ts';
import { releaseItemOperation } from '../../../src/protocol/operations/sessions/releaseItem.ts';
import { sessionStartOperation } from '../../../src/protocol/operations/sessions/sessionStart.ts';
import { toWireError } from '../../../src/protocol/wireError.ts';
import { compose } from '../../../src/server/compose.ts';
import { InProcessStarter } from '../../../src/server/inProcessStarter.ts';
import { openServerLog } from '../../../src/server/serverLog.ts';

/** What an owner of before them does not know: each verb of a tool, and one that no tool ever had. */
const unknown = new Set([
  ...operationDefinitions.filter(({ within }) => within !== undefined).map(({ name }) => name),
  rejectAllCandidatesOperation.name,
]);

/** A whole server that says of some verbs that there is no such operation, and of every call what it was. */
class Owner {
  readonly asked: string[] = [];
  readonly client: MemoryConnection;
  readonly #starter: InProcessStarter;

  private constructor(directory: DataDirectory, starter: InProcessStarter) {
    this.#starter = starter;
    this.client = new MemoryConnection({
      directory,
      actor: { kind: 'user', name: 'test' },
      project: import.meta.dirname,
    });
  }

  static async start(home: string, isUnknown: (name: string) => boolean): Promise<Owner> {
    const directory = new DataDirectory(home).prepare();
    const starter: InProcessStarter = new InProcessStarter({
      directory,
      hostKind: 'serve',
      logger: openServerLog(directory),
      port: await freePort(),
      compose: async (parts) => {
        const composition = await compose(parts);
        return {
          ...composition,
          listener: (request, response) => {
            const name = /^\/api\/(\w+)$/.exec(request.url ?? '')?.[1];
            if (name !== undefined) owner.asked.push(name);
            if (name === undefined || !isUnknown(name)) return composition.listener(request, response);
            const error = new MemoryBridgeError('unknown_operation', `There is no operation "${name}".`);
            request.resume();
            response.writeHead(404, { 'content-type': 'application/json' });
            response.end(JSON.stringify(toWireError(error)));
          },
        };
      },
    });
    const owner = new Owner(directory, starter);
    const started = await starter.start();
    if (started.outcome !== 'owner') throw new Error(`The server did not start: ${started.outcome}`);
    return owner;
  }

  async remember(content: string): Promise<string> {
    return (await this.client.call(rememberOperation, { content, category: 'fact' })).result.memory.id;
  }

  async stop(): Promise<void> {
    this.client.dispose();
    await this.#starter.stop('The test has ended.');
  }
}

let temp: TempDirectory;
let older: Owner;
let today: Owner;

beforeAll(async () => {
  temp = await tempDirectory('older-owner');
  older = await Owner.start(await temp.makeDirectory('older'), (name) => unknown.has(name));
  today = await Owner.start(await temp.makeDirectory('today'), () => false);
});
afterAll(async () => {
  await older.stop();
  await today.stop();
  await temp.dispose();
});

/** Ids and times, which are no two times the same. */
const plain = (result: unknown): unknown =>
  JSON.parse(
    JSON.stringify(result)
      .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')
      .replaceAll(/"shortId":"[0-9a-f]+"/g, '"shortId":"short"')
      .replaceAll(/\b1\d{12}\b|"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, '0'),
  );

/** A call, and the tool under which an owner of before knows it. */
function said<D extends CallDefinition>(definition: D, input: (memory: string) => InputOf<D>, tool: string) {
  return { name: definition.name, definition: definition as CallDefinition, input, tool };
}

describe('a verb that an older owner does not know', () => {
  const session_id = 'work';
  it.each([
    said(sessionStartOperation, () => ({ session_id, title: 'Ship it' }), 'session'),
    said(claimItemOperation, () => ({ session_id, resource: 'src/a.ts' }), 'session'),
    said(getActiveSessionsOperation, () => ({}), 'session'),
    said(releaseItemOperation, () => ({ session_id, resource: 'src/a.ts' }), 'session'),
    said(sessionEndOperation, () => ({ session_id }), 'session'),
    said(pinMemoryOperation, (memory_id) => ({ memory_id }), 'update_memory'),
    said(editMemoryOperation, (memory_id) => ({ memory_id, why: 'It is shared' }), 'update_memory'),
    said(listInboxOperation, () => ({ all_projects: true }), 'review_inbox'),
    said(acceptAllCandidatesOperation, () => ({ all_projects: true }), 'review_inbox'),
    said(listLoopsOperation, () => ({}), 'loop'),
  ])('is said as the tool: $name', async ({ name, definition, input, tool }) => {
    const answers = await Promise.all(
      [older, today].map(async (owner) => {
        const memory = await owner.remember(`What ${name} is about`);
        owner.asked.length = 0;
        const { result } = await owner.client.call(definition, input(memory));
        return plain(result);
      }),
    );
    expect(older.asked).toEqual([name, tool]);
    expect(today.asked).toEqual([name]);
    expect(answers[0]).toMatchObject(answers[1] as object);
  });

  it('does its work once under the key of its caller', async () => {
    const memory_id = await older.remember('Edited once');
    const input = { memory_id, why: 'It is shared', revision: 1 };
    const edit = (idempotencyKey: string) =>
      older.client.call(editMemoryOperation, input, { idempotencyKey });
    expect(await edit('once')).toEqual(await edit('once'));
    await expect(edit('another')).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is refused as it was when no tool ever had it', async () => {
    older.asked.length = 0;
    const call = older.client.call(rejectAllCandidatesOperation, { all_projects: true });
    await expect(call).rejects.toMatchObject({ code: 'unknown_operation' });
    expect(older.asked).toEqual(['reject_all_candidates']);
    expect(
      (await today.client.call(rejectAllCandidatesOperation, { all_projects: true })).result,
    ).toBeTruthy();
  });

  it('is not said again as a tool when it is refused for another reason', async () => {
    today.asked.length = 0;
    const call = today.client.call(pinMemoryOperation, { memory_id: 'ffffffffff' });
    await expect(call).rejects.toMatchObject({ code: 'not_found' });
    expect(today.asked).toEqual(['pin_memory']);
  });
});
