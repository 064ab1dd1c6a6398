import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Job } from '../../src/core/jobs/job.ts';
import type { Memory } from '../../src/core/memory/memory.ts';
import type { Caller } from '../../src/protocol/caller.ts';
import type { InputOf } from '../../src/protocol/operation.ts';
import { importMemoriesOperation } from '../../src/protocol/operations/transfer/importMemories.ts';
import type { ImportResult } from '../../src/protocol/transferResults.ts';
import { exportedMemory } from '../../src/transfer/own/exportFormat.ts';
import { OperationsBench } from '../operations/operationsBench.ts';
import { listedContent } from './listedImporter.ts';

type Input = InputOf<typeof importMemoriesOperation>;

let benches = 0;
let files = 0;

/** Imports over a real database, and a folder in which a case puts what is imported. */
export class ImportBench {
  readonly operations: OperationsBench;
  /** Real. */
  readonly workspace: string;

  private constructor(operations: OperationsBench, workspace: string) {
    this.operations = operations;
    this.workspace = workspace;
  }

  static async open(folder: string): Promise<ImportBench> {
    const workspace = path.join(realpathSync(folder), `workspace-${(benches += 1)}`);
    mkdirSync(workspace);
    return new ImportBench(await OperationsBench.open(), workspace);
  }

  /** The job of an import once it has ended, however. */
  async run(input: Input, caller: Partial<Caller> = {}): Promise<Job> {
    return this.operations.ended(await this.operations.call(importMemoriesOperation, input, caller));
  }

  /** What came of one that is done. */
  async imported(input: Input, caller: Partial<Caller> = {}): Promise<ImportResult> {
    const job = await this.run(input, caller);
    if (job.state !== 'done') throw new Error(`The import is ${job.state}: ${job.error}`);
    return job.result as ImportResult;
  }

  /** A store of `ListedImporter`. */
  listedFile(name = 'peer.db'): string {
    const file = path.join(this.workspace, name);
    writeFileSync(file, listedContent);
    return file;
  }

  /** An export of this system that holds these memories. */
  ownFile(memories: readonly Memory[], more: object = {}): string {
    const file = path.join(this.workspace, `own-${(files += 1)}.json`);
    const records = memories.map((memory) => exportedMemory({ memory, origins: [], history: [], turns: [] }));
    writeFileSync(file, JSON.stringify({ format: 'memory-bridge', version: 1, ...more, memories: records }));
    return file;
  }

  /** Deleted ones too. */
  async memories(): Promise<Memory[]> {
    const { memories } = await this.operations.store.read((unit) =>
      unit.memories.list({ includeDeleted: true }, { limit: 1_000 }),
    );
    return memories;
  }
}
