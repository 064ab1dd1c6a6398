import { until } from '../../../dev/processes/until.ts';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { MemoryClient } from '../../../src/client/memoryClient.ts';
import { MemoryBridgeError } from '../../../src/core/errors.ts';
import { composeJobs } from '../../../src/extension/jobs/composeJobs.ts';
import { failuresToTell } from '../../../src/extension/jobs/jobFailures.ts';
import { Contributions } from '../../../src/extension/shared/contributions.ts';
import type { Host } from '../../../src/extension/shared/host.ts';
import { LiveQueries } from '../../../src/extension/shared/live/liveQueries.ts';
import type { MemoryEvent } from '../../../src/protocol/events.ts';
import type { JobRecord } from '../../../src/protocol/jobRecord.ts';
import type { CallDefinition } from '../../../src/protocol/operation.ts';

const editor = vi.hoisted(() => ({
  shown: [] as { message: string; buttons: string[] }[],
  answer: undefined as string | undefined,
  ran: [] as string[],
  focused: true,
  onFocus: new Set<(state: { focused: boolean }) => void>(),
}));

vi.mock('vscode', () => ({
  l10n: {
    t: (text: string, ...values: unknown[]) =>
      text.replaceAll(/\{(\d)\}/g, (_all, at: string) => String(values[Number(at)])),
  },
  commands: { executeCommand: async (id: string) => void editor.ran.push(id) },
  window: {
    get state() {
      return { focused: editor.focused };
    },
    onDidChangeWindowState: (listener: (state: { focused: boolean }) => void) => {
      editor.onFocus.add(listener);
      return { dispose: () => editor.onFocus.delete(listener) };
    },
    showErrorMessage: async (message: string, ...buttons: string[]) => {
      editor.shown.push({ message, buttons });
      return editor.answer;
    },
  },
}));

const now = Date.now();
const failed: JobRecord = {
  id: 'backup 1',
  kind: 'backup',
  project: null,
  state: 'failed',
  progress: null,
  error: 'The disk is full.',
  result: null,
  createdAt: now - 2_000,
  updatedAt: now - 1_000,
};

/** What outlives windows, and the server that they share. */
class World {
  readonly kept = new Map<string, unknown>();
  readonly asked: string[] = [];
  jobs: JobRecord[] = [];
  embedding = { state: 'ready', missingKey: null as string | null };
  knowsJobs = true;
  readonly #listeners = new Set<(event: MemoryEvent) => void>();

  /** Opens a window, and resolves when it has heard of the jobs. */
  async open(): Promise<{ close(): void }> {
    const client = {
      onEvent: (listener: (event: MemoryEvent) => void) => {
        this.#listeners.add(listener);
        return { dispose: () => this.#listeners.delete(listener) };
      },
      call: async ({ name }: CallDefinition) => this.#answer(name),
    } as unknown as MemoryClient;
    const live = new LiveQueries(client);
    const asked = this.#timesAsked();
    const errors = { log: () => {}, present: () => {} };
    const remembered = {
      get: (key: string, usual: unknown) => this.kept.get(key) ?? usual,
      update: async (key: string, value: unknown) => void this.kept.set(key, value),
    };
    const host = { client, live, errors, remembered, statusSections: new Contributions() };
    const handles = composeJobs(host as unknown as Host).map((feature) => feature.register());
    await this.#looked(asked);
    return {
      close: () => {
        for (const handle of handles) handle.dispose();
        live.dispose();
      },
    };
  }

  /** Something has become of these jobs. */
  async become(...jobs: JobRecord[]): Promise<void> {
    this.jobs = jobs;
    const asked = this.#timesAsked();
    for (const listener of this.#listeners)
      listener({ kind: 'jobs', ids: jobs.map(({ id }) => id), projects: [null] });
    await this.#looked(asked);
  }

  #answer(name: string): { result: unknown } {
    this.asked.push(name);
    if (name === 'memory_status') return { result: { embedding: this.embedding } };
    if (name === 'reindex') return { result: { job: 'again', state: 'queued' } };
    if (!this.knowsJobs) throw new MemoryBridgeError('unknown_operation', 'There is no operation.');
    return { result: { jobs: this.jobs } };
  }

  #timesAsked(): number {
    return this.asked.filter((name) => name === 'list_jobs').length;
  }

