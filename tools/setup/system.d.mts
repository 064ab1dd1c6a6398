export function findChromium(): string | undefined;
export function missingFromSystem(options?: { forEditor?: boolean }): string[];
export function ensureSystem(options?: { forEditor?: boolean; log?: (line: string) => void }): boolean;
