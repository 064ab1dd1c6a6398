export function cacheDirectory(): string;
export function installOnce(options: {
  name: string;
  versions: Record<string, string>;
  build: (directory: string) => Promise<void>;
  log: (line: string) => void;
}): Promise<string>;
