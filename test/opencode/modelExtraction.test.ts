import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OpenCodeModel } from '../../src/bridges/openCodeModel/openCodeModel.ts';
import { isOwnSession, ownSessionFolder } from '../../src/core/conversation/ownSession.ts';
import {
  extractedFrom,
  excerptOf,
  extractionInstructions,
} from '../../src/intake/conversations/extraction.ts';
import { textOf } from '../../dev/openCode/fakeModelScript.ts';
import { until } from '../../dev/processes/until.ts';
import { type FakeModel, startFakeModel } from '../../dev/openCode/fakeModel.ts';
import { openCodeBinary, openCodeEnvironment } from '../../dev/openCode/openCode.ts';
import { type TempDirectory, tempDirectory } from '../../dev/files/tempDirectory.ts';
import { runProcess } from '../../dev/processes/processes.ts';

const turns = [
  { key: 'a', speaker: 'user', saidAt: 1, content: 'Fine, we take Postgres 16 for the ledger.' },
] as const;
const answer = JSON.stringify({
  statements: [
    {
      category: 'decision',
      content: 'The ledger is kept in Postgres 16.',
      why: null,
      turn: 1,
      quote: 'we take Postgres 16 for the ledger',
    },
  ],
});

describe("the person's own OpenCode, asked by memory", () => {
  let temp: TempDirectory;
  let model: FakeModel;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    temp = await tempDirectory('extraction');
    model = await startFakeModel({
      queue: [{ text: answer, usage: { prompt_tokens: 400, completion_tokens: 60 } }],
    });
    const config = {
      model: 'fake/fake-1',
      small_model: 'fake/fake-1',
      enabled_providers: ['fake'],
      provider: {
        fake: {
          npm: '@ai-sdk/openai-compatible',
          name: 'Scripted',
          options: { baseURL: model.url, apiKey: 'none' },
          models: {
            'fake-1': { name: 'S', limit: { context: 9_000, output: 900 }, cost: { input: 10, output: 100 } },
          },
        },
      },
    };
    env = openCodeEnvironment(await temp.makeDirectory('home'), {
      OPENCODE_CONFIG_CONTENT: JSON.stringify(config),
    });
  });
  afterAll(async () => {
    await model.close();
    await temp.dispose();
  });

  it(
    'answers without tools, says what it cost, and leaves a session that is known as ours',
    { timeout: 120_000 },
    async () => {
      const asks = new OpenCodeModel({ model: () => null, program: openCodeBinary, env: () => env });
      const { signal } = new AbortController();
      const { text, tokens, cost } = await asks.ask(extractionInstructions, excerptOf(turns), signal);
      expect(extractedFrom(text, turns)).toMatchObject([{ content: 'The ledger is kept in Postgres 16.' }]);
      expect(tokens).toBe(460);
      expect(cost).toBeCloseTo((400 * 10 + 60 * 100) / 1_000_000, 6);

      const [request, ...more] = model.requests;
      expect(more).toEqual([]);
      expect(request?.body).not.toHaveProperty('tools');
      expect(textOf(request?.body.messages[0]?.content)).toContain(extractionInstructions.slice(0, 80));
      expect(textOf(request?.body.messages.at(-1)?.content)).toContain(turns[0].content);

      const query = ['db', 'select title, directory from session', '--format', 'json'];
      const { stdout } = await runProcess(openCodeBinary, query, { cwd: temp.path, env, timeoutMs: 60_000 });
      const sessions = JSON.parse(stdout) as { title: string; directory: string }[];
      expect(sessions).toHaveLength(1);
      for (const { title, directory } of sessions) {
        expect(isOwnSession({ title })).toBe(true);
        expect(isOwnSession({ directory })).toBe(true);
      }
      expect(readdirSync(tmpdir()).filter((name) => name.startsWith(ownSessionFolder))).toEqual([]);
    },
  );

  it('that is missing, or is given up, is told in a sentence', { timeout: 120_000 }, async () => {
    const { signal } = new AbortController();
    const missing = new OpenCodeModel({ model: () => null, program: temp.join('none'), env: () => env });
    await expect(missing.ask('a', 'b', signal)).rejects.toThrow(
      'OpenCode could not be asked: there is no opencode on the path of the server.',
    );
    model.script.queue.push({ hang: true });
    const asks = new OpenCodeModel({ model: () => null, program: openCodeBinary, env: () => env });
    const before = model.requests.length;
    const wanted = new AbortController();
    const asking = asks.ask('a', 'b', wanted.signal);
    await until(() => model.requests.length > before, { timeoutMs: 60_000 });
    wanted.abort();
    await expect(asking).rejects.toThrow('it did not come to an end');
  });
});
