import { tempDirectory } from '../../dev/files/tempDirectory.ts';
import { contentKey } from '../../src/core/memory/contentKey.ts';
import { openStore } from '../../src/store/sqlite/openStore.ts';
import { copySampleStore } from './sampleStore.ts';
import { percentile } from './statistics.ts';
import {
  bulkInsert,
  eachOfSample,
  exportOf,
  type Imported,
  importKilledOnce,
  recallsMeanwhile,
  type Spent,
} from './suites/importFigures.ts';

export interface ImportSoak {
  readonly root: string;
  /** Folder of `dist/cli.js`. */
  readonly built: string;
  readonly size: number;
  readonly random: () => number;
  /** What an earlier sitting has measured. */
  readonly state?: ImportSoakState | undefined;
  readonly onPart: (state: ImportSoakState) => void | Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

export interface ImportSoakState {
  readonly inserted?: Spent | undefined;
  readonly imported?: (Imported & { readonly faults: readonly string[] }) | undefined;
  readonly meanwhile?: readonly number[] | undefined;
}

const mostMegabytes = 500;
const listedAtOnce = 1_000;
const mostNamed = 10;

/** A long import in its three parts, each of which a sitting may end after: our own insert, the import, recalls beside it. */
export async function runImportSoak(options: ImportSoak): Promise<ImportSoakState> {
  const { root, built, size, random, onPart, signal } = options;
  await using temp = await tempDirectory('soak-import');
  const from = temp.join('from');
  // Whether it is needed or not, so that a seed means the same kill in each sitting.
  const killAt = Math.floor((0.3 + 0.4 * random()) * size);
  let state = options.state ?? {};
  const keep = async (part: ImportSoakState): Promise<void> => onPart((state = { ...state, ...part }));
  await copySampleStore(root, size, from, () => {});
  const { path: exported } = await exportOf(built, from);
  if (!state.inserted && !signal?.aborted)
    await keep({ inserted: await bulkInsert(temp.join('insert'), size) });
  if (!state.imported && !signal?.aborted) {
    const home = temp.join('imported');
    const imported = await importKilledOnce(built, home, { exported, killAt });
    await keep({ imported: { ...imported, faults: await faultsIn(home, size) } });
  }
  if (!state.meanwhile && !signal?.aborted)
    await keep({ meanwhile: await recallsMeanwhile(built, temp.join('asked'), { exported, size }) });
  return state;
}

/** Whether each entry is there once, as it was written to the file. */
async function faultsIn(home: string, size: number): Promise<string[]> {
  const wanted = new Map<string, string>();
  for (const { id, content } of eachOfSample(size)) wanted.set(id, contentKey(content));
  const store = await openStore({ home });
  const faults: string[] = [];
  try {
    let after: string | null = null;
    do {
      const cursor: { cursor?: string } = after === null ? {} : { cursor: after };
      const page = await store.read((unit) => unit.memories.list({}, { limit: listedAtOnce, ...cursor }));
      for (const { id, content } of page.memories) {
        if (wanted.get(id) !== contentKey(content)) faults.push(`${id} is another, or is there twice`);
        wanted.delete(id);
      }
      after = page.nextCursor;
    } while (after !== null);
    const integrity = await store.checkIntegrity();
    if (integrity !== 'ok') faults.push(`integrity: ${integrity}`);
  } finally {
    await store.close();
  }
  for (const id of wanted.keys()) faults.push(`${id} is lost`);
  return faults.length > mostNamed
    ? [...faults.slice(0, mostNamed), `and ${faults.length - mostNamed} more`]
    : faults;
}

/** What a finished soak says, and what of that is a failure. Times by the clock are told only: other work is in them. */
export function summarizeImportSoak(
  { inserted, imported, meanwhile }: ImportSoakState,
  size: number,
): { figures: Record<string, unknown>; failures: string[] } {
  if (!inserted || !imported || !meanwhile) return { figures: {}, failures: imported?.faults.slice() ?? [] };
  const { rest, faults, added, addedAgain, killedAt, megabytes } = imported;
  const rounded = (value: number): number => Math.round(value * 100) / 100;
  const p95 = { meanwhile: percentile(meanwhile, 0.95), rest: percentile(rest, 0.95) };
  const figures = {
    entries: size,
    killedAt,
    peakMegabytes: rounded(megabytes),
    importSeconds: rounded(imported.ms / 1_000),
    importCpuSeconds: rounded(imported.cpuMs / 1_000),
    insertSeconds: rounded(inserted.ms / 1_000),
    insertCpuSeconds: rounded(inserted.cpuMs / 1_000),
    ratio: rounded(imported.ms / inserted.ms),
    cpuRatio: rounded(imported.cpuMs / inserted.cpuMs),
    recallAtRestMs: { p50: rounded(percentile(rest, 0.5)), p95: rounded(p95.rest) },
    recallMeanwhileMs: { p50: rounded(percentile(meanwhile, 0.5)), p95: rounded(p95.meanwhile) },
    recallP95Ratio: rounded(p95.meanwhile / p95.rest),
    asked: meanwhile.length,
  };
  const failures = [
    ...faults,
    ...(added === size ? [] : [`${added} of ${size} were counted as added`]),
    ...(addedAgain === 0 ? [] : [`a second import added ${addedAgain}`]),
    ...(killedAt > 0 && killedAt < size ? [] : [`it was not killed in the middle, but at ${killedAt}`]),
    ...(megabytes <= mostMegabytes ? [] : [`the server had ${Math.round(megabytes)} MB`]),
  ];
  return { figures, failures };
}
