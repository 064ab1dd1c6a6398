import { chmod, readFile, rm } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GitRepository } from '../../../dev/git/gitRepository.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { until } from '../../../dev/processes/until.ts';
import { type CaptureAnswer, CaptureBench } from '../../../dev/intake/captureSupport.ts';

const count = 300;

let temp: TempDirectory;
let bench: CaptureBench;
let repository: GitRepository;

beforeEach(async () => {
  temp = await tempDirectory('large');
  repository = await GitRepository.create(temp.join('repo'));
  bench = await CaptureBench.open(temp.join('home'), { budget: { milliseconds: 60_000, memories: 70 } });
  await repository.commit('Base', { files: { 'base.txt': '1' } });
  await visit();
});
afterEach(async () => {
  await bench.close();
  await temp.dispose();
});

const visit = async (): Promise<CaptureAnswer> => bench.capture(repository.path, { catch_up: true });

const record = (number: number): string =>
  `# ${number}. Choice ${number}\n\nStatus: accepted\n\n## Decision\n\nWe choose the way number ${number}.\n`;

const records = (): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `docs/adr/${String(index).padStart(4, '0')}.md`,
      record(index),
    ]),
  );

const said = ({ remembered, candidates }: CaptureAnswer): string[] =>
  [...remembered, ...candidates].map(({ content }) => content);

/** Visits until there is nothing more, and what each of them said. */
async function visitAll(): Promise<string[][]> {
  const answers: string[][] = [];
  for (let more = true; more;) {
    const answer = await visit();
    answers.push(said(answer));
    more = answer.more;
  }
  return answers;
}

const all = Array.from({ length: count }, (_, index) => `We choose the way number ${index}.`).toSorted();

describe('a commit with more records than one call reads', () => {
  it('is read by several, each record once, and keeps no later commit waiting', async () => {
    await repository.commit('All of them\n\nDecision: write them all down', { files: records() });
    await repository.commit('Later\n\nDecision: later on', { files: { 'a.txt': '1' } });

    const answers = await visitAll();

    expect(answers.length).toBeGreaterThan(3);
    expect(answers[0]).toEqual(expect.arrayContaining(['write them all down', 'later on']));
    const everything = answers.flat();
    expect(everything.filter((text) => all.includes(text)).toSorted()).toEqual(all);
    expect(everything).toHaveLength(count + 2);
    expect(said(await visit())).toEqual([]);
  });

  it('goes on where it was when the process ends in the middle', async () => {
    await repository.commit('All of them', { files: records() });
    const first = await visit();
    expect(first.more).toBe(true);

    // The next one is broken off without an answer, as when the process is killed.
    const { redactor, calling } = bench;
    let seen = 0;
    bench.redactor = {
      redact: async (text) => {
        if (++seen > 40) calling.abort();
        return redactor.redact(text);
      },
    };
    await expect(visit()).rejects.toThrow('aborted');
    await bench.close();
    bench = await CaptureBench.open(temp.join('home'), { budget: { milliseconds: 60_000, memories: 70 } });
    const between = (await bench.memories(repository.path)).length;
    expect(between).toBeGreaterThan(said(first).length);

    const read: string[] = [];
    bench.redactor = { redact: async (text) => (read.push(text), redactor.redact(text)) };
    const rest = await visitAll();
    expect(rest.flat()).toHaveLength(count - between);
    expect(read.filter((text) => text.startsWith('# ')).length).toBeLessThanOrEqual(count - between + 1);
    const contents = (await bench.memories(repository.path)).map(({ content }) => content);
    expect(contents.toSorted()).toEqual(all);
  });

  it('lets others have their turn', async () => {
    await repository.commit('All of them', { files: records() });
    const done = new AbortController();
    const work = visitAll().finally(() => done.abort());
    let turns = 0;
    let last = 0;
    let mostBetween = 0;
    while (!done.signal.aborted) {
      const { total } = await bench.store.read(({ memories }) => memories.list({}, { limit: 1 }), {
        client: 'other',
      });
      mostBetween = Math.max(mostBetween, total - last);
      last = total;
      turns++;
    }
    await work;
    expect(turns).toBeGreaterThan(count / 20);
    expect(mostBetween).toBeLessThan(count / 5);
  });

  it('is read on after the answer, and told of', async () => {
    await bench.close();
    const told: string[] = [];
    bench = await CaptureBench.open(temp.join('home'), {
      budget: { milliseconds: 60_000, memories: 70 },
      emit: (event) => told.push(...(event.kind === 'memories' ? event.ids : [])),
    });
    await repository.commit('All of them', { files: records() });
    const { candidates, more } = await visit();
    expect(more).toBe(true);
    for (const work of bench.deferred) await bench.store.write(work);
    const kept = async () => (await bench.memories(repository.path)).map(({ content }) => content);
    await until(async () => (await kept()).length === count, { what: 'all records' });
    expect((await kept()).toSorted()).toEqual(all);
    const ids = new Set((await bench.memories(repository.path)).map(({ id }) => id));
    await until(() => new Set(told).size === ids.size - candidates.length, { what: 'all events' });
    expect(await visit()).toMatchObject({ more: false, candidates: [], skipped: 0 });
  });

  // The stand-in for git is a shell script.
  it.runIf(process.platform !== 'win32')('takes few processes of git', async () => {
    await repository.commit('All of them\n\nDecision: all', { files: records() });
    for (let number = 0; number < 60; number++)
      await repository.git(
        'commit',
        '--quiet',
        '--allow-empty',
        '--message',
        `C\n\nDecision: number ${number}`,
      );
    const path = process.env['PATH'] ?? '';
    const log = temp.join('calls');
    const script = await temp.write(
      'bin/git',
      `#!/bin/sh\necho . >> '${log}'\nPATH='${path}' exec git "$@"\n`,
    );
    await chmod(script, 0o755);
    try {
      process.env['PATH'] = `${temp.join('bin')}:${path}`;
      const answers = await visitAll();
      expect(answers.flat()).toHaveLength(count + 61);
    } finally {
      process.env['PATH'] = path;
    }
    const calls = (await readFile(log, 'utf8')).split('\n').length;
    expect(calls).toBeLessThan(count / 2);
  });

  it('is told of as one change a call, which one undo takes back', async () => {
    await repository.commit('All of them', { files: records() });
    const { changeId, candidates } = await visit();
    expect(bench.events).toHaveLength(1);
    expect(bench.events).toMatchObject([{ changeGroup: changeId }]);
    const changes = await bench.store.read(({ history }) => history.find(changeId ?? ''));
    expect(changes).toHaveLength(candidates.length);
  });
});

