import { beforeAll, describe, expect, it } from 'vitest';
import { loadKernel } from '../../../src/store/sqlite/vectors/loadKernel.ts';
import { quantizeQuery, quantizeRow } from '../../../src/store/sqlite/vectors/quantize.ts';
import { type RowFilter, CodeScan } from '../../../src/store/sqlite/vectors/codeScan.ts';
import { seededRandom } from '../../../dev/random/seededRandom.mjs';
import { randomVector } from '../../../dev/random/randomVector.ts';

type Random = () => number;
interface Row {
  readonly vector: Float32Array;
  readonly group: number;
  readonly created: number;
}

let kernel: WebAssembly.Module;
beforeAll(async () => {
  kernel = await loadKernel();
});

/** The same arithmetic without SIMD, blocks or heaps: integers, then one rounding for each factor. */
function reference(rows: ReadonlyMap<number, Row>, query: Float32Array, k: number, filter: RowFilter = {}) {
  const queryCodes = new Int16Array(query.length);
  const queryScale = quantizeQuery(query, queryCodes);
  const allowed = (group: number) =>
    !filter.groups || (((filter.groups[group >> 3] ?? 0) >> (group & 7)) & 1) === 1;
  const listed = filter.rows && new Set(filter.rows);
  return [...rows]
    .filter(([seq, row]) => {
      const passes = allowed(row.group) && row.created >= (filter.createdFrom ?? 0);
      return passes && (!listed || listed.has(seq));
    })
    .flatMap(([seq, { vector }]) => {
      const codes = new Int8Array(vector.length);
      const scale = quantizeRow(vector, codes);
      const product = codes.reduce((sum, code, at) => sum + code * (queryCodes[at] ?? 0), 0);
      return scale === 0 ? [] : [{ seq, cosine: Math.fround(Math.fround(product) * scale) * queryScale }];
    })
    .sort((a, b) => b.cosine - a.cosine || a.seq - b.seq)
    .slice(0, k);
}

const randomRow = (random: Random, dimensions: number): Row => ({
  vector: random() < 0.02 ? new Float32Array(dimensions) : randomVector(random, dimensions),
  group: Math.floor(random() * 40),
  created: Math.floor(random() * 100),
});

function randomFilter(random: Random, rows: ReadonlyMap<number, Row>): RowFilter {
  return {
    ...(random() < 0.6 && { groups: Uint8Array.from({ length: 5 }, () => Math.floor(random() * 256)) }),
    ...(random() < 0.3 && { createdFrom: Math.floor(random() * 100) }),
    ...(random() < 0.2 && { rows: [...rows.keys(), 999_999, 5].filter(() => random() < 0.3).toReversed() }),
  };
}

describe('an index under random changes', () => {
  it.each([16, 48, 256, 384, 1000])('finds what a plain loop finds, %i dimensions', (dimensions) => {
    const random = seededRandom(7, dimensions);
    const index = new CodeScan(kernel, dimensions);
    const rows = new Map<number, Row>();
    const anySeq = () => 1 + Math.floor(random() * 6000);
    for (let round = 0; round < 40; round += 1) {
      for (let change = 0; change < 60; change += 1) {
        const seq = anySeq();
        const known = rows.get(seq);
        const kind = random();
        if (kind < 0.7) {
          const row = randomRow(random, dimensions);
          rows.set(seq, row);
          index.upsert(seq, row.vector, row);
        } else if (kind < 0.85) {
          const group = Math.floor(random() * 40);
          if (known) rows.set(seq, { ...known, group });
          index.setGroup(seq, group);
        } else {
          rows.delete(seq);
          index.remove(seq);
        }
      }
      const query = randomVector(random, dimensions);
      const filter = randomFilter(random, rows);
      const k = 1 + Math.floor(random() * 50);
      expect(index.search(query, k, filter)).toEqual(reference(rows, query, k, filter));
    }
    const alive = [...rows].filter(([, { vector }]) => vector.some((value) => value !== 0));
    expect(index.size).toBe(alive.length);
    for (const seq of rows.keys()) index.remove(seq);
    expect(index.size).toBe(0);
    expect(index.search(randomVector(random, dimensions), 5)).toEqual([]);
  });

  it('gives equal rows in the order of their numbers, however many there are', () => {
    const index = new CodeScan(kernel, 32);
    const vector = randomVector(seededRandom(1), 32);
    for (let seq = 3000; seq > 0; seq -= 1) index.upsert(seq, vector, { group: 0, created: 0 });
    const seqs = index.search(vector, 2100).map(({ seq }) => seq);
    expect(seqs).toEqual(Array.from({ length: 2100 }, (_, at) => at + 1));
  });

  it('takes the largest products that codes can make', () => {
    const index = new CodeScan(kernel, 1024);
    const flat = new Float32Array(1024).fill(1 / 32);
    index.upsert(1, flat, { group: 0, created: 0 });
    index.upsert(
      2,
      flat.map((value) => -value),
      { group: 0, created: 0 },
    );
    const [best, worst] = index.search(flat, 2);
    expect(best).toEqual({ seq: 1, cosine: expect.closeTo(1, 4) as number });
    expect(worst).toEqual({ seq: 2, cosine: expect.closeTo(-1, 4) as number });
  });

  it('gives back the place of rows that are gone', () => {
    const random = seededRandom(3);
    const index = new CodeScan(kernel, 256);
    const fill = (from: number) => {
      for (let seq = from; seq < from + 2048; seq += 1)
        index.upsert(seq, randomVector(random, 256), { group: 0, created: 0 });
    };
    fill(0);
    const { bytes } = index;
    for (let round = 1; round < 5; round += 1) {
      for (let seq = (round - 1) * 2048; seq < round * 2048; seq += 1) index.remove(seq);
      fill(round * 2048);
    }
    expect(index.bytes).toBe(bytes);
  });
});

