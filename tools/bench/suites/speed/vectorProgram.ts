import { getLoadablePath } from 'sqlite-vec';
import { randomVector } from '../../../../dev/random/randomVector.ts';
import { seededRandom } from '../../../../dev/random/seededRandom.mjs';
import { percentile, timeEach } from '../../statistics.ts';
import { measureLoad } from '../../vectorLoad.ts';
import { measureScan } from '../../vectorScan.ts';
import { connectNative } from './nativeDatabase.ts';

/** Measures vector search over random vectors of unit length, in a process of its own. Prints one JSON object. */
export interface VectorTask {
  readonly engine: 'kernel' | 'loading' | 'sqlite-vec';
  readonly rows: number;
  readonly dimensions: number;
}

const hits = 60;
const batch = 10_000;
const roundsAt = (rows: number): number => (rows >= 1_000_000 ? 10 : 40);
const int8Range = 127;

/** Median milliseconds of a search in tables of floats and of bytes, kept in memory, as the product keeps its rows. */
async function measureSqliteVec(rows: number, dimensions: number): Promise<Record<string, number>> {
  const random = seededRandom(42, dimensions);
  const connection = connectNative(':memory:');
  connection.enableLoadExtension(true);
  connection.loadExtension(getLoadablePath());
  connection.exec(`CREATE VIRTUAL TABLE floats USING vec0 (v float[${dimensions}] distance_metric = cosine);
    CREATE VIRTUAL TABLE bytes USING vec0 (v int8[${dimensions}] distance_metric = cosine);`);
  const bytesOf = (vector: Float32Array) => Int8Array.from(vector, (value) => Math.round(value * int8Range));
  const pattern = Array.from({ length: Math.min(rows, batch) }, () => randomVector(random, dimensions));
  const figures: Record<string, number> = {};
  const tables = {
    floats: ['?', (vector: Float32Array) => vector],
    bytes: ['vec_int8(?)', bytesOf],
  } as const;
  for (const [table, [mark, encode]] of Object.entries(tables)) {
    const insert = connection.prepare(`INSERT INTO ${table} (v) VALUES (${mark})`);
    for (let from = 0; from < rows; from += pattern.length) {
      connection.exec('BEGIN');
      for (const vector of pattern.slice(0, rows - from)) insert.run(viewOf(encode(vector)));
      connection.exec('COMMIT');
    }
    const search = connection.prepare(
      `SELECT rowid, distance FROM ${table} WHERE v MATCH ${mark} AND k = ${hits}`,
    );
    const ask = async () => search.all(viewOf(encode(randomVector(random, dimensions))));
    await timeEach(3, ask);
    figures[table] = percentile(await timeEach(roundsAt(rows), ask), 0.5);
  }
  connection.close();
  return figures;
}

const viewOf = ({ buffer, byteOffset, byteLength }: Float32Array | Int8Array): Uint8Array =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);

const measures = { kernel: measureScan, loading: measureLoad, 'sqlite-vec': measureSqliteVec };

const { engine, rows, dimensions } = JSON.parse(process.argv[2] ?? '{}') as VectorTask;
process.stdout.write(JSON.stringify(await measures[engine](rows, dimensions)));
