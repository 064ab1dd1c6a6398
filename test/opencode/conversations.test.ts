import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCli, type CliBundle, runCli, startCli } from '../../dev/bundles/cliBundle.ts';
import { type TempDirectory, tempDirectory } from '../../dev/files/tempDirectory.ts';
import { type FakeModel, startFakeModel } from '../../dev/openCode/fakeModel.ts';
import { withSteps } from '../../dev/openCode/fakeModelScript.ts';
import { startOpenCodeServer } from '../../dev/openCode/openCode.ts';
import { fetchWithTimeout, freePort, stopAllProcesses } from '../../dev/processes/processes.ts';
import type { IngestResult, IngestionStatus } from '../../src/protocol/ingestion.ts';

interface Message {
  readonly info: { readonly id: string; readonly role: string };
  readonly parts: readonly { readonly type: string; readonly text?: string; readonly synthetic?: boolean }[];
}
interface Shown {
  readonly memories: readonly { readonly id: string; readonly title: string; readonly content: string }[];
  readonly conversations?: readonly {
    readonly total: number;
    readonly turns: readonly { readonly speaker: string; readonly content: string }[];
  }[];
}

const sessions = 3;
const rounds = 4;

describe('conversations with the real OpenCode', { tags: ['no-second-run'] }, () => {
  let temp: TempDirectory;
  let bundle: CliBundle;
  let model: FakeModel;
  let openCode: Awaited<ReturnType<typeof startOpenCodeServer>>;
  let folders: { project: string; home: string };
  let port: number;

  beforeAll(async () => {
    temp = await tempDirectory('conversations');
    bundle = await buildCli(temp.join('dist'), '1.0.0');
    folders = { project: await temp.makeDirectory('project'), home: await temp.makeDirectory('person') };
    model = await startFakeModel();
    openCode = await startOpenCodeServer({ ...folders, model });
    port = await freePort();
    const server = startCli(bundle, ['serve'], options());
    await server.waitForOutput(/Serving memory at/);
  });
  afterAll(async () => {
    await openCode.stop();
    await model.close();
    await stopAllProcesses();
    await temp.dispose();
  });

  const options = () => ({ home: temp.join('data'), person: folders.home, port, cwd: folders.project });
  const cli = (...args: string[]) => runCli(bundle, args, options());
  const api = async <T>(method: string, route: string, body?: object): Promise<T> => {
    const url = `${openCode.url}${route}?directory=${encodeURIComponent(folders.project)}`;
    const response = await fetchWithTimeout(url, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
      timeoutMs: 60_000,
    });
    expect(response.status).toBe(200);
    return (await response.json()) as T;
  };
  const readNow = async () => (await cli('conversations', '--now', '--json')).json<IngestResult>();

  /** One session, round after round; each answer comes in small pieces. */
  async function talk(name: string): Promise<string> {
    const { id } = await api<{ id: string }>('POST', '/session', { title: name });
    for (let round = 0; round < rounds; round += 1) {
      const text = `Round ${round} of ${name}: the ${'harbour gate opens at nine. '.repeat(20)}`;
      await api('POST', `/session/${id}/message`, {
        agent: 'build',
        model: { providerID: 'fake', modelID: 'fake-1' },
        parts: [
          {
            type: 'text',
            text: withSteps(`Question ${round} of ${name}`, [{ text, chunk: 40, chunkDelay: 15 }]),
          },
        ],
      });
    }
    return id;
  }

  it(
    'are read while they stream: nothing blocked, nothing lost, nothing twice',
    { timeout: 120_000 },
    async () => {
      const state = { isOver: false };
      const talks = Promise.all(Array.from({ length: sessions }, (_, at) => talk(`talk ${at}`))).finally(
        () => {
          state.isOver = true;
        },
      );
      let during = 0;
      let passes = 0;
      while (!state.isOver) {
        const { turns, faults } = await readNow();
        expect(faults).toEqual([]);
        during += turns;
        passes += 1;
      }
      const ids = await talks;
      // Nothing is worth anything of this where nothing was read meanwhile.
      expect(during).toBeGreaterThan(0);
      expect(passes).toBeGreaterThan(1);
      await readNow();
      expect(await readNow()).toMatchObject({ turns: 0, conversations: 0, faults: [] });

      const { memories } = (await cli('list', '--json')).json<Shown>();
      expect(memories.map(({ title }) => title).toSorted()).toEqual(['talk 0', 'talk 1', 'talk 2']);
      for (const [at, session] of ids.entries()) {
        const said = (await api<Message[]>('GET', `/session/${session}/message`)).map(
          ({ info: { role }, parts }) =>
            `${role}: ${parts
              .flatMap(({ type, text, synthetic }) =>
                type === 'text' && !synthetic ? [(text ?? '').trim()] : [],
              )
              .join('\n\n')}`,
        );
        expect(said).toHaveLength(2 * rounds);
        const memory = memories.find(({ title }) => title === `talk ${at}`);
        const shown = (await cli('show', memory?.id ?? '', '--json')).json<Shown>().conversations?.[0];
        expect(shown?.turns.map(({ speaker, content }) => `${speaker}: ${content}`)).toEqual(said);
      }

      const status = (await cli('conversations', '--json')).json<IngestionStatus>();
      expect(status.agents[0]).toMatchObject({
        agent: 'opencode',
        on: true,
        sources: [{ holds: ['messages with parts (OpenCode 1)'], readAt: expect.any(Number) }],
      });
      const recalled = await cli('recall', 'round 3 of talk 2', '-n', '3');
      expect(recalled.stdout).toContain('talk 2');
    },
  );

  it('are not read once a person has switched that off', { timeout: 60_000 }, async () => {
    const { writeFile } = await import('node:fs/promises');
    await writeFile(temp.join('data/config.jsonc'), '{ "ingestion": { "openCode": false } }');
    const refused = await cli('conversations', '--now');
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain('ingestion.openCode is off');
    // Twin: switched on again, the same call reads.
    await writeFile(temp.join('data/config.jsonc'), '{}');
    expect(await readNow()).toMatchObject({ sources: 1 });
  });
});
