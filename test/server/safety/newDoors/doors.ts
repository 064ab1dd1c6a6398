import { importers } from '../../../../src/transfer/importers.ts';
import type { ImportResult } from '../../../../src/protocol/transferResults.ts';
import type { DoorServer } from './doorServer.ts';
import { peerSources } from './peerSources.ts';
import { type Door, feedDoors, otherDoors } from './spoken.ts';

/** Fields of sources that an importer says it has taken over: `memories.content`. */
export const takenFields = new Set<string>();
/** Kinds that an importer says it has replaced something of. */
export const replacedKinds = new Set<string>();

/** Imports whatever a system may have kept. */
const importing =
  (system: string): Door =>
  async (server, say, rows) => {
    for (const [at, make] of (peerSources[system] ?? []).entries()) {
      const folder = await server.temp.makeDirectory(`${system}-${at}`);
      const job = await server.job('import_memories', { path: await make(folder, say, rows) });
      if (job?.state !== 'done') throw new Error(`${system} ${at}: ${JSON.stringify(job)}`);
      const { fields, report } = job.result as ImportResult;
      for (const { place, field, became } of fields)
        if (became !== undefined) takenFields.add(`${place}.${field}`);
      for (const kind of Object.keys(report.redacted)) replacedKinds.add(kind);
    }
  };

/** Every way in of this program that is not a verb with texts in it: each with what it is called. */
export const doors: Readonly<Record<string, Door>> = {
  ...Object.fromEntries(importers.map(({ system }) => [system, importing(system)])),
  ...feedDoors,
  ...otherDoors,
};

/** What leaves: whole, by itself, and as a copy of everything. */
export async function takeOut(server: DoorServer): Promise<void> {
  for (const name of ['all.json', 'all.md'])
    await server.job('export_memories', {
      output: `${server.home}/exports/${name}`,
      history: true,
      include_deleted: true,
    });
  await server.job('backup', {});
  await server.sayAll();
}
