export function node24(options?: { log?: (line: string) => void }): Promise<{ binary: string; root: string }>;
export function pathWithNode(binary: string, current?: string): string;
