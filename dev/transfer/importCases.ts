import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type TempDirectory, tempDirectory } from '../files/tempDirectory.ts';
import type { OperationsBench } from '../operations/operationsBench.ts';
import { ImportBench } from './importBench.ts';
import { ListedImporter } from './listedImporter.ts';

/** What the cases of a file about imports stand on: for each of them a store and a folder of its own. */
export class ImportCases {
  #temp: TempDirectory | undefined;
  #peer: ListedImporter | undefined;
  #imports: ImportBench | undefined;

  /** To be called once in a file, outside of its cases. `name` is that of its temporary folder. */
  static inFile(name: string): ImportCases {
    const cases = new ImportCases();
    beforeAll(async () => {
      cases.#temp = await tempDirectory(name);
      cases.#peer = new ListedImporter();
    });
    afterAll(async () => {
      cases.#peer?.[Symbol.dispose]();
      await cases.#temp?.dispose();
    });
    beforeEach(async () => {
      cases.#imports = await ImportBench.open(cases.temp.path);
      cases.peer.items = [];
    });
    afterEach(() => cases.bench.close());
    return cases;
  }

  get temp(): TempDirectory {
    return this.#known(this.#temp);
  }

  /** A system whose stores hold what a case says. */
  get peer(): ListedImporter {
    return this.#known(this.#peer);
  }

  get bench(): OperationsBench {
    return this.#known(this.#imports).operations;
  }

  get workspace(): string {
    return this.#known(this.#imports).workspace;
  }

  readonly run: ImportBench['run'] = (...call) => this.#known(this.#imports).run(...call);
  readonly imported: ImportBench['imported'] = (...call) => this.#known(this.#imports).imported(...call);
  readonly peerFile: ImportBench['listedFile'] = (...name) => this.#known(this.#imports).listedFile(...name);
  readonly ownFile: ImportBench['ownFile'] = (...of) => this.#known(this.#imports).ownFile(...of);
  readonly all: ImportBench['memories'] = () => this.#known(this.#imports).memories();

  #known<T>(part: T | undefined): T {
    if (part === undefined) throw new Error('It is there in a case, and not before.');
    return part;
  }
}
