import type { EditorWindow } from './editorWindow.ts';
import type { MemoryEditor } from './memoryEditor.ts';
import { until } from '../processes/until.ts';

/** A contender that lost the race for the data ends within this time, ms. What lives longer owns it. */
const contenderLife = 2_000;
const lookEvery = 100;

/** Looks at the memory servers of an editor while a test shakes its windows. */
export class ServerWatch {
  readonly #memory: MemoryEditor;
  readonly #firstSeen = new Map<number, number>();
  readonly #timer: NodeJS.Timeout;
  #most = 0;

  constructor(memory: MemoryEditor) {
    this.#memory = memory;
    this.#timer = setInterval(() => this.#look(), lookEvery);
  }

  /** The most servers that lived at once for longer than a contender does. */
  stop(): number {
    clearInterval(this.#timer);
    this.#look();
    return this.#most;
  }

  #look(): void {
    const now = performance.now();
    const alive = this.#memory.editor.childServers().map(({ pid }) => pid);
    for (const pid of alive) if (!this.#firstSeen.has(pid)) this.#firstSeen.set(pid, now);
    const settled = alive.filter((pid) => now - (this.#firstSeen.get(pid) ?? now) > contenderLife);
    this.#most = Math.max(this.#most, settled.length);
  }
}

/** Waits until the window's memory works. */
export async function waitUntilConnected(window: EditorWindow, timeoutMs = 30_000): Promise<void> {
  await until(async () => (await window.statusBar.label(/^Memory/)).includes('connected,'), {
    what: 'the connection of the window',
    timeoutMs,
  });
}

/** Reloads again and again, each time after memory works: one server each time. */
export async function calmReloads(memory: MemoryEditor, window: EditorWindow, count: number): Promise<void> {
  for (let round = 1; round <= count; round++) {
    await window.reload();
    await waitUntilConnected(window);
    await until(() => memory.editor.childServers().length === 1, {
      what: `one server after reload ${round}`,
    });
  }
}

/** Reloads at different moments of the start, so that extension hosts are caught half-way. */
export async function fastReloads(window: EditorWindow, count: number): Promise<void> {
  for (let round = 0; round < count; round++) {
    await window.reloadHastily();
    await window.page.waitForTimeout(150 * (round % 8));
  }
  await window.reload();
  await waitUntilConnected(window);
}
