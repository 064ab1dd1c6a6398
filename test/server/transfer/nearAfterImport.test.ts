import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { person } from '../../../dev/operations/operationsBench.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { ImportBench } from '../../../dev/transfer/importBench.ts';
import { incomingMemory, ListedImporter } from '../../../dev/transfer/listedImporter.ts';
import { describeNearImported } from '../../../src/cli/commands/transfer/describeNearImported.ts';
import type { MemoryClient } from '../../../src/client/memoryClient.ts';
import type { CallDefinition } from '../../../src/protocol/operation.ts';
import { configSchema } from '../../../src/protocol/settings/serverSettings.ts';
import {
  type ImportNearResult,
  importNearResultSchema,
  mostLookedForNear,
} from '../../../src/protocol/transferResults.ts';

let temp: TempDirectory;
let imports: ImportBench;
let peer: ListedImporter;
beforeAll(async () => {
  temp = await tempDirectory('near-import');
  peer = new ListedImporter();
});
afterAll(async () => {
  peer[Symbol.dispose]();
  await temp.dispose();
});
beforeEach(async () => {
  imports = await ImportBench.open(temp.path);
  peer.items = [];
});
afterEach(() => imports.operations.close());

const here = (content: string) => imports.operations.remember(content, { category: 'decision' });
const brought = (ref: string, content: string) => incomingMemory(ref, { content, category: 'decision' });
const imported = () => imports.imported({ path: imports.listedFile() }, { actor: person });
const nearOf = async (job: string | undefined): Promise<ImportNearResult | undefined> =>
  job === undefined
    ? undefined
    : importNearResultSchema.parse((await imports.operations.ended({ job })).result);
const ofRef = async (ref: string): Promise<string> =>
  (await imports.memories()).find(({ content }) => content === textOf(ref))?.id ?? '';
const textOf = (ref: string): string =>
  String(peer.items.flatMap((item) => (item.kind === 'memory' && item.ref === ref ? [item.content] : []))[0]);

const nothing: ImportNearResult = { looked: 0, found: 0, near: [] };
/** As a person's command asks. */
const client = (): Pick<MemoryClient, 'call'> =>
  ({
    call: async (definition: CallDefinition, input: never) => ({
      result: await imports.operations.call(definition, input, { actor: person }),
    }),
  }) as unknown as MemoryClient;

describe('after an import', () => {
  it('what says nearly what was here is named, and so is what says the opposite; the rest is not', async () => {
    const ships = await here('Deploy the harbour service with make ship from the release branch');
    const port = await here('The beacon listens on port 8080 behind the gateway of the harbour');
    peer.items = [
      brought('1', 'Deploy the harbour service with make ship from the release branch always'),
      brought('2', 'The beacon listens on port 9090 behind the gateway of the harbour'),
      brought('3', 'Lamps are painted green in spring'),
    ];
    const result = await imported();
    const near = await nearOf(result.nearJob);
    expect(near).toMatchObject({ looked: 3, found: 2 });
    const pairs = near?.near.map(({ memory, other, opposition }) => `${memory} ${other} ${opposition}`);
    expect(pairs?.toSorted()).toEqual(
      [
        `${await ofRef('1')} ${ships.memory.id} null`,
        `${await ofRef('2')} ${port.memory.id} value`,
      ].toSorted(),
    );
    expect(JSON.stringify(near)).not.toContain('harbour');
    const said = await describeNearImported(client(), near ?? nothing);
    expect(said[0]).toMatch(/^Near to what was here already: 2 memories\. All of them are kept/);
    expect(said.at(-1)).toBe('Look at them: memory-bridge consolidate');
    expect(said.filter((line) => / looks like .* · Deploy the harbour service/.test(line))).toHaveLength(1);
    expect(
      said.filter((line) => / may contradict .* · The beacon listens on port 8080/.test(line)),
    ).toHaveLength(1);
    expect(await describeNearImported(client(), nothing)).toEqual([]);
    expect((await imported()).nearJob).toBeUndefined();
  });

  it('the nearest twenty are named and the others counted', async () => {
    const words = ['anchor', 'barge', 'crane', 'dock', 'eddy', 'ferry', 'gale', 'hull', 'islet', 'jetty'];
    const texts = words.flatMap((one) =>
      ['north', 'south', 'east'].map(
        (at) => `The ${one} ${one}${at} of pier ${one}${at}s is kept for ${one}${at}ers`,
      ),
    );
    for (const text of texts) await here(text);
    peer.items = texts.map((text, at) => brought(String(at), `${text} now`));
    const near = await nearOf((await imported()).nearJob);
    expect([near?.looked, near?.found, near?.near.length]).toEqual([30, 30, 20]);
    const said = await describeNearImported(client(), near ?? nothing);
    expect(said).toHaveLength(23);
    expect(said.at(-2)).toBe('  and 10 more');
  });

  it('what came together is not compared with itself, and nothing is looked for where nothing was here', async () => {
    peer.items = [
      brought('1', 'Deploy the harbour service with make ship from the release branch'),
      brought('2', 'Deploy the harbour service with make ship from the release branch always'),
    ];
    expect((await imported()).nearJob).toBeUndefined();
    peer.items = [
      ...peer.items,
      brought('3', 'Deploy the harbour service with make ship from the release branch now'),
    ];
    const near = await nearOf((await imported()).nearJob);
    // Those of the import before were here by then.
    expect(near).toMatchObject({ looked: 1, found: 1 });
  });

  it('nothing is looked for in a dry run, and where the setting says never', async () => {
    await here('Deploy the harbour service with make ship from the release branch');
    peer.items = [brought('1', 'Deploy the harbour service with make ship from the release branch always')];
    const path = imports.listedFile();
    expect((await imports.imported({ path, dry_run: true })).nearJob).toBeUndefined();
    imports.operations.config = configSchema.parse({ duplicates: { threshold: 0 } });
    expect((await imported()).nearJob).toBeUndefined();
  });

  it('a large import is left to consolidate, and a person does not wait for minutes', async () => {
    await here('Deploy the harbour service with make ship from the release branch');
    const many = (count: number) =>
      Array.from({ length: count }, (_, at) => brought(`${count}-${at}`, `Berth ${count} ${at} is kept`));
    peer.items = many(mostLookedForNear + 1);
    expect((await imported()).nearJob).toBeUndefined();
    peer.items = many(12);
    expect((await imported()).nearJob).toBeDefined();
  });
});
