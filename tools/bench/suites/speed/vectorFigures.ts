import { type Figure, sizeName, type SuiteContext } from '../../figure.ts';
import type { LoadFigures } from '../../vectorLoad.ts';
import type { ScanFigures } from '../../vectorScan.ts';
import { runProgram } from './program.ts';
import type { VectorTask } from './vectorProgram.ts';

/** Of the built-in embedder. */
const dimensions = 288;

const loadBudget = { rows: 1_000_000, ms: 300 } as const;

/** The product's scan against what memory alone would take, measured in turns with it, and against sqlite-vec. */
export async function vectorFigures(rows: number, context: SuiteContext): Promise<Figure[]> {
  context.log(`speed: ${rows} vectors`);
  const run = <T>(engine: VectorTask['engine']) =>
    runProgram<T>('vectorProgram', { engine, rows, dimensions } satisfies VectorTask, context);
  const scan = await run<ScanFigures>('kernel');
  const { load, longestSlice } = await run<LoadFigures>('loading');
  const other = await run<{ floats: number; bytes: number }>('sqlite-vec');
  const subject = `${sizeName(rows)}, vector search, ${dimensions} dimensions`;
  const milliseconds = (by: string, name: string, value: number): Figure => ({
    subject,
    by,
    name,
    value,
    unit: 'ms',
  });
  return [
    milliseconds('product', 'exact, bytes', scan.exact),
    milliseconds('sqlite-vec', 'exact, bytes', other.bytes),
    milliseconds('sqlite-vec', 'exact, floats', other.floats),
    milliseconds('product', 'one of ten groups', scan.filtered),
    milliseconds('product', 'signs first', scan.prefiltered),
    milliseconds('product', 'as many bytes from memory', scan.read),
    milliseconds('product', 'as many bytes, again and again', scan.readAgain),
    {
      subject,
      by: 'product',
      name: 'exact over bytes from memory',
      value: scan.overBound,
      unit: 'ratio',
      // Fewer rows fit into the caches, and other things than memory take the time.
      ...(rows >= 100_000 ? { budget: 1.5 } : {}),
    },
    {
      ...milliseconds('product', 'loading the index', load),
      ...(rows >= loadBudget.rows ? { budget: loadBudget.ms } : {}),
    },
    milliseconds('product', 'longest slice of it', longestSlice),
    { subject, by: 'product', name: 'memory bandwidth', value: scan.readBandwidth, unit: 'GB/s' },
    { subject, by: 'product', name: 'index', value: scan.indexMegabytes, unit: 'MB' },
  ];
}
