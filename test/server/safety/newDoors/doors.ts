import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildCli, runCli } from '../../../../dev/bundles/cliBundle.ts';
import { version } from '../../../../src/core/product.ts';
import { importers } from '../../../../src/transfer/importers.ts';
import type { ImportResult } from '../../../../src/protocol/transferResults.ts';
import type { DoorServer } from './doorServer.ts';
import { peerSources, type Say } from './peerSources.ts';
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

/** What a person reads at a terminal: of a folder that is taken in, of jobs, and what the doctor says of all of it. */
export async function atTerminal(server: DoorServer, say: Say): Promise<void> {
  const bundle = await buildCli(server.temp.join('dist'), version);
  const folder = await server.temp.makeDirectory('at-terminal');
  const said = (what: string, form?: 'line' | 'name'): string => say(`terminal ${what} 1`, form);
  writeFileSync(
    path.join(folder, `${said('file', 'name')}.md`),
    `# ${said('title', 'line')}\n\n${said('text')}\n`,
  );
  writeFileSync(path.join(folder, `${said('broken', 'name')}.md`), Buffer.from([0x23, 0x20, 0xff, 0x0a]));
  const report = server.temp.join('report.md');
  for (const args of [
    ['ingest', folder],
    ['jobs'],
    ['conversations'],
    ['doctor'],
    ['doctor', '--report', report],
  ]) {
    const { stdout, stderr } = await runCli(bundle, args, {
      home: server.home,
      person: server.person,
      cwd: folder,
    });
    server.answers.push(stdout, stderr);
  }
  server.answers.push(readFileSync(report, 'utf8'));
}

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
