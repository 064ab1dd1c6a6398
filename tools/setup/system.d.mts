export function findChromium(): string | undefined;
export function missingFromSystem(): string[];
export function ensureSystem(options?: { log?: (line: string) => void }): boolean;
