export function seededRandom(seed: number, round?: number): () => number;
