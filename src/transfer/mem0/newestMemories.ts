import { MemoryBridgeError } from '../../core/errors.ts';
import { textIn, timeIn } from '../foreignTables.ts';
import type { Mem0File } from './mem0File.ts';

interface Newest {
  file: Mem0File;
  at: number;
  isInOne: boolean;
}

/**
 * Which of several exports says what a memory came to be: exports of one person are taken again and again, and hold what was
 * there before once more. Keeps an id and a time for each memory.
 */
export class NewestMemories {
  readonly #byId = new Map<string, Newest>();

  /** Reads all of them, each up to a damage: what stands behind that cannot be had. */
  static async of(files: readonly Mem0File[]): Promise<NewestMemories> {
    const newest = new NewestMemories();
    for (const file of files)
      try {
        for await (const entry of file.entries())
          if (entry.kind === 'memory') newest.#add(file, entry.record);
      } catch (error) {
        if (!MemoryBridgeError.is(error, 'invalid_input')) throw error;
      }
    return newest;
  }

  /** Whether this file has it as it was last changed; the first of those that say the same time. */
  isIn(file: Mem0File, id: string): boolean {
    return (this.#byId.get(id)?.file ?? file) === file;
  }

  /** Whether no other file has something under this id. */
  isInOne(id: string): boolean {
    return this.#byId.get(id)?.isInOne ?? true;
  }

  #add(file: Mem0File, record: Readonly<Record<string, unknown>>): void {
    const id = String(textIn(record['id']));
    const at = lastChange(record);
    const known = this.#byId.get(id);
    if (!known) this.#byId.set(id, { file, at, isInOne: true });
    else if (known.file !== file) {
      known.isInOne = false;
      if (at > known.at) Object.assign(known, { file, at });
    }
  }
}

const timeNames = ['updated_at', 'updatedAt', 'deleted_at', 'archived_at', 'created_at', 'createdAt'];

const lastChange = (record: Readonly<Record<string, unknown>>): number =>
  Math.max(0, ...timeNames.map((name) => timeIn(record[name]) ?? 0));