describe('a commit that cannot be read', () => {
  const long = 'x'.repeat(50_000_000);

  /** What fails, and what of the same commit is captured all the same. */
  const failures: readonly (readonly [string, () => Promise<string>, readonly string[]])[] = [
    [
      'because a record in it is very long',
      async () =>
        repository.commit('Long\n\nDecision: said beside it', {
          files: { 'docs/adr/1.md': record(1), 'docs/adr/2.md': `# 2. Long\n\n${long}` },
        }),
      ['We choose the way number 1.', 'said beside it'],
    ],
    [
      'because its message is very long',
      async () => {
        await repository.write({
          'docs/adr/1.md': record(1),
          '.git/message': `Long\n\n${long}\n\nDecision: lost\n`,
        });
        await repository.git('add', '--all');
        await repository.git('commit', '--quiet', '--file', '.git/message');
        return repository.head();
      },
      ['We choose the way number 1.'],
    ],
    [
      'because a text in it is damaged',
      async () => {
        const sha = await repository.commit('Damaged\n\nDecision: said beside it', {
          files: { 'docs/adr/1.md': record(1), 'docs/adr/2.md': record(2) },
        });
        const blob = await repository.git('rev-parse', 'HEAD:docs/adr/2.md');
        await rm(temp.join('repo/.git/objects', blob.slice(0, 2), blob.slice(2)));
        return sha;
      },
      ['We choose the way number 1.', 'said beside it'],
    ],
    [
      'because its files are damaged',
      async () => {
        const sha = await repository.commit('Damaged\n\nDecision: said beside it', {
          files: { 'docs/adr/1.md': record(1) },
        });
        const tree = await repository.git('rev-parse', 'HEAD:docs/adr');
        await rm(temp.join('repo/.git/objects', tree.slice(0, 2), tree.slice(2)));
        return sha;
      },
      ['said beside it'],
    ],
    [
      'because reading it fails',
      async () => {
        const { redactor } = bench;
        bench.redactor = {
          redact: async (text) => {
            if (text.includes('poison')) throw new TypeError('Cannot read it.');
            return redactor.redact(text);
          },
        };
        return repository.commit('Poison\n\nDecision: poison', { files: { 'docs/adr/1.md': record(1) } });
      },
      ['We choose the way number 1.'],
    ],
  ];

  it.each(failures)(
    '%s is passed over with a word in the log',
    { timeout: 120_000 },
    async (what, make, kept) => {
      await repository.commit('Before\n\nDecision: before it', { files: { 'a.txt': '1' } });
      const sha = await make();
      // Nothing is added: git would make anew what is damaged, or refuse to go on.
      const isWhole = !what.startsWith('because its files');
      if (isWhole)
        await repository.git(
          'commit',
          '--quiet',
          '--allow-empty',
          '--message',
          'After\n\nDecision: after it',
        );

      const answer = await visit();

      const after = isWhole ? ['after it'] : [];
      expect(said(answer).toSorted()).toEqual([...kept, 'before it', ...after].toSorted());
      expect(answer).toMatchObject({ failed: 1, more: false });
      expect(answer.text).toContain('1 commit could not be read');
      expect(bench.warnings).toHaveLength(1);
      expect(bench.warnings[0]).toContain(sha);

      expect(await visit()).toMatchObject({ failed: 0, more: false, remembered: [], candidates: [] });
      expect(bench.warnings).toHaveLength(1);
    },
  );

  it('because it cannot be written takes no other with it', async () => {
    await bench.close();
    bench = await CaptureBench.open(temp.join('home'), {
      vectorise: async (_unit, written) => {
        if (written.some(({ content }) => content.includes('poison')))
          throw new TypeError('Cannot write it.');
      },
    });
    await repository.commit('One\n\nDecision: one', { files: { 'a.txt': '1' } });
    const sha = await repository.commit('Two\n\nDecision: poison\nConstraint: beside it', {
      files: { 'b.txt': '1' },
    });
    await repository.commit('Three\n\nDecision: three', { files: { 'c.txt': '1' } });
    const answer = await visit();
    expect(said(answer)).toEqual(['one', 'three']);
    expect(answer.failed).toBe(1);
    expect(bench.warnings).toMatchObject([expect.stringContaining(sha)]);
    expect((await bench.memories(repository.path)).map(({ content }) => content)).toEqual(['one', 'three']);
    expect(await visit()).toMatchObject({ failed: 0, remembered: [] });
  });

  it.each([
    ['a message', 'Two\n\nDecision: poison', {}],
    ['a record', 'Two', { 'docs/adr/2.md': record(2).replace('We choose', 'poison') }],
  ])('because %s ends the process is given up after three visits', async (_, message, files) => {
    await repository.commit('One\n\nDecision: one', { files: { 'docs/adr/1.md': record(1) } });
    const sha = await repository.commit(message, { files });
    await repository.commit('Three\n\nDecision: three', { files: { 'docs/adr/3.md': record(3) } });
    const { redactor } = bench;
    bench.redactor = {
      redact: async (text) => {
        if (!text.includes('poison')) return redactor.redact(text);
        bench.calling.abort();
        throw new Error('The process is gone.');
      },
    };
    let tries = 0;
    let answer: CaptureAnswer | undefined;
    while (!answer) {
      bench.calling = new AbortController();
      tries++;
      expect(tries).toBeLessThan(10);
      answer = await visit().catch(() => undefined);
    }
    expect(tries).toBeGreaterThan(3);
    expect(answer.failed).toBe(1);
    expect(bench.warnings).toMatchObject([expect.stringContaining(sha)]);
    const contents = (await bench.memories(repository.path)).map(({ content }) => content);
    expect(contents.toSorted()).toEqual([
      'We choose the way number 1.',
      'We choose the way number 3.',
      'one',
      'three',
    ]);
  });

  it('is tried again when it was git or the database that failed', async () => {
    const sha = await repository.commit('One\n\nDecision: one', { files: { 'a.txt': '1' } });
    const path = process.env['PATH'];
    try {
      process.env['PATH'] = temp.join('nothing');
      await expect(bench.tell(repository.path, sha)).rejects.toMatchObject({ code: 'not_found' });
    } finally {
      process.env['PATH'] = path;
    }
    expect(said(await visit())).toEqual(['one']);
  });
});