describe('the cosine from codes', () => {
  it('is near to the true one, and the same as that of a search', () => {
    const random = seededRandom(11);
    const index = new CodeScan(kernel, 384);
    const vectors = Array.from({ length: 500 }, () => randomVector(random, 384));
    for (const [seq, vector] of vectors.entries()) index.upsert(seq, vector, { group: 0, created: 0 });
    const query = randomVector(random, 384);
    const found = index.search(query, 500);
    const cosines = index.cosines(query, [...vectors.keys(), 9999]);
    expect(cosines.size).toBe(500);
    for (const { seq, cosine } of found) {
      const truth = vectors[seq]?.reduce((sum, value, at) => sum + value * (query[at] ?? 0), 0) ?? 0;
      expect(Math.abs(cosine - truth)).toBeLessThan(0.01);
      expect(cosines.get(seq)).toBeCloseTo(cosine, 6);
    }
  });

  it('is asked for vectors of the right length only', () => {
    const index = new CodeScan(kernel, 64);
    expect(() => index.search(new Float32Array(63), 1)).toThrow('64 dimensions');
    expect(() => index.upsert(1, new Float32Array(65), { group: 0, created: 0 })).toThrow('64 dimensions');
  });
});

describe('blocks as bytes', () => {
  it('come back as they were', () => {
    const random = seededRandom(5);
    const index = new CodeScan(kernel, 48);
    const copy = new CodeScan(kernel, 48);
    for (let change = 0; change < 1500; change += 1) {
      const row = randomRow(random, 48);
      index.upsert(Math.floor(random() * 4000), row.vector, row);
    }
    copy.upsert(1, randomVector(random, 48), { group: 3, created: 3 });
    for (let number = 0; number < 5; number += 1) {
      const bytes = index.blockBytes(number);
      if (bytes) copy.loadBlock(number, Uint8Array.from(bytes));
    }
    expect(index.blockBytes(4)).toBeUndefined();
    expect(copy.size).toBe(index.size);
    const query = randomVector(random, 48);
    const groups = Uint8Array.of(0b10101010, 0xff, 3);
    expect(copy.search(query, 100, { groups })).toEqual(index.search(query, 100, { groups }));
  });

  it('are refused when they are of no such block', () => {
    const index = new CodeScan(kernel, 48);
    index.upsert(1, randomVector(seededRandom(1), 48), { group: 0, created: 0 });
    const bytes = Uint8Array.from(index.blockBytes(0) ?? []);
    expect(index.loadBlock(0, bytes.subarray(0, -1))).toBe(false);
    expect(new CodeScan(kernel, 256).loadBlock(0, bytes)).toBe(false);
    expect(index.size).toBe(1);
  });
});

describe('the pre-filter by signs', () => {
  const prefilter = { prefilterFrom: 1000, leastCandidates: 500, candidatesPerHit: 10 };

  it('is exact when every row is a candidate, and nearly so otherwise', () => {
    const random = seededRandom(9);
    const exact = new CodeScan(kernel, 256, { prefilterFrom: Infinity });
    const quick = new CodeScan(kernel, 256, prefilter);
    const centres = Array.from({ length: 50 }, () => randomVector(random, 256));
    const near = () => {
      const centre = centres[Math.floor(random() * centres.length)] ?? centres[0];
      return randomVector(random, 256).map((value, at) => (value + (centre?.[at] ?? 0)) / Math.SQRT2);
    };
    for (let seq = 0; seq < 5000; seq += 1) {
      const row = { group: seq % 10, created: 0 };
      const vector = near();
      exact.upsert(seq, vector, row);
      quick.upsert(seq, vector, row);
    }
    const rows = Array.from({ length: 300 }, (_, at) => at * 16);
    // A search makes the sign bits; changes after it must keep them right.
    quick.search(near(), 10);
    for (const seq of rows) {
      const vector = near();
      exact.upsert(seq, vector, { group: 1, created: 0 });
      quick.upsert(seq, vector, { group: 1, created: 0 });
    }
    for (let seq = 4000; seq < 4500; seq += 1) {
      exact.remove(seq);
      quick.remove(seq);
    }
    let found = 0;
    for (let round = 0; round < 50; round += 1) {
      const query = near();
      const truth = new Set(exact.search(query, 10).map(({ seq }) => seq));
      found += quick.search(query, 10).filter(({ seq }) => truth.has(seq)).length;
      expect(quick.search(query, 450)).toEqual(exact.search(query, 450));
      const groups = Uint8Array.of(0b10);
      expect(quick.search(query, 10, { groups })).toEqual(exact.search(query, 10, { groups }));
    }
    expect(found).toBeGreaterThanOrEqual(490);
  });
});
