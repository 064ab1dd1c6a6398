import { loadKernel } from '../../src/store/sqlite/vectors/loadKernel.ts';
import { dotProduct } from '../../src/core/ranking/dotProduct.ts';
import { CodeScan } from '../../src/store/sqlite/vectors/codeScan.ts';
import { randomVector } from '../../dev/random/randomVector.ts';
import { seededRandom } from '../../dev/random/seededRandom.mjs';
import { percentile } from './statistics.ts';

/** How many of the true twenty nearest are found, as a share, and the median time in ms. */
export interface RecallFigure {
  readonly method: string;
  readonly recall: number;
  readonly time: number;
}

const wanted = 20;
const queries = 100;
const clusters = 2000;
const innerDimensions = 96;

/**
 * What codes and sign bits lose against whole vectors. Vectors are synthetic: clusters in a subspace of 96 dimensions,
 * which is about what models of text use. Holds them all in memory: 1.5 GB for a million of 384 dimensions.
 */
export async function measureRecall(rows: number, dimensions: number): Promise<RecallFigure[]> {
  const random = seededRandom(43, dimensions);
  const make = vectorMaker(random, dimensions);
  const vectors = Array.from({ length: rows }, make);
  const asked = Array.from({ length: queries }, make);
  const truth = asked.map((query) => nearest(vectors, query));
  const kernel = await loadKernel();
  const figures: RecallFigure[] = [];
  for (const candidates of [0, 200, 400, 1000, 2000]) {
    const index = new CodeScan(kernel, dimensions, {
      prefilterFrom: candidates === 0 ? Infinity : 0,
      leastCandidates: candidates,
      candidatesPerHit: 0,
    });
    for (const [seq, vector] of vectors.entries()) index.upsert(seq, vector, { group: 0, created: 0 });
    for (const hits of [wanted, 3 * wanted]) {
      let found = 0;
      const times: number[] = [];
      for (const [round, query] of asked.entries()) {
        const started = performance.now();
        const answer = index.search(query, hits);
        times.push(performance.now() - started);
        const best = answer
          .map(({ seq }) => ({ seq, cosine: dotProduct(query, vectors[seq] ?? query) }))
          .sort((a, b) => b.cosine - a.cosine)
          .slice(0, wanted);
        found += best.filter(({ seq }) => truth[round]?.has(seq)).length;
      }
      figures.push({
        method: `${candidates === 0 ? 'every row' : `${candidates} candidates`}, ${hits} rescored`,
        recall: found / queries / wanted,
        time: percentile(times, 0.5),
      });
    }
  }
  return figures;
}

/** Near one of many centres, by a few of the directions that there are. */
function vectorMaker(random: () => number, dimensions: number): () => Float32Array {
  const directions = Array.from({ length: innerDimensions }, () => randomVector(random, dimensions));
  const spread = (vector: Float32Array, terms: number, weight: number) => {
    for (let term = 0; term < terms; term += 1) {
      const direction = directions[Math.floor(random() * innerDimensions)];
      const factor = (random() * 2 - 1) * weight;
      direction?.forEach((value, at) => (vector[at] = (vector[at] ?? 0) + value * factor));
    }
    return vector;
  };
  const centres = Array.from({ length: clusters }, () => spread(new Float32Array(dimensions), 12, 1));
  return () => {
    const centre = centres[Math.floor(random() * clusters)] ?? new Float32Array(dimensions);
    const vector = spread(Float32Array.from(centre), 16, 1);
    const length = Math.sqrt(dotProduct(vector, vector));
    return vector.map((value) => value / length);
  };
}

function nearest(vectors: readonly Float32Array[], query: Float32Array): Set<number> {
  let best: { seq: number; cosine: number }[] = [];
  for (const [seq, vector] of vectors.entries()) {
    best.push({ seq, cosine: dotProduct(query, vector) });
    if (best.length >= 4096) best = best.sort((a, b) => b.cosine - a.cosine).slice(0, wanted);
  }
  return new Set(
    best
      .sort((a, b) => b.cosine - a.cosine)
      .slice(0, wanted)
      .map(({ seq }) => seq),
  );
}
