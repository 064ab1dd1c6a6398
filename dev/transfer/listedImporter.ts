import { readFileSync } from 'node:fs';
import { importers } from '../../src/transfer/importers.ts';
import type {
  Importer,
  ImportReader,
  ImportSource,
  Incoming,
  IncomingMemory,
} from '../../src/transfer/incoming.ts';
import { projectId } from '../operations/operationsBench.ts';

/** What a file says that names the system. */
export const listedContent = 'peer';

/** A system whose stores hold what a case says: the file only names it. Known from the call until it is disposed. */
export class ListedImporter implements Importer, Disposable {
  readonly system = 'peer-of-tests';
  readonly title = 'Peer';
  items: Incoming[] = [];

  constructor() {
    (importers as Importer[]).push(this);
  }

  async recognises({ path: file, isFolder }: ImportSource): Promise<boolean> {
    return !isFolder && readFileSync(file, 'utf8') === listedContent;
  }

  async open({ path: place }: ImportSource): Promise<ImportReader> {
    const { items } = this;
    return {
      place,
      total: items.length,
      form: 'one',
      async *items(after) {
        const at = after === undefined ? 0 : items.findIndex(({ ref }) => ref === after) + 1;
        yield* items.slice(at);
      },
      fields: () => [
        { place: 'notes', field: 'text', became: 'content', count: items.length },
        { place: 'notes', field: 'score', became: undefined, because: 'made anew', count: 1 },
      ],
      close: async () => {},
    };
  }

  [Symbol.dispose](): void {
    (importers as Importer[]).splice(importers.indexOf(this), 1);
  }
}

/** A memory of that system, in the project of the bench. */
export const incomingMemory = (ref: string, change: Partial<IncomingMemory> = {}): IncomingMemory => ({
  kind: 'memory',
  ref,
  category: 'fact',
  content: `What ${ref} says`,
  project: { name: projectId },
  ...change,
});
