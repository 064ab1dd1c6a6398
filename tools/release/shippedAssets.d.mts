export function readShippedAssets(): Promise<string[]>;