  async #looked(before: number): Promise<void> {
    await until(() => this.#timesAsked() > before, { intervalMs: 5 });
    // The answer, what is asked because of it, and the message.
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  }
}

const said = () => editor.shown.map(({ message }) => message);

beforeEach(() => {
  editor.shown.length = 0;
  editor.ran.length = 0;
  editor.answer = undefined;
  editor.focused = true;
  editor.onFocus.clear();
});

describe('a job that has failed', () => {
  it('is told once, with a way to its status', async () => {
    const world = new World();
    editor.answer = 'Show Status';
    await world.open();
    expect(said()).toEqual([]);
    await world.become(failed);
    await world.become(failed);
    expect(editor.shown).toEqual([
      { message: 'The backup failed: The disk is full.', buttons: ['Show Status'] },
    ]);
    expect(editor.ran).toEqual(['memoryBridge.showStatus']);
    const next = { ...failed, id: 'backup 2', createdAt: now, updatedAt: now, error: null };
    await world.become(next, failed);
    expect(said()[1]).toBe('The backup failed: the reason is not known.');
  });

  it('is not told again after the window was opened anew', async () => {
    const world = new World();
    const window = await world.open();
    await world.become(failed);
    window.close();
    await world.open();
    await world.become(failed);
    expect(said()).toHaveLength(1);
  });

  it('is told by the first window when none was open', async () => {
    const world = new World();
    world.jobs = [failed];
    await world.open();
    expect(said()).toHaveLength(1);
  });

  it('is told by one of two windows, the one that comes to the front', async () => {
    const world = new World();
    editor.focused = false;
    await world.open();
    await world.open();
    await world.become(failed);
    await world.become(failed);
    expect(said()).toEqual([]);
    editor.focused = true;
    for (const focus of editor.onFocus) focus({ focused: true });
    expect(said()).toHaveLength(1);
  });

  const reindex: JobRecord = { ...failed, id: 'r', kind: 'reindex', error: 'Another model was chosen.' };

  it('can be tried again where there is a command for it', async () => {
    const world = new World();
    editor.answer = 'Try Again';
    await world.open();
    await world.become(reindex);
    expect(editor.shown).toEqual([
      {
        message: 'Search vectors could not be built: Another model was chosen.',
        buttons: ['Try Again', 'Show Status'],
      },
    ]);
    expect(world.asked.at(-1)).toBe('reindex');
  });

  it.each([
    ['has failed', { state: 'failed', missingKey: null }],
    ['wants a key', { state: 'waiting', missingKey: 'https://a.example' }],
  ])('is left to the notices of search by meaning where the model %s', async (_what, embedding) => {
    const world = new World();
    world.embedding = embedding;
    await world.open();
    await world.become(reindex);
    expect(world.asked).toContain('memory_status');
    expect(said()).toEqual([]);
  });

  it.each(['done', 'cancelled', 'running', 'queued'] as const)('and is not: %s', async (state) => {
    const world = new World();
    await world.open();
    await world.become({ ...failed, state });
    expect(said()).toEqual([]);
  });

  it('is named by its kind where that is a new one', async () => {
    const world = new World();
    await world.open();
    await world.become({ ...failed, kind: 'import' });
    expect(said()).toEqual(['The background job “import” failed: The disk is full.']);
  });

  it('is not heard of from a server that knows no jobs, and nobody is told of that', async () => {
    const world = new World();
    world.knowsJobs = false;
    await world.open();
    await world.become(failed);
    expect(said()).toEqual([]);
  });
});

describe('failuresToTell', () => {
  const of = (...jobs: JobRecord[]) => failuresToTell(jobs, new Set(['told']), now).map(({ id }) => id);

  it('leaves out what is long ago, known, or was begun anew since', () => {
    expect(of(failed)).toEqual(['backup 1']);
    expect(of({ ...failed, updatedAt: now - 25 * 3_600_000 })).toEqual([]);
    expect(of({ ...failed, id: 'told' })).toEqual([]);
    const again: JobRecord = { ...failed, id: 'again', state: 'running', createdAt: now };
    expect(of(again, failed)).toEqual([]);
    expect(of({ ...again, kind: 'reindex' }, failed)).toEqual(['backup 1']);
    expect(of({ ...again, project: 'host/app' }, failed)).toEqual(['backup 1']);
    expect(of({ ...again, createdAt: failed.createdAt - 1 }, failed)).toEqual(['backup 1']);
  });
});
