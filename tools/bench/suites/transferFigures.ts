import { tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { type Figure, type SuiteContext, sizeName } from '../figure.ts';
import { copySampleStore } from '../sampleStore.ts';
import { percentile } from '../statistics.ts';
import { bulkInsert, exportOf, importKilledOnce, recallsMeanwhile } from './importFigures.ts';
import { ingestOf } from './ingestFigures.ts';

/** Export, import and ingestion at a number of memories, the import killed once in the middle, beside our own bulk insert of the same rows. */
export async function transferFigures(size: number, { root, log }: SuiteContext): Promise<Figure[]> {
  await using temp = await tempDirectory('bench-transfer');
  const from = temp.join('from');
  await copySampleStore(root, size, from, log);
  const exported = await exportOf(root, from);
  log(`engine: exported ${size} memories in ${(exported.ms / 1_000).toFixed(1)} s`);
  const inserted = await bulkInsert(temp.join('insert'), size);
  log(`engine: our own insert of them takes ${(inserted.ms / 1_000).toFixed(1)} s`);
  const imported = await importKilledOnce(root, temp.join('to'), {
    exported: exported.path,
    killAt: size / 2,
  });
  log(`engine: imported them in ${(imported.ms / 1_000).toFixed(1)} s, ${imported.megabytes.toFixed(0)} MB`);
  const meanwhile = await recallsMeanwhile(root, temp.join('asked'), { exported: exported.path, size });
  const ingested = await ingestOf(root, temp.join('ingested'), size);
  log(`engine: made them of documents in ${(ingested.ms / 1_000).toFixed(1)} s`);
  const [busy, rest] = [percentile(meanwhile, 0.95), percentile(imported.rest, 0.95)];
  const subject = `export, import and ingestion of ${sizeName(size)}`;
  const figure = (name: string, value: number, unit: Figure['unit'], budget?: number): Figure => ({
    subject,
    name,
    value,
    unit,
    ...(budget === undefined ? {} : { budget }),
  });
  return [
    figure('export', exported.ms, 'ms'),
    figure('our own bulk insert', inserted.ms, 'ms'),
    figure('our own bulk insert, of processors', inserted.cpuMs, 'ms'),
    figure('export / bulk insert', exported.ms / inserted.ms, 'ratio'),
    figure('import, killed once', imported.ms, 'ms'),
    figure('import, of processors', imported.cpuMs, 'ms'),
    figure('import / bulk insert', imported.ms / inserted.ms, 'ratio', 2),
    figure('import / bulk insert, of processors', imported.cpuMs / inserted.cpuMs, 'ratio'),
    figure('most memory of the server meanwhile', imported.megabytes, 'MB', 500),
    figure('recall p95 meanwhile', busy, 'ms'),
    figure('recall p95 at rest', rest, 'ms'),
    figure('recall p95 meanwhile / at rest', busy / rest, 'ratio', 2),
    figure('lost or doubled', Math.abs(imported.added - size), 'count', 0),
    figure('added by a second import', imported.addedAgain, 'count', 0),
    figure('ingestion of documents', ingested.ms, 'ms'),
    figure('ingestion / bulk insert', ingested.ms / inserted.ms, 'ratio'),
    figure('sections that became no memory', Math.abs(size - ingested.created), 'count', 0),
  ];
}
